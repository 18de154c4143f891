/** Keeping awake as one choice of four, as in the tray; the settings hold it as two. */
import { SETTINGS, type SettingKey, type Settings } from '../../main/contract/settings.ts';

export type KeepAwake = 'off' | Settings['keep_awake_while'];

const { choices } = SETTINGS.keep_awake_while;
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

export const KEEP_AWAKE_CHOICES: readonly { readonly choice: KeepAwake; readonly label: string }[] = [
  { choice: 'off', label: 'Off' },
  { choice: 'connected', label: capital(choices.connected) },
  { choice: 'working', label: capital(choices.working) },
  { choice: 'always', label: capital(choices.always) },
];

export const keepAwakeOf = (settings: Settings): KeepAwake =>
  settings.mobile_keep_awake ? settings.keep_awake_while : 'off';

export interface SettingChange {
  readonly key: SettingKey;
  readonly value: unknown;
}

/** What has to be set, in this order: what is chosen first, so that nothing is held for a reason that was not. */
export function keepAwakeChanges(settings: Settings, choice: KeepAwake): readonly SettingChange[] {
  if (choice === 'off') return [{ key: 'mobile_keep_awake', value: false }];
  return [
    ...(settings.keep_awake_while === choice ? [] : [{ key: 'keep_awake_while', value: choice } as const]),
    ...(settings.mobile_keep_awake ? [] : [{ key: 'mobile_keep_awake', value: true } as const]),
  ];
}
