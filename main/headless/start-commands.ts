/** What can be typed behind `outpost start`, which `outpost service install` takes as well. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { VERSION } from '../contract/version.ts';
import type { CommandLineParts } from './command-line.ts';
import type { ExitCode } from './exit-codes.ts';
import { address, each, hostOptions, origin, port, relayUrl, type StartFlags } from './flags.ts';
import { launchdLogs, openLaunchdLog } from './service/launchd-logs.ts';
import { MANAGERS, type ManagerName } from './service/service-manager.ts';
import { start } from './start.ts';
import { complain, type Terminal } from './terminal.ts';

export function addStartOptions(command: Command): Command {
  return command
    .option('--port <n>', 'port of the embedded relay (default: the one it had last)', port)
    .option('--bind <address>', 'address of the embedded relay', address, '0.0.0.0')
    .option(
      '--relay <url>',
      'a relay to meet phones at; may be given again, the first goes into links',
      each(relayUrl),
    )
    .option('--client-origin <url>', 'where links open (default: the embedded relay serves the page)', origin)
    .option('--no-demo', 'without the demo agent')
    .option('--codex <path>', 'the Codex program (default: it is looked for)')
    .option('--name <name>', 'how phones see this machine')
    .option('--log <file>', 'append what happens, as JSON lines');
}

interface StartOptionValues extends Omit<StartFlags, 'data'> {
  readonly log?: string;
  readonly pair?: boolean;
  readonly service?: ManagerName;
}

export function addStart(
  program: Command,
  terminal: Terminal,
  parts: CommandLineParts,
  folder: () => string,
  end: (code: ExitCode) => void,
): void {
  addStartOptions(program.command('start'))
    .description('run the host in this terminal')
    .option('--pair', 'show a pairing code even where phones are paired already')
    // Written into the definition of a service, and of no use to who types.
    .addOption(new Option('--service <manager>').choices(MANAGERS).hideHelp())
    .action(async ({ log, pair = false, service, ...flags }: StartOptionValues) => {
      const options = hostOptions({ ...flags, data: folder() }, VERSION, parts.clientFiles);
      if (parts.power) options.power = parts.power();
      if (log !== undefined) options.log = await parts.openLog(resolve(log));
      const place = service === 'launchd' ? loggedByItself(terminal) : terminal;
      const manager = parts.service?.manager;
      end(
        await start({ host: options, pair, ...(service && { service }) }, parts.createHost, place, manager),
      );
    });
}

/** launchd bounds no file that it writes for a service. */
function loggedByItself(terminal: Terminal): Terminal {
  try {
    const output = openLaunchdLog(launchdLogs(homedir()));
    return { ...terminal, output, errors: output };
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    complain(terminal, `Outpost cannot write its log below ~/Library/Logs (${code}), and runs without it.`);
    return terminal;
  }
}
