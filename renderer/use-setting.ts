import { useRef, useState } from 'react';
import { parseSetting, type SettingKey, type Settings } from '../main/contract/settings.ts';
import { useCommand } from './use-command.ts';

export interface SettingControl<K extends SettingKey> {
  /** What was chosen here until the host has answered, then what the host says. */
  readonly value: Settings[K];
  readonly refusal: string | undefined;
  /** Resolves with false when the host refused; what it holds is shown again then. */
  set(value: unknown): Promise<boolean>;
  unset(): Promise<boolean>;
}

/** One setting at the host. Of choices that overtake each other the last one is shown, however late the host answers. */
export function useSetting<K extends SettingKey>(key: K, held: Settings[K]): SettingControl<K> {
  const { run, refusal } = useCommand();
  const [chosen, setChosen] = useState<{ value: Settings[K] }>();
  const latest = useRef(0);

  const settle = async (asked: Promise<object | undefined>): Promise<boolean> => {
    latest.current += 1;
    const mine = latest.current;
    const done = (await asked) !== undefined;
    // The host tells its state before it answers: from here on that is shown, whoever changes it next.
    if (mine === latest.current) setChosen(undefined);
    return done;
  };
  return {
    value: chosen === undefined ? held : chosen.value,
    refusal,
    set(value) {
      const parsed = parseSetting(key, value);
      // What cannot be held is not shown as if it were; the host says why.
      setChosen(parsed.ok ? { value: parsed.value } : undefined);
      return settle(run('settings/set', { key, value }));
    },
    unset: () => {
      setChosen(undefined);
      return settle(run('settings/unset', { key }));
    },
  };
}
