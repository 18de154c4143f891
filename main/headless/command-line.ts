/** The command line of `outpost`: what can be typed, and which part does it. */

import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { Argument, Command, CommanderError, Option } from 'commander';
import type { HostApi } from '../contract/contract.ts';
import { DeviceRight, KeyPlace } from '../contract/state.ts';
import { VERSION } from '../contract/version.ts';
import type { Host, HostOptions, Log, PowerHold } from '../host/options.ts';
import { codexConfigFile } from '../host/settings/codex-features.ts';
import { addDevices } from './device-commands.ts';
import { doctor } from './doctor/doctor.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { address, each, origin, port, relayUrl } from './flags.ts';
import { moveIdentity, showIdentity } from './identity.ts';
import { pair } from './pair.ts';
import { addPolicy } from './policy-commands.ts';
import { addProject, listProjects, removeProject } from './projects.ts';
import { listReach, retryReach, SWITCHED_WAYS, type SwitchedWay, switchReach } from './reach.ts';
import { type RelayFlags, relay } from './relay.ts';
import { withHost } from './remote.ts';
import { addService, type ServiceParts } from './service/service-commands.ts';
import { getSetting, listSettings, setSetting, unsetSetting, withSettings } from './settings.ts';
import type { SettingsPlace } from './settings-place.ts';
import { setup } from './setup.ts';
import { addSsh } from './ssh/commands.ts';
import { addStart } from './start-commands.ts';
import { status } from './status.ts';
import type { Terminal } from './terminal.ts';
import { addUpdate } from './update.ts';
import { addWaiting } from './waiting-commands.ts';
import { printWatchLines } from './watch.ts';

export interface CommandLineParts {
  readonly createHost: (options: HostOptions) => Promise<Host>;
  /** JSON lines, appended to a file. */
  readonly openLog: (file: string) => Promise<Log>;
  /** What keeps this machine awake while a host asks for it; without it, nothing does. */
  readonly power?: () => PowerHold;
  readonly defaultFolder: string;
  /** Folder of the phone's page, if it was built. */
  readonly clientFiles: string | undefined;
  /** What runs services here; without it there is no `outpost service`. */
  readonly service?: ServiceParts;
}

interface DoctorOptionValues {
  relay?: string[];
  codex?: string;
  json?: boolean;
}

const EXIT_CODES = `
Exit codes:
  0  done
  1  refused, or what was named does not exist
  2  the command line could not be understood
  3  no host runs on this data folder
  4  the host or relay could not start`;

/** Runs one command line. Rejects only on a fault of our own. */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  parts: CommandLineParts,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = buildProgram(terminal, parts, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  return exitCode;
}

function buildProgram(terminal: Terminal, parts: CommandLineParts, end: (code: ExitCode) => void): Command {
  const program = new Command('outpost')
    .description('Watch, answer and redirect a coding agent on this machine from your phone.')
    .version(VERSION)
    .option('--data <dir>', 'the data folder of the host', parts.defaultFolder)
    .addHelpText('after', EXIT_CODES)
    .configureOutput({
      writeOut: (text) => terminal.output.write(text),
      writeErr: (text) => terminal.errors.write(text),
    })
    .showHelpAfterError('Run "outpost --help" for what can be typed.')
    .exitOverride();

  const folder = () => resolve(program.opts<{ data: string }>().data);
  const onHost = async (act: (api: HostApi) => Promise<ExitCode>) =>
    end(await withHost(folder(), terminal, act));

  addStart(program, terminal, parts, folder, end);
  program
    .command('pair')
    .description('show a code that pairs one phone')
    .addOption(
      new Option('--right <right>', 'what the phone may do').choices(DeviceRight.options).default('start'),
    )
    .action(({ right }: { right: DeviceRight }) => onHost((api) => pair(api, right, terminal)));
  program
    .command('setup')
    .description('set this computer up, step by step; each can be skipped')
    .action(() => onHost((api) => setup(api, terminal)));
  addDevices(program, terminal, onHost);
  addProjects(program, terminal, onHost);
  addWaiting(program, terminal, onHost);
  program
    .command('status')
    .description('show how the running host is')
    .option('--json', 'as JSON')
    .action(({ json = false }) => onHost((api) => status(api, json, terminal)));
  program
    .command('doctor')
    .description('look at each leg between phone and agent, and say what to do about what is wrong')
    .option('--relay <url>', 'a relay to try as well; may be given again', each(relayUrl))
    .option('--codex <path>', 'the Codex program (default: it is looked for)')
    .option('--json', 'as JSON')
    .action(async ({ relay: relays = [], codex, json = false }: DoctorOptionValues) => {
      const { clientFiles } = parts;
      end(
        await doctor(
          { folder: folder(), relay: relays, codex: codex ?? null, clientFiles, json },
          terminal,
          parts.service?.manager,
        ),
      );
    });
  if (parts.service) addService(program, terminal, parts.service, folder, end);
  addReach(program, terminal, onHost);
  addSsh(program, terminal, onHost, end);
  addPolicy(program, terminal, onHost);
  addSettings(program, terminal, folder, end);
  program
    .command('watch')
    .description('print the lines for Codex’s config.toml with which phones can watch threads of a terminal')
    .action(() => end(printWatchLines(codexConfigFile(terminal.env, homedir()), terminal)));
  addIdentity(program, terminal, folder, end);
  addUpdate(program, terminal, onHost);
  addRelay(program, terminal, parts, end);
  return program;
}

function addProjects(
  program: Command,
  terminal: Terminal,
  onHost: (act: (api: HostApi) => Promise<ExitCode>) => Promise<void>,
): void {
  const projects = program.command('projects').description('the folders that phones may work in');
  projects
    .command('add')
    .argument('<dir>')
    .description('open a folder to phones')
    .option('--name <name>', 'how phones see it (default: the name of the folder)')
    .option('--on <host>', 'an SSH host that is connected; the folder is one over there')
    .action((dir: string, where: { name?: string; on?: string }) =>
      onHost((api) => addProject(api, dir, where, terminal)),
    );
  projects
    .command('list')
    .description('list them')
    .option('--json', 'as JSON')
    .action(({ json = false }) => onHost((api) => listProjects(api, json, terminal)));
  projects
    .command('remove')
    .argument('<project>', 'its name, id or folder')
    .description('close a folder to phones; its files stay')
    .action((wanted: string) => onHost((api) => removeProject(api, wanted, terminal)));
}

function addReach(
  program: Command,
  terminal: Terminal,
  onHost: (act: (api: HostApi) => Promise<ExitCode>) => Promise<void>,
): void {
  const reach = program
    .command('reach')
    .description('the ways on which phones reach this computer')
    .option('--json', 'as JSON')
    .action(({ json = false }) => onHost((api) => listReach(api, json, terminal)));
  const way = () => new Argument('<way>', 'which one').choices(SWITCHED_WAYS);
  for (const [name, on] of [
    ['on', true],
    ['off', false],
  ] as const) {
    reach
      .command(name)
      .addArgument(way())
      .argument(
        '[url]',
        on ? 'of the relay: wss://its.name' : 'of the relay (default: all of them)',
        relayUrl,
      )
      .description(on ? 'switch one on, and say whether it works' : 'switch one off')
      .action((which: SwitchedWay, url: string | undefined) =>
        onHost((api) => switchReach(api, which, on, url, terminal)),
      );
  }
  reach
    .command('retry')
    .addArgument(way())
    .description('try one again now that does not work')
    .action((which: SwitchedWay) => onHost((api) => retryReach(api, which, terminal)));
}

function addSettings(
  program: Command,
  terminal: Terminal,
  folder: () => string,
  end: (code: ExitCode) => void,
): void {
  const codexConfig = codexConfigFile(terminal.env, homedir());
  const onSettings = async (act: (place: SettingsPlace) => Promise<ExitCode>) =>
    end(await withSettings(folder(), codexConfig, terminal, act));
  const settings = program
    .command('settings')
    .description('list the settings; also while no host runs')
    .option('--json', 'as JSON')
    .action(({ json = false }) => onSettings((place) => listSettings(place, json, terminal)));
  settings
    .command('get')
    .argument('<key>')
    .description('print one of them')
    .option('--json', 'as JSON')
    .action((key: string, _options: object, command: Command) =>
      onSettings((place) => getSetting(place, key, command.optsWithGlobals().json ?? false, terminal)),
    );
  settings
    .command('set')
    .argument('<key>')
    .argument('[values...]', 'true or false, a number, a text; of a list as many as there are')
    .description('set one of them')
    .action((key: string, values: string[]) =>
      onSettings((place) => setSetting(place, key, values, terminal)),
    );
  settings
    .command('unset')
    .argument('<key>')
    .description('set one of them back to its initial value')
    .action((key: string) => onSettings((place) => unsetSetting(place, key, terminal)));
}

function addIdentity(
  program: Command,
  terminal: Terminal,
  folder: () => string,
  end: (code: ExitCode) => void,
): void {
  const identity = program
    .command('identity')
    .description('say where the key of this host rests')
    .option('--json', 'as JSON')
    .action(async ({ json = false }) => end(await showIdentity(folder(), json, terminal)));
  identity
    .command('move')
    .description('move it between a plain file and the keychain; the Outpost app has to run')
    .addOption(new Option('--to <place>', 'where to').choices(KeyPlace.options).makeOptionMandatory())
    .option('--yes', 'without being asked')
    .action(async ({ to, yes = false }: { to: KeyPlace; yes?: boolean }) =>
      end(await moveIdentity(folder(), to, yes, terminal)),
    );
}

type RelayOptionValues = Partial<Omit<RelayFlags, 'clientFiles'>> & { clientFiles?: string | true };

function addRelay(
  program: Command,
  terminal: Terminal,
  parts: CommandLineParts,
  end: (code: ExitCode) => void,
): void {
  const plain = each((text) => text);
  program
    .command('relay')
    .description('run the relay alone, for a server that phone and host both reach')
    .option('--port <n>', 'port to listen on', port, 7130)
    .option('--bind <address>', 'address to listen on', address, '127.0.0.1')
    .option('--name <host:port>', 'a name that peers dial; may be given again', plain)
    .option('--allow-host <id>', 'serve this host only; may be given again', plain)
    .option('--client-origin <url>', 'an origin whose page may connect; may be given again', each(origin))
    .option(
      '--trusted-proxy <address>',
      'a proxy whose X-Forwarded-For is believed; may be given again',
      each(address),
    )
    .option(
      '--client-files [dir]',
      'serve the phone’s page as well (default: the one that came with Outpost)',
    )
    .option('--metrics <port>', 'tell counters to this machine at http://127.0.0.1:<port>/metrics', port)
    .action(async ({ clientFiles, ...flags }: RelayOptionValues) => {
      end(
        await relay(
          {
            bind: flags.bind ?? '127.0.0.1',
            port: flags.port ?? 0,
            name: flags.name ?? [],
            allowHost: flags.allowHost ?? [],
            clientOrigin: flags.clientOrigin ?? [],
            trustedProxy: flags.trustedProxy ?? [],
            clientFiles: clientFiles === true ? (parts.clientFiles ?? 'dist/phone') : clientFiles,
            metrics: flags.metrics,
          },
          terminal,
        ),
      );
    });
}
