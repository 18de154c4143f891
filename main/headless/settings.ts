/** `outpost settings`: what is set, and what differs from the beginning. */
import type { Refusal } from '../contract/contract.ts';
import {
  INITIAL_SETTINGS,
  isSettingKey,
  SETTING_GROUPS,
  SETTING_KEYS,
  SETTINGS,
  type SettingGroup,
  type SettingKey,
} from '../contract/settings.ts';
import { LocalClient, LocalSocketError } from '../host/local-socket/client.ts';
import { HostStartError } from '../host/options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { printable, printableJson } from './printable.ts';
import { bareLines, parseTyped, shown } from './setting-value.ts';
import { folderAtRest, runningHost, type SettingsPlace } from './settings-place.ts';
import { complain, say, type Terminal } from './terminal.ts';

/** @param codexConfig Codex's own `config.toml`, which a first start reads. */
export async function withSettings(
  folder: string,
  codexConfig: string,
  terminal: Terminal,
  act: (place: SettingsPlace) => Promise<ExitCode>,
): Promise<ExitCode> {
  let client: LocalClient | undefined;
  try {
    client = await LocalClient.connect(folder).catch(unlessNoHost);
    return await act(client === undefined ? folderAtRest(folder, codexConfig) : runningHost(client));
  } catch (error) {
    if (error instanceof LocalSocketError) {
      complain(terminal, error.message);
      return EXIT.noHost;
    }
    if (!(error instanceof HostStartError)) throw error;
    // It holds its folder before it answers, and until it has ended.
    const way = error.code === 'inUse' ? ' It does not answer now; try again in a moment.' : '';
    complain(terminal, `${error.message}${way}`);
    return error.code === 'inUse' ? EXIT.noHost : EXIT.refused;
  } finally {
    client?.close();
  }
}

function unlessNoHost(error: unknown): undefined {
  if (!(error instanceof LocalSocketError) || error.code !== 'noHost') throw error;
  return undefined;
}

export async function listSettings(
  place: SettingsPlace,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const { settings, overridden, file, problem } = await place.read();
  if (json) {
    const entries = SETTING_KEYS.map((key) => [
      key,
      { value: settings[key], initial: INITIAL_SETTINGS[key], differs: differs(settings[key], key) },
    ]);
    say(terminal, [printableJson({ file, problem, overridden, settings: Object.fromEntries(entries) })]);
    return EXIT.ok;
  }
  const width = Math.max(...SETTING_KEYS.map((key) => key.length));
  const groups = Object.entries(SETTING_GROUPS) as [SettingGroup, string][];
  const lines = groups.flatMap(([group, title]) => [
    title,
    ...SETTING_KEYS.filter((key) => SETTINGS[key].group === group).map((key) => {
      const was = differs(settings[key], key) ? `  (at first ${shown(INITIAL_SETTINGS[key])})` : '';
      const instead = overridden.includes(key) ? '  (the running host was started with another)' : '';
      return printable(`  ${key.padEnd(width)}  ${shown(settings[key])}${was}${instead}`);
    }),
    '',
  ]);
  say(terminal, [...lines, `They are kept in ${printable(file)}`]);
  tell(terminal, problem);
  return EXIT.ok;
}

export async function getSetting(
  place: SettingsPlace,
  name: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const key = keyNamed(name, terminal);
  if (key === undefined) return EXIT.refused;
  const { settings, problem } = await place.read();
  say(terminal, json ? [printableJson(settings[key])] : bareLines(settings[key]).map(printable));
  tell(terminal, problem);
  return EXIT.ok;
}

export async function setSetting(
  place: SettingsPlace,
  name: string,
  words: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const key = keyNamed(name, terminal);
  if (key === undefined) return EXIT.refused;
  const typed = parseTyped(key, words);
  if (!typed.ok) {
    complain(terminal, `${key} has to be ${typed.expected}. It was not changed.`);
    return EXIT.usage;
  }
  return done(key, typed.value, await place.set(key, typed.value), place, terminal);
}

export async function unsetSetting(
  place: SettingsPlace,
  name: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const key = keyNamed(name, terminal);
  if (key === undefined) return EXIT.refused;
  return done(key, INITIAL_SETTINGS[key], await place.unset(key), place, terminal);
}

function done(
  key: SettingKey,
  value: unknown,
  refusal: Refusal | null,
  { runs }: SettingsPlace,
  terminal: Terminal,
): ExitCode {
  if (refusal !== null) {
    complain(terminal, printable(refusal.message));
    return EXIT.refused;
  }
  const when = runs && 'atNextStart' in SETTINGS[key] ? ' It is obeyed when Outpost starts again.' : '';
  say(terminal, [printable(`${key} is ${shown(value)} now.${when}`)]);
  return EXIT.ok;
}

function keyNamed(name: string, terminal: Terminal): SettingKey | undefined {
  if (isSettingKey(name)) return name;
  complain(
    terminal,
    `There is no setting "${printable(name)}". There are:${SETTING_KEYS.map((key) => `\n  ${key}`).join('')}`,
  );
  return undefined;
}

function tell(terminal: Terminal, problem: string | null): void {
  if (problem !== null) complain(terminal, printable(problem));
}

const differs = (value: unknown, key: SettingKey): boolean => shown(value) !== shown(INITIAL_SETTINGS[key]);
