/** `outpost`: the entry file. Connects the command line to this process and to the host's core. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findClientFiles } from '../host/client-files.ts';
import { defaultFolder } from '../host/default-folder.ts';
import { createHost } from '../host/host.ts';
import { runCommandLine } from './command-line.ts';
import { openLog } from './log-file.ts';
import { terminalPower } from './power/terminal-power.ts';
import { systemService } from './service/system-service.ts';

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
    service: {
      manager: () =>
        systemService({
          platform: process.platform,
          env: process.env,
          home: homedir(),
          uid: process.getuid?.() ?? 0,
          now: Date.now,
        }),
      surroundings: {
        execPath: process.execPath,
        script: fileURLToPath(import.meta.url),
        env: process.env,
        exists: existsSync,
      },
    },
  },
);
setTimeout(() => process.exit(), LINGER).unref();
