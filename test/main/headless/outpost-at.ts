/** The command line on a data folder, which may speak with a host and cannot become one. */
import { runCommandLine } from '../../../main/headless/command-line.ts';
import type { TerminalDouble } from './terminal-double.ts';

/** @returns how it ended, and what it wrote. */
export async function outpostAt(
  folder: string,
  terminal: TerminalDouble,
  args: readonly string[],
): Promise<{ code: number; out: string; err: string }> {
  terminal.out = '';
  terminal.err = '';
  const code = await runCommandLine(args, terminal, {
    createHost: () => Promise.reject(new Error('no host in this test')),
    openLog: () => Promise.reject(new Error('no log in this test')),
    defaultFolder: folder,
    clientFiles: undefined,
  });
  return { code, out: terminal.out, err: terminal.err };
}
