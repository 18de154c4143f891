/** `outpost identity`: where the key of this host rests, and its way between a file and the keychain. */
import type { HostApi } from '../contract/contract.ts';
import type { KeyPlace } from '../contract/state.ts';
import { nodeDisk } from '../host/files/disk.ts';
import { identityPath, placeOf, readIdentity } from '../host/identity-file.ts';
import { LocalClient, LocalSocketError } from '../host/local-socket/client.ts';
import { confirmed } from './confirm.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { printable, printableJson } from './printable.ts';
import { withHost } from './remote.ts';
import { complain, say, type Terminal } from './terminal.ts';

const WORDS: Readonly<Record<KeyPlace, string>> = {
  file: 'in a plain file that only your user can read',
  keychain: 'sealed by the keychain of this computer',
};

const QUESTIONS: Readonly<Record<KeyPlace, readonly string[]>> = {
  file: [
    'The key leaves the keychain and rests in identity.json, which only your user can read.',
    'Whoever can read that file can pass for this computer. Phones stay paired.',
  ],
  keychain: [
    'The key is sealed by the keychain. Outpost in a terminal cannot run on this folder then, the app can.',
    'Copies of the file in backups stay as they are. Phones stay paired.',
  ],
};

export async function showIdentity(folder: string, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const kept = await keptIn(folder);
  if (kept === undefined) return nothingThere(folder, terminal);
  say(terminal, [json ? printableJson({ kept }) : `The key of this host rests ${WORDS[kept]}.`]);
  return EXIT.ok;
}

/** The host that runs moves it: only who has the keychain can open what it sealed. */
export async function moveIdentity(
  folder: string,
  to: KeyPlace,
  yes: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const kept = await keptIn(folder);
  if (kept === undefined) return nothingThere(folder, terminal);
  if (kept === to) {
    say(terminal, [`The key rests ${WORDS[to]} already.`]);
    return EXIT.ok;
  }
  if (!(await runs(folder))) {
    complain(
      terminal,
      'Only the Outpost app has the keychain, and it does not run on this data folder. Start it, then type this again.',
    );
    return EXIT.noHost;
  }
  return withHost(folder, terminal, (api) => moveBy(api, to, yes, terminal));
}

async function moveBy(api: HostApi, to: KeyPlace, yes: boolean, terminal: Terminal): Promise<ExitCode> {
  const { key } = await api.snapshot();
  if (!key.moves) {
    complain(
      terminal,
      printable(
        `${key.detail} Quit this host, start the Outpost app on this data folder, and type this again.`,
      ),
    );
    return EXIT.refused;
  }
  if (!(await confirmed(QUESTIONS[to], yes, terminal))) {
    complain(terminal, 'Nothing was moved.');
    return EXIT.refused;
  }
  const outcome = await api.run('identity/move', { to });
  if (!outcome.ok) {
    complain(terminal, printable(outcome.refusal.message));
    return EXIT.refused;
  }
  const next = to === 'file' ? ' Quit the app, then "outpost start" runs here.' : '';
  say(terminal, [`The key rests ${WORDS[to]} now. It is the same key.${next}`]);
  return EXIT.ok;
}

async function runs(folder: string): Promise<boolean> {
  try {
    (await LocalClient.connect(folder)).close();
    return true;
  } catch (error) {
    if (error instanceof LocalSocketError && error.code === 'noHost') return false;
    if (error instanceof LocalSocketError) return true; // it says itself what is wrong with it
    throw error;
  }
}

/** Undefined: there is none, or none that can be read. */
async function keptIn(folder: string): Promise<KeyPlace | undefined> {
  const bytes = await nodeDisk.read(identityPath(folder)).catch(() => null);
  const identity = bytes && readIdentity(bytes);
  return identity ? placeOf(identity) : undefined;
}

function nothingThere(folder: string, terminal: Terminal): ExitCode {
  complain(terminal, `There is no key that can be read in ${printable(folder)}.`);
  return EXIT.refused;
}
