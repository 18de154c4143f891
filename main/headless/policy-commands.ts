/** The commands about the policy. */
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { ApprovalKind } from '../../protocol/session/approvals.ts';
import { HANDLINGS, type Handling, TIERS, type Tier } from '../../protocol/session/tiers.ts';
import type { HostApi } from '../contract/contract.ts';
import {
  CLIENT_NAMES,
  type ClientName,
  DAYS,
  type Day,
  durationOf,
  EXPIRING_TIERS,
  type ExpiringTier,
  PRESETS,
  type Preset,
  type RuleText,
} from '../contract/policy.ts';
import type { ExitCode } from './exit-codes.ts';
import { count, each } from './flags.ts';
import { changePolicy, checkPolicy, removeRule, showPolicy } from './policy.ts';
import type { Terminal } from './terminal.ts';

interface RuleFlags {
  path?: string[];
  only?: 'reads';
  about?: string;
  upTo?: ExpiringTier;
  outsideSandbox?: true;
}

export function addPolicy(
  program: Command,
  terminal: Terminal,
  onHost: (act: (api: HostApi) => Promise<ExitCode>) => Promise<void>,
): void {
  const policy = program
    .command('policy')
    .description('who may say yes to what the agent wants to do')
    .option('--json', 'as JSON')
    .action(({ json = false }) => onHost((api) => showPolicy(api, json, terminal)));
  policy
    .command('check')
    .argument('<command>', 'as the agent would run it, in quotes')
    .description('say how far a command reaches, and who would be asked')
    .option('--cwd <dir>', 'where it would run (default: here, or the folder of the project)')
    .option('--project <project>', 'a folder that is open to phones: its name, id or path')
    .option('--environment <host>', 'an SSH host')
    .option('--json', 'as JSON')
    .action((command: string, where: Where, self: Command) =>
      onHost((api) =>
        checkPolicy(api, { command, ...placed(where) }, self.optsWithGlobals().json ?? false, terminal),
      ),
    );
  policy
    .command('preset')
    .addArgument(new Argument('<name>', 'of the preset').choices(PRESETS))
    .description('choose what holds where you have said nothing else')
    .action((preset: Preset) => onHost((api) => changePolicy(api, { what: 'preset', preset }, terminal)));
  addCells(policy, terminal, onHost);
  addClients(policy, terminal, onHost);
  addHours(policy, terminal, onHost);
  addRules(policy, terminal, onHost);
}

interface Where {
  cwd?: string;
  project?: string;
  environment?: string;
}
const placed = ({ cwd, project, environment }: Where) => ({
  ...(cwd === undefined && project === undefined && environment === undefined && { cwd: process.cwd() }),
  ...(cwd !== undefined && { cwd }),
  ...(project !== undefined && { project }),
  ...(environment !== undefined && { environment }),
});

type OnHost = (act: (api: HostApi) => Promise<ExitCode>) => Promise<void>;
const tier = () => new Argument('<tier>', 'how far it reaches').choices(TIERS);
const kind = () => new Option('--kind <kind>', 'only of this kind of question').choices(ApprovalKind.options);

function addCells(policy: Command, terminal: Terminal, onHost: OnHost): void {
  policy
    .command('set')
    .addArgument(tier())
    .addArgument(new Argument('<where>', 'it is answered').choices(HANDLINGS))
    .addOption(kind())
    .description('say where a tier is answered')
    .action((of: Tier, handling: Handling, { kind: only = null }: { kind?: ApprovalKind | null }) =>
      onHost((api) => changePolicy(api, { what: 'cell', kind: only, tier: of, handling }, terminal)),
    );
  policy
    .command('unset')
    .addArgument(tier())
    .addOption(kind())
    .description('back to what the preset says')
    .action((of: Tier, { kind: only = null }: { kind?: ApprovalKind | null }) =>
      onHost((api) => changePolicy(api, { what: 'cell', kind: only, tier: of, handling: null }, terminal)),
    );
  policy
    .command('expires')
    .addArgument(new Argument('<tier>', 'how far it reaches').choices(EXPIRING_TIERS))
    .argument('[time]', 'such as 30m or 8h (default: as the preset says)', duration)
    .description('say after how long a question counts as declined')
    .action((of: ExpiringTier, time: string | undefined) =>
      onHost((api) => changePolicy(api, { what: 'expires', tier: of, time: time ?? null }, terminal)),
    );
}

function addClients(policy: Command, terminal: Terminal, onHost: OnHost): void {
  policy
    .command('client')
    .addArgument(new Argument('<page>', 'who serves it').choices(CLIENT_NAMES))
    .addArgument(new Argument('[tier]', 'the highest (default: as the preset says)').choices(TIERS))
    .description('say how far a page may say yes that somebody else serves')
    .action((client: ClientName, tier: Tier | undefined) =>
      onHost((api) => changePolicy(api, { what: 'client', client, tier: tier ?? null }, terminal)),
    );
}

function addHours(policy: Command, terminal: Terminal, onHost: OnHost): void {
  const quiet = policy.command('quiet').description('hours in which phones are not asked');
  quiet
    .command('on')
    .argument('<from>', 'such as 22:00')
    .argument('<to>', 'such as 07:00')
    .addOption(new Option('--day <day...>', 'on which they begin (default: every day)').choices(DAYS))
    .option('--wait', 'phones may answer, and what is asked waits until they end')
    .description('begin and end them at these times')
    .action((from: string, to: string, { day, wait = false }: { day?: Day[]; wait?: boolean }) => {
      const hours = { from, to, ...(day && { days: day }), questions: wait ? 'wait' : 'desk' } as const;
      return onHost((api) => changePolicy(api, { what: 'quietHours', hours }, terminal));
    });
  quiet
    .command('off')
    .description('have none')
    .action(() => onHost((api) => changePolicy(api, { what: 'quietHours', hours: null }, terminal)));
}

function addRules(policy: Command, terminal: Terminal, onHost: OnHost): void {
  const rules = policy
    .command('rule')
    .description('rules about commands and files; the first that matches decides');
  rules
    .command('add')
    .addArgument(new Argument('<answer>', 'where it is answered').choices(HANDLINGS))
    .argument(
      '[words...]',
      'the program and its arguments, behind “--”; * stands for anything, ** for any arguments',
    )
    .option(
      '--path <pattern>',
      'files instead; may be given again',
      each((pattern) => pattern),
    )
    .addOption(new Option('--only <what>', 'what it does: reads').choices(['reads']))
    .option('--about <text>', 'why, for people')
    .addOption(new Option('--up-to <tier>', 'the highest tier that it makes easier').choices(EXPIRING_TIERS))
    .option('--outside-sandbox', 'also for requests to run outside the sandbox')
    .description('add one behind the others')
    .action((answer: Handling, words: string[], flags: RuleFlags) =>
      onHost((api) => changePolicy(api, { what: 'addRule', rule: ruleOf(answer, words, flags) }, terminal)),
    );
  rules
    .command('remove')
    .argument('<number>', 'as “outpost policy” lists them', count)
    .description('take one away')
    .action((place: number) => onHost((api) => removeRule(api, place, terminal)));
}

function ruleOf(
  answer: Handling,
  [program, ...args]: readonly string[],
  { path, only, about, upTo, outsideSandbox }: RuleFlags,
): RuleText {
  return {
    answer,
    ...(about !== undefined && { about }),
    ...(program !== undefined && { program }),
    ...(args.length > 0 && { arguments: args }),
    ...(path !== undefined && { paths: path }),
    ...(only !== undefined && { only }),
    ...(upTo !== undefined && { up_to: upTo }),
    ...(outsideSandbox && { outside_sandbox: true }),
  };
}

function duration(text: string): string {
  if (durationOf(text) === undefined)
    throw new InvalidArgumentError('Give a time such as 30m or 8h, of at most 23 hours.');
  return text;
}
