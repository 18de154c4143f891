/** Settings as the panel shows them: what kind of control each has, and its values in words. */
import { choicesOf, INITIAL_SETTINGS, type SettingKey } from '../../main/contract/settings.ts';

export type SettingKind = 'switch' | 'choice' | 'number' | 'list' | 'text';

export function kindOf(key: SettingKey): SettingKind {
  if (choicesOf(key) !== undefined) return 'choice';
  const initial: unknown = INITIAL_SETTINGS[key];
  if (typeof initial === 'boolean') return 'switch';
  if (typeof initial === 'number') return 'number';
  return Array.isArray(initial) ? 'list' : 'text';
}

/** What was typed into a field of a setting, as a value; what is no number is left for the host to refuse. */
export function typedValue(kind: 'number' | 'text', text: string): unknown {
  const trimmed = text.trim();
  return kind === 'number' && /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : trimmed;
}
