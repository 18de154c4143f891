/**
 * Codex's own server on the far side. It survives the connection, and so does a turn in it. What its commands mean is in
 * agents/codex/daemon.ts; here they are run over there.
 */
import { DAEMON_COMMANDS, type DaemonCommand, readReport, readStart } from '../../agents/codex/daemon.ts';
import { type RemoteShell, type RunResult, SshError } from '../connection/connection.ts';
import { quoteWord } from './quote.ts';

/** The copy of the first start was measured at two seconds on a local disk; a home on a network takes longer. */
const START_TIMEOUT_MS = 180_000;
/** It drains for up to a minute before it ends by force. */
const STOP_TIMEOUT_MS = 90_000;

/** @param codex Path of the program over there. @throws SshError, `failed` with what it said. */
export async function startDaemon(shell: RemoteShell, codex: string): Promise<void> {
  const started = readStart(await command(shell, codex, 'start', START_TIMEOUT_MS));
  if (!started.ok) throw new SshError('failed', started.sentence);
}

/** Ends it, and with it what it runs. @throws SshError, `failed` when it did not end. */
export async function stopDaemon(shell: RemoteShell, codex: string): Promise<void> {
  const { code, stdout } = await command(shell, codex, 'stop', STOP_TIMEOUT_MS);
  const status = readReport(stdout)?.status;
  if (code !== 0 || (status !== 'stopped' && status !== 'notRunning'))
    throw new SshError('failed', 'Codex’s server over there did not end.');
}

/** The folder of a `codex` of npm holds the `node` that it needs, which the short PATH of a session may not. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: of the shell over there
const WITH_ITS_FOLDER = 'PATH=${0%/*}:$PATH exec "$0" "$@"';

/** What carries a session to it: its stdin and stdout are those of the server's socket. */
export const proxyCommand = (codex: string): readonly string[] => [
  ...['/bin/sh', '-c', WITH_ITS_FOLDER],
  ...[codex, 'app-server', 'proxy'],
];

function command(
  shell: RemoteShell,
  codex: string,
  name: DaemonCommand,
  timeoutMs: number,
): Promise<RunResult> {
  const words = ['/bin/sh', '-c', WITH_ITS_FOLDER, codex, ...DAEMON_COMMANDS[name]];
  return shell.run(`exec ${words.map(quoteWord).join(' ')}\n`, { timeoutMs, maxBytes: 256 * 1024 });
}
