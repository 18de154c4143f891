/** `settings.toml` as text and as values. Written for reading: every setting stands in it, those that were not set as comments. */
import { parse, stringify, TomlError, type TomlPrimitive } from 'smol-toml';
import {
  aboutOf,
  expectedOf,
  isSettingKey,
  parseSetting,
  SETTING_GROUPS,
  SETTING_KEYS,
  SETTINGS,
  type SettingGroup,
  type SettingKey,
  type Settings,
} from '../../contract/settings.ts';

/** Longer than any that means something. */
const MAX_LENGTH = 64 * 1024;
const WIDTH = 100;

/** What the owner set. What is not in it has its initial value. */
export type Chosen = Partial<Settings>;

export interface ReadSettings {
  readonly chosen: Chosen;
  /** Keys of a later version, or mistyped: kept as they are. */
  readonly unknown: Readonly<Record<string, TomlPrimitive>>;
  /** A sentence for each value that means nothing; its initial value is in force. */
  readonly faults: readonly string[];
}

/** Throws a `SettingsTextError` when it is not TOML at all. */
export class SettingsTextError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SettingsTextError';
  }
}

export function readSettings(text: string): ReadSettings {
  // As entries: a key may be called anything.
  const chosen: [string, unknown][] = [];
  const unknown: [string, TomlPrimitive][] = [];
  const faults: string[] = [];
  for (const [key, value] of Object.entries(table(text))) {
    if (!isSettingKey(key)) {
      unknown.push([key, value]);
      faults.push(`“${key.slice(0, 60)}” is not a setting of this version.`);
      continue;
    }
    const parsed = parseSetting(key, value);
    if (parsed.ok) chosen.push([key, parsed.value]);
    else
      faults.push(
        `“${key}” has to be ${parsed.expected}. Until then it is ${inToml(SETTINGS[key].initial)}.`,
      );
  }
  return { chosen: Object.fromEntries(chosen) as Chosen, unknown: Object.fromEntries(unknown), faults };
}

function table(text: string): Record<string, TomlPrimitive> {
  if (text.length > MAX_LENGTH) throw new SettingsTextError('it is too long');
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new SettingsTextError(`line ${error.line} cannot be understood`);
  }
}

export function writeSettings({ chosen, unknown }: Pick<ReadSettings, 'chosen' | 'unknown'>): string {
  const groups = (Object.keys(SETTING_GROUPS) as SettingGroup[]).map((group) =>
    SETTING_KEYS.filter((key) => SETTINGS[key].group === group)
      .map((key) => entry(key, chosen))
      .join('\n'),
  );
  const others =
    Object.keys(unknown).length === 0 ? [] : [`# Not known to this version.\n${stringify(unknown)}`];
  return [
    '# Settings of Outpost. Change them here, in the control panel, or with `outpost settings set`.\n' +
      '# A line that begins with # shows what holds as long as nothing else is set. Outpost writes this file anew\n' +
      '# when a setting is changed: comments of your own do not stay.\n',
    ...groups,
    ...others,
  ].join('\n');
}

function entry(key: SettingKey, chosen: Chosen): string {
  const { title, initial } = SETTINGS[key];
  const line = `${key} = ${inToml(chosen[key] ?? initial)}`;
  const words = wrapped(`${title}. ${aboutOf(key)} (${expectedOf(key)})`);
  return `${words}\n${Object.hasOwn(chosen, key) ? line : `# ${line}`}\n`;
}

const inToml = (value: unknown): string =>
  stringify({ value })
    .replace(/^value = /, '')
    .trim();

function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + word.length >= WIDTH) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
