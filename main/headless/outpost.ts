/** `outpost`: the entry file. Connects the command line to this process and to the host's core. */
import { findClientFiles } from '../host/client-files.ts';
import { defaultFolder } from '../host/default-folder.ts';
import { createHost } from '../host/host.ts';
import { runCommandLine } from './command-line.ts';
import { openLog } from './log-file.ts';
import { terminalPower } from './power/terminal-power.ts';

/** How long an ended command may take to let go of sockets and files before it is cut short. */
const LINGER = 3_000;

// Whoever reads may leave first (`outpost devices | head -1`); a host goes on without its audience.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  {
    output: process.stdout,
    errors: process.stderr,
    input: process.stdin,
    signals: process,
    env: process.env,
    now: Date.now,
  },
  {
    createHost,
    openLog,
    power: () => terminalPower(process.platform, process.env, process.pid),
    defaultFolder: defaultFolder(),
    clientFiles: findClientFiles(import.meta.url),
  },
);
setTimeout(() => process.exit(), LINGER).unref();
