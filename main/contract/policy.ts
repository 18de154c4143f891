/**
 * The policy: where the agent's questions may be answered. The tables of the four presets, what an owner may change in
 * them, and the words for both; `policy.toml`, the panel, `outpost policy` and docs/policy.md all come from here.
 */
import * as v from 'valibot';
import { ApprovalKind } from '../../protocol/session/approvals.ts';
import { HANDLINGS, Handling, TIERS, Tier, TierReason } from '../../protocol/session/tiers.ts';

export const PRESETS = ['observe', 'pilot', 'team', 'strict'] as const;
export const Preset = v.picklist(PRESETS);
export type Preset = v.InferOutput<typeof Preset>;
/** Of a host whose owner has not chosen one. */
export const FIRST_PRESET: Preset = 'team';
/** What holds while `policy.toml` has a mistake. */
export const STRICTEST: Preset = 'strict';

/** The highest tier that is ever answered without a person, whatever a policy says. */
export const BY_RULE_UP_TO: Tier = 'continue';

/** Tiers whose questions go out of date. What is only words waits for as long as its turn does. */
export const EXPIRING_TIERS = ['continue', 'expand', 'commit'] as const satisfies readonly Tier[];
export type ExpiringTier = (typeof EXPIRING_TIERS)[number];

/** Who serves the page that a phone shows, as the host knows it (docs/security.md), under the name it has in the file. */
export const CLIENTS = {
  own_origin: 'ownOrigin',
  app: 'app',
  relay: 'relay',
  plain_http: 'plainHttp',
} as const;
export type ClientName = keyof typeof CLIENTS;
export const CLIENT_NAMES = Object.keys(CLIENTS) as ClientName[];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface PresetTable {
  readonly tiers: Readonly<Record<Tier, Handling>>;
  /** After so many milliseconds an open question counts as declined. */
  readonly expires: Readonly<Record<ExpiringTier, number>>;
  /** The highest tier that a page of this kind may say yes to. */
  readonly clients: Readonly<Record<ClientName, Tier>>;
  /** What only reads, in the sandbox, goes on by itself, where `continue` is as the preset has it. */
  readonly readsGoOn: boolean;
}

const EXPIRES = { continue: 8 * HOUR, expand: 8 * HOUR, commit: 16 * HOUR };
const CLIENT_CAPS = {
  own_origin: 'commit',
  app: 'commit',
  relay: 'expand',
  plain_http: 'continue',
} as const;

export const PRESET_TABLES: Readonly<Record<Preset, PresetTable>> = {
  observe: {
    tiers: { steer: 'desk', continue: 'desk', expand: 'desk', commit: 'desk' },
    expires: EXPIRES,
    clients: CLIENT_CAPS,
    readsGoOn: false,
  },
  pilot: {
    tiers: { steer: 'phone', continue: 'phone', expand: 'hold', commit: 'desk' },
    expires: EXPIRES,
    clients: CLIENT_CAPS,
    readsGoOn: true,
  },
  team: {
    tiers: { steer: 'phone', continue: 'rule', expand: 'hold', commit: 'desk' },
    expires: EXPIRES,
    clients: CLIENT_CAPS,
    readsGoOn: false,
  },
  strict: {
    tiers: { steer: 'phone', continue: 'phone', expand: 'desk', commit: 'desk' },
    expires: { continue: HOUR, expand: HOUR, commit: 8 * HOUR },
    clients: { own_origin: 'commit', app: 'commit', relay: 'continue', plain_http: 'steer' },
    readsGoOn: false,
  },
};

export const PRESET_WORDS: Readonly<Record<Preset, { readonly title: string; readonly about: string }>> = {
  observe: {
    title: 'Observe',
    about: 'Phones look on. Everything that the agent does is shown, and answered at this computer only.',
  },
  pilot: {
    title: 'Pilot',
    about:
      'For the first days. Reading goes on by itself, each change asks, and what others would notice waits for this computer.',
  },
  team: {
    title: 'Team',
    about:
      'For every day. What is local and can be undone goes on by itself, what reaches further asks, and what others would notice waits for this computer.',
  },
  strict: {
    title: 'Strict',
    about:
      'Everything asks. Phones answer what is local and can be undone; the rest waits for this computer, and not for long.',
  },
};

/** `what`: as the beginning or the end of a sentence. */
export const TIER_WORDS: Readonly<
  Record<Tier, { readonly title: string; readonly what: string; readonly about: string }>
> = {
  steer: { title: 'Words', what: 'what is only words', about: 'A question of the agent.' },
  continue: {
    title: 'Local',
    what: 'what is local and can be undone',
    about: 'Reading, building, testing, edits in the project.',
  },
  expand: {
    title: 'Reaches further',
    what: 'what reaches further',
    about: 'The network, dependencies, more of the disk, unknown programs, large changes.',
  },
  commit: {
    title: 'For good',
    what: 'what others notice or what cannot be taken back',
    about: 'Push, release, deploy, secrets, another computer.',
  },
};

export const HANDLING_WORDS: Readonly<Record<Handling, string>> = {
  rule: 'nobody is asked',
  phone: 'phone',
  hold: 'phone, held',
  desk: 'this computer only',
  never: 'declined',
};

export const KIND_WORDS: Readonly<Record<ApprovalKind, string>> = {
  command: 'Commands',
  network: 'Places in the network',
  change: 'Changes of files',
  question: 'Questions',
  permissions: 'More permissions',
  stdin: 'Typed text',
  tool: 'Tools',
  form: 'Forms',
  link: 'Pages to open',
};

export const CLIENT_WORDS: Readonly<Record<ClientName, string>> = {
  own_origin: 'a page of your own',
  app: 'an app',
  relay: 'a page that the relay serves',
  plain_http: 'a page without encryption',
};

/** What a cell of this tier may say: a person is asked about everything above BY_RULE_UP_TO, and about words. */
export const handlingsOf = (tier: Tier): readonly Handling[] =>
  tier === 'continue' ? HANDLINGS : HANDLINGS.filter((handling) => handling !== 'rule');

export const RULE_LIMIT = 200;
export const OVERRIDE_LIMIT = 100;
const PATTERN_LIMIT = 300;
const word = v.pipe(
  v.string('has to be a text'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(PATTERN_LIMIT, `has at most ${PATTERN_LIMIT} characters`),
);
const words = v.pipe(v.array(word, 'has to be a list of texts'), v.maxLength(40, 'has at most 40 entries'));

/**
 * A rule, as it stands in the file. It says what it is about by `program` and `arguments` (of each simple command), by
 * `paths` (of each file that is changed), or by `only`.
 */
export const RuleText = v.strictObject({
  /** Where what it matches is answered. */
  answer: v.picklist(HANDLINGS, 'has to be rule, phone, hold, desk or never'),
  /** Why, for people; shown with each answer. */
  about: v.optional(word),
  /** The program's name; `*` stands for any run of characters. */
  program: v.optional(word),
  /** Each argument; `*` within one for any run of characters, `**` alone for any number of arguments. Absent: any. */
  arguments: v.optional(words),
  /** Patterns of paths, from the project's folder on; `*` within a name, `**` over folders. */
  paths: v.optional(v.pipe(words, v.minLength(1, 'names at least one path'))),
  /** `reads`: only what reads inside the project, writes nothing and reaches no network. */
  only: v.optional(v.picklist(['reads'], 'has to be reads')),
  /** The highest tier whose answer it may make easier. Absent: expand. */
  up_to: v.optional(v.picklist(['continue', 'expand', 'commit'], 'has to be continue, expand or commit')),
  /** It may answer requests to run outside the sandbox, too: by itself only what is harmless there. */
  outside_sandbox: v.optional(v.boolean('has to be true or false')),
});
export type RuleText = v.InferOutput<typeof RuleText>;

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

const clockTime = v.pipe(
  v.string('has to be a time such as "22:00"'),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'has to be a time such as "22:00"'),
);
const inQuietHours = v.picklist(['desk', 'wait'], 'has to be desk or wait');
/** By the clock of the host, and in its time zone. */
export const QuietHours = v.strictObject({
  from: clockTime,
  to: clockTime,
  /** On which they begin. Absent: every day. */
  days: v.optional(
    v.pipe(
      v.array(v.picklist(DAYS, `has to be one of ${DAYS.join(', ')}`), 'has to be a list of days'),
      v.minLength(1, 'names at least one day'),
    ),
  ),
  /** `desk`: what a phone could answer is answered at the desk only · `wait`: it may wait until they end, and expires later. */
  questions: v.optional(inQuietHours, 'desk'),
});
export type QuietHours = v.InferOutput<typeof QuietHours>;

/** What waits at the gate is held by a program of the agent's, which waits a day and then says no. */
const LONGEST_MS = 23 * HOUR;
const DURATION = /^([1-9]\d{0,3})(m|h)$/;
/** @returns milliseconds of `90m` or `8h`; undefined where it is none of those, or more than 23 hours. */
export function durationOf(text: string): number | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined) return undefined;
  const ms = Number(count) * (unit === 'h' ? HOUR : MINUTE);
  return ms <= LONGEST_MS ? ms : undefined;
}
/** `8h`, `90m`. @param ms a whole number of minutes */
export const durationText = (ms: number): string =>
  ms % HOUR === 0 ? `${ms / HOUR}h` : `${Math.round(ms / MINUTE)}m`;
const EXPECTED_DURATION = 'has to be a time such as "30m" or "8h", of at most 23 hours';
export const Duration = v.pipe(
  v.string(EXPECTED_DURATION),
  v.check((text) => durationOf(text) !== undefined, EXPECTED_DURATION),
);

/** One change of the file. Null: as the preset has it. */
export const PolicyChange = v.variant('what', [
  v.object({ what: v.literal('preset'), preset: Preset }),
  v.object({
    what: v.literal('cell'),
    /** Null: of every kind that has no cell of its own. */
    kind: v.nullable(ApprovalKind),
    tier: Tier,
    handling: v.nullable(Handling),
  }),
  v.object({ what: v.literal('client'), client: v.picklist(CLIENT_NAMES), tier: v.nullable(Tier) }),
  v.object({ what: v.literal('expires'), tier: v.picklist(EXPIRING_TIERS), time: v.nullable(Duration) }),
  v.object({
    what: v.literal('quietHours'),
    hours: v.nullable(v.strictObject({ ...QuietHours.entries, questions: inQuietHours })),
  }),
  /** Of the quiet hours that there are: what is not named stays as it is, whoever changed it last. */
  v.object({
    what: v.literal('quietHoursPart'),
    part: v.strictObject({
      from: v.exactOptional(clockTime),
      to: v.exactOptional(clockTime),
      questions: v.exactOptional(inQuietHours),
    }),
  }),
  /** Behind those that are there; the first that matches decides. */
  v.object({ what: v.literal('addRule'), rule: RuleText }),
  /** `index`: from 0. `revision`: of the file in which it has that place. */
  v.object({
    what: v.literal('removeRule'),
    index: v.pipe(v.number(), v.integer(), v.minValue(0)),
    revision: v.string(),
  }),
]);
export type PolicyChange = v.InferOutput<typeof PolicyChange>;

/** What is wrong with the file, and where. `column`: from 1. */
export const PolicyFault = v.object({ message: v.string(), line: v.number(), column: v.number() });
export type PolicyFault = v.InferOutput<typeof PolicyFault>;

const Cells = v.partial(
  v.object(Object.fromEntries(TIERS.map((tier) => [tier, Handling])) as Record<Tier, typeof Handling>),
);
const KindCells = v.partial(
  v.object(
    Object.fromEntries(ApprovalKind.options.map((kind) => [kind, Cells])) as Record<
      ApprovalKind,
      typeof Cells
    >,
  ),
);

/** What holds, for who shows or changes it: `tiers` and `kinds` are only what the file says beside its preset. */
export const PolicyChoices = v.object({
  preset: Preset,
  tiers: Cells,
  kinds: KindCells,
  expires: v.object({ continue: v.string(), expand: v.string(), commit: v.string() }),
  quietHours: v.nullable(QuietHours),
  /** The highest tier that a page of each kind may say yes to. */
  clients: v.object({ own_origin: Tier, app: Tier, relay: Tier, plain_http: Tier }),
  rules: v.array(v.object({ ...RuleText.entries, line: v.number() })),
  /** Folders and names for which something stricter holds; they are changed in the file. */
  projects: v.array(v.string()),
  environments: v.array(v.string()),
});
export type PolicyChoices = v.InferOutput<typeof PolicyChoices>;

export const PolicyView = v.object({
  path: v.string(),
  /** Of the file as it was read; a change that names another one is refused. */
  revision: v.string(),
  /** Empty: the file is in force. Otherwise the built-in strict policy is, until they are corrected. */
  faults: v.array(PolicyFault),
  inForce: PolicyChoices,
});
export type PolicyView = v.InferOutput<typeof PolicyView>;

/** The first mistake in a sentence or two; null: the file holds. */
export function policyTrouble({ faults: [fault, ...others] }: Pick<PolicyView, 'faults'>): string | null {
  if (fault === undefined) return null;
  const more = others.length === 0 ? '' : ` And ${others.length} more.`;
  return `policy.toml, line ${fault.line}, column ${fault.column}: ${fault.message}${more} Until it is mended, the built-in strict policy holds.`;
}

/** What the policy says about one way of asking. */
export const PolicyAnswerView = v.object({
  handling: Handling,
  /** Where in the policy that stands: `tiers.expand`, `rules.2`; null: nowhere, it always holds. */
  rule: v.nullable(v.string()),
  why: v.string(),
  expiresAt: v.nullable(v.number()),
});

/** Longest command that is explained, in UTF-16 units. */
export const COMMAND_LIMIT = 1024 * 1024;

/** A command, weighed and answered as it would be now. */
export const PolicyCheck = v.object({
  tier: Tier,
  reasons: v.array(TierReason),
  /** `sandbox`: asked by the gate, stays in the sandbox · `outside`: asked by the agent, with the owner's own rights. */
  sandbox: PolicyAnswerView,
  outside: PolicyAnswerView,
});
export type PolicyCheck = v.InferOutput<typeof PolicyCheck>;

export interface Cell {
  readonly handling: Handling;
  /** `kinds.tool.expand`, `tiers.expand`; null: the preset's own. */
  readonly id: string | null;
}

/** What the owner chose beside a preset. */
interface Table {
  readonly preset: Preset;
  readonly tiers: Readonly<Partial<Record<Tier, Handling | undefined>>>;
  readonly kinds: Readonly<
    Partial<Record<ApprovalKind, Readonly<Partial<Record<Tier, Handling | undefined>>> | undefined>>
  >;
}

/** Where the table puts a question: the cell of its kind, else of its tier, else the preset's. @param kind null: of the tier alone */
export function cellOf({ preset, tiers, kinds }: Table, kind: ApprovalKind | null, tier: Tier): Cell {
  const ofKind = kind === null ? undefined : kinds[kind]?.[tier];
  if (ofKind !== undefined) return { handling: ofKind, id: `kinds.${kind}.${tier}` };
  const ofTier = tiers[tier];
  if (ofTier !== undefined) return { handling: ofTier, id: `tiers.${tier}` };
  return { handling: PRESET_TABLES[preset].tiers[tier], id: null };
}

/** What a rule is about, on one line: `git push **`, `docs/**, *.md`, `what only reads`. */
export function ruleWords({ program, arguments: args, paths, only }: RuleText): string {
  if (paths !== undefined) return paths.join(', ');
  const command = program === undefined ? [] : [program, ...(args ?? ['**'])].map(quoted);
  if (only === undefined) return command.join(' ');
  return command.length === 0 ? 'what only reads' : `${command.join(' ')}, where it only reads`;
}
const quoted = (word: string): string => (/^[^\s"']+$/.test(word) ? word : JSON.stringify(word));
