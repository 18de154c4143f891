/** `outpost service install`: writes the definition of the service, has the system start it, and waits until the host is there. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Found, findCodex } from '../../host/agents/codex/find.ts';
import { nodeDisk } from '../../host/files/disk.ts';
import { identityPath, placeOf, readIdentity } from '../../host/identity-file.ts';
import { LocalClient, LocalSocketError } from '../../host/local-socket/client.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printable } from '../printable.ts';
import { complain, say, type Terminal } from '../terminal.ts';
import { changedLines } from './sealed-text.ts';
import { readServiceFile, type ServiceFile, writeServiceFile } from './service-file.ts';
import type { ServiceManager, ServiceReport } from './service-manager.ts';
import {
  type ServiceFlags,
  type ServiceProgram,
  type Surroundings,
  serviceProgram,
} from './service-program.ts';
import { runSentence, startSentences } from './service-words.ts';
import { viewOf } from './status.ts';

/** How often it is looked whether the host is there, while it starts: a socket that does not exist yet tells nobody when it does. */
const LOOK_AGAIN_MS = 250;
const MOST_LOOKS = 80;

export interface InstallOptions {
  readonly flags: ServiceFlags;
  readonly surroundings: Surroundings;
  /** Writes over a definition that was changed by hand. */
  readonly force: boolean;
}

/** @throws ServiceError */
export async function installService(
  { flags, surroundings, force }: InstallOptions,
  manager: ServiceManager,
  terminal: Terminal,
): Promise<ExitCode> {
  const program = serviceProgram(flags, manager.name, surroundings);
  const text = manager.render(program);
  const before = await readServiceFile(manager.file);
  const report = await manager.read();
  const same = before.state !== 'none' && before.text === text;
  if (same && report.enabled && report.state === 'running') {
    say(terminal, ['Nothing was changed: Outpost is this service already, and runs.']);
    return EXIT.ok;
  }
  const problem =
    before.state === 'changed' && !force
      ? `${manager.file} was changed by hand, or written by somebody else, and stays. To write it anew, add --force.`
      : await whyNotHere(flags.data, report);
  if (problem !== undefined) {
    complain(terminal, printable(problem));
    return EXIT.refused;
  }
  if (!same) await writeServiceFile(manager.file, text);
  await manager.start();
  const up = await cameUp(flags.data, manager);
  const view = await viewOf(manager);
  const lines = up
    ? [
        'Outpost runs as a service now.',
        ...startSentences(view),
        `Its definition: ${view.file}`,
        `What it writes: ${view.logCommand}`,
        `To start it anew, as after an update: ${manager.restartCommand}`,
        ...(await agentSentence(program, flags.codex ?? null)),
        'Pair a phone: outpost pair',
      ]
    : [runSentence(view), ...view.lastWords.map((line) => `  ${line}`)];
  say(terminal, [...changes(before, text), ...lines].map(printable));
  if (up) return EXIT.ok;
  complain(
    terminal,
    'The service is installed, but no host answers. See to what it says, and look again: outpost service status',
  );
  return EXIT.cannotStart;
}

/** What would have the service end at once; undefined: nothing. */
async function whyNotHere(folder: string, { state }: ServiceReport): Promise<string | undefined> {
  const bytes = await nodeDisk.read(identityPath(folder)).catch(() => null);
  const identity = bytes && readIdentity(bytes);
  if (identity && placeOf(identity) === 'keychain')
    return 'The key of this host is sealed by the keychain, which a service cannot open. Have the Outpost app move it first: outpost identity move --to file';
  if (state === 'running' || !(await answers(folder))) return undefined;
  return 'Another Outpost runs on this data folder already, in a terminal or as the app. Quit it, then type this again.';
}

async function cameUp(folder: string, manager: ServiceManager): Promise<boolean> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    if (await answers(folder)) return true;
    const { state, exitCode } = await manager.read();
    if (state === 'failed' || ((state === 'stopped' || state === 'again') && exitCode !== null)) return false;
    await pause(LOOK_AGAIN_MS);
  }
  return false;
}

async function answers(folder: string): Promise<boolean> {
  try {
    (await LocalClient.connect(folder)).close();
    return true;
  } catch (error) {
    if (error instanceof LocalSocketError) return false;
    throw error;
  }
}

function changes(before: ServiceFile, text: string): string[] {
  if (before.state === 'none' || before.text === text) return [];
  const { gone, added } = changedLines(before.text, text);
  return [
    'Its definition was changed:',
    ...gone.map((line) => `- ${line}`),
    ...added.map((line) => `+ ${line}`),
  ];
}

/** What the service will find, which has not the surroundings of this terminal. */
async function agentSentence({ env }: ServiceProgram, command: string | null): Promise<string[]> {
  const here = { HOME: process.env.HOME, ...env };
  const found: Found = await findCodex({
    command,
    env: here,
    platform: process.platform,
    arch: process.arch,
  });
  return found.state === 'found' ? [] : [found.detail];
}
