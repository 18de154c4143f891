/**
 * Codex's own server on the far side. It survives the connection, and so does a turn in it. What was measured of it is in
 * docs/codex.md: its first start copies the program (400 MB), and leaves a process that keeps it up to date.
 */
import * as v from 'valibot';
import type { RemoteShell } from '../connection/connection.ts';
import { SshError } from '../connection/connection.ts';
import { quoteWord } from './quote.ts';

/** The copy of the first start was measured at two seconds on a local disk; a home on a network takes longer. */
const START_TIMEOUT_MS = 120_000;
/** It drains for up to a minute before it ends by force. */
const STOP_TIMEOUT_MS = 90_000;

const Started = v.object({
  status: v.picklist(['started', 'alreadyRunning']),
  cliVersion: v.nullish(v.string(), null),
  appServerVersion: v.nullish(v.string(), null),
});
const Stopped = v.object({ status: v.picklist(['stopped', 'notRunning']) });

/** @param codex Path of the program over there. @throws SshError `failed` with what it said. */
export async function startDaemon(shell: RemoteShell, codex: string): Promise<{ version: string | null }> {
  const { appServerVersion } = await daemon(shell, codex, 'start', Started, START_TIMEOUT_MS);
  return { version: appServerVersion };
}

/** Ends it, and with it what it runs. @throws SshError `failed` with what it said. */
export async function stopDaemon(shell: RemoteShell, codex: string): Promise<void> {
  await daemon(shell, codex, 'stop', Stopped, STOP_TIMEOUT_MS);
}

/** What carries a session to it: its stdin and stdout are those of the server's socket. */
export const proxyCommand = (codex: string): readonly string[] => [
  // The folder of a `codex` of npm holds the `node` that it needs, which the short PATH of a session may not.
  '/bin/sh',
  '-c',
  `PATH=\${0%/*}:$PATH exec "$0" app-server proxy`,
  codex,
];

async function daemon<T>(
  shell: RemoteShell,
  codex: string,
  command: 'start' | 'stop',
  schema: v.GenericSchema<unknown, T>,
  timeoutMs: number,
): Promise<T> {
  const program = quoteWord(codex);
  const script = `codex=${program}\nPATH=\${codex%/*}:$PATH\nexport PATH\nexec "$codex" app-server daemon ${command}\n`;
  const { code, stdout, stderr } = await shell.run(script, { timeoutMs, maxBytes: 64 * 1024 });
  // Its answer is the last line; what comes before is progress.
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  const parsed = v.safeParse(schema, parseJson(line));
  if (code === 0 && parsed.success) return parsed.output;
  throw new SshError('failed', `Codex's server over there did not ${command}.`, firstLine(stderr) || line);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const firstLine = (text: string): string =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.slice(0, 300) ?? '';
