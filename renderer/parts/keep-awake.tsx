import { type ReactNode, useId } from 'react';
import { SETTINGS } from '../../main/contract/settings.ts';
import type { HostState } from '../../main/contract/state.ts';
import {
  type KeepAwake as Choice,
  KEEP_AWAKE_CHOICES,
  keepAwakeChanges,
  keepAwakeOf,
} from '../model/keep-awake.ts';
import type { CommandState } from '../use-command.ts';
import css from './keep-awake.module.css';
import { Switch } from './switch.tsx';

/** When this computer is kept awake: the same four choices as in the tray, and whether that holds on battery. */
export function KeepAwake({ state, command }: { state: HostState; command: CommandState }): ReactNode {
  const { settings, awake } = state;
  const title = useId();
  const choose = async (choice: Choice): Promise<void> => {
    for (const change of keepAwakeChanges(settings, choice)) {
      if ((await command.run('settings/set', change)) === undefined) return;
    }
  };
  return (
    <div className={css.keepAwake}>
      <fieldset className={css.choices} aria-describedby={title}>
        <legend>{SETTINGS.mobile_keep_awake.title}</legend>
        {KEEP_AWAKE_CHOICES.map(({ choice, label }) => (
          <label key={choice} className={css.choice}>
            <input
              type="radio"
              name="keep-awake"
              checked={keepAwakeOf(settings) === choice}
              onChange={() => void choose(choice)}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <p id={title} className={css.because} data-selectable>
        {awake.because === '' ? 'Nothing holds it awake now.' : awake.because} The display may still turn off.
      </p>
      <Switch
        label={SETTINGS.sleep_on_battery.title}
        detail={SETTINGS.sleep_on_battery.about}
        checked={settings.sleep_on_battery}
        onChange={(value) => void command.run('settings/set', { key: 'sleep_on_battery', value })}
      />
    </div>
  );
}
