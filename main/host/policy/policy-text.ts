/** `policy.toml` as text and as a policy. Every mistake is named with its line and column, and none is passed over. */
import * as v from 'valibot';
import { ApprovalKind } from '../../../protocol/session/approvals.ts';
import { HANDLINGS, type Handling, TIERS, type Tier } from '../../../protocol/session/tiers.ts';
import {
  CLIENT_NAMES,
  type ClientName,
  cellOf,
  Duration,
  durationOf,
  durationText,
  EXPIRING_TIERS,
  handlingsOf,
  OVERRIDE_LIMIT,
  type PolicyFault,
  PRESET_TABLES,
  PRESETS,
  QuietHours,
  RULE_LIMIT,
  RuleText,
} from '../../contract/policy.ts';
import type { Cells, KindCells, Override, Policy, Rule } from './policy.ts';
import { type PlacedToml, readToml, TomlError, type TomlPath } from './positions.ts';

/** Longer than any that a person reads. */
const MAX_LENGTH = 128 * 1024;
const MAX_FAULTS = 20;

/** `a, b or c`. `Intl.ListFormat` says the same and takes 8 ms of every start. */
const or = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
const oneOf = <const T extends readonly string[]>(options: T) =>
  v.picklist(options, `has to be ${or(options)}`);
const optionalEntries = <K extends string, const S extends v.GenericSchema>(
  keys: readonly K[],
  schemaOf: (key: K) => S,
) =>
  Object.fromEntries(keys.map((key) => [key, v.optional(schemaOf(key))])) as {
    [Key in K]: v.OptionalSchema<S, undefined>;
  };

const CellsText = v.strictObject(
  optionalEntries(TIERS, (tier) => v.picklist(handlingsOf(tier), cellExpected(tier))),
);
const KindsText = v.strictObject(optionalEntries(ApprovalKind.options, () => CellsText));
const ExpiresText = v.strictObject(optionalEntries(EXPIRING_TIERS, () => Duration));
const ClientsText = v.strictObject(optionalEntries(CLIENT_NAMES, () => oneOf(TIERS)));
const name = v.pipe(
  v.string('has to be a text'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(4096, 'is too long'),
);
const folder = v.pipe(
  name,
  v.regex(/^(\/|~\/|[A-Za-z]:[\\/])/, 'has to be a whole path, such as "/srv/shop" or "~/src/shop"'),
);
const STRICTER_ANSWERS = HANDLINGS.filter((handling) => handling !== 'rule');
const OverrideRule = v.strictObject({
  ...v.omit(RuleText, ['answer', 'up_to', 'outside_sandbox']).entries,
  answer: v.picklist(STRICTER_ANSWERS, `has to be ${or(STRICTER_ANSWERS)}: it may only be stricter`),
});
const list = <const S extends v.GenericSchema>(schema: S, most: number) =>
  v.optional(
    v.pipe(v.array(schema, 'has to be a list of tables'), v.maxLength(most, `has at most ${most} entries`)),
    [],
  );
const overrideEntries = {
  tiers: v.optional(CellsText, {}),
  kinds: v.optional(KindsText, {}),
  expires: v.optional(ExpiresText, {}),
  rules: list(OverrideRule, RULE_LIMIT),
};

const PolicyFile = v.strictObject({
  preset: oneOf(PRESETS),
  tiers: v.optional(CellsText, {}),
  kinds: v.optional(KindsText, {}),
  expires: v.optional(ExpiresText, {}),
  quiet_hours: v.optional(QuietHours),
  clients: v.optional(ClientsText, {}),
  rules: list(RuleText, RULE_LIMIT),
  projects: list(v.strictObject({ folder, ...overrideEntries }), OVERRIDE_LIMIT),
  environments: list(v.strictObject({ name, ...overrideEntries }), OVERRIDE_LIMIT),
});
export type PolicyFile = v.InferOutput<typeof PolicyFile>;

export type ReadPolicy =
  | { readonly ok: true; readonly policy: Policy; readonly file: PolicyFile; readonly toml: PlacedToml }
  /** At least one; in the order of the text. */
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

export function readPolicy(text: string): ReadPolicy {
  if (text.length > MAX_LENGTH) return bad([{ message: 'It is too long.', line: 1, column: 1 }]);
  let toml: PlacedToml;
  try {
    toml = readToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return bad([{ message: `This cannot be understood: ${error.message}.`, ...error.place }]);
  }
  const parsed = v.safeParse(PolicyFile, toml.value);
  if (!parsed.success) {
    return bad(
      parsed.issues.map((issue) => {
        const path = (issue.path ?? []).map(({ key }) => key as string | number);
        return { message: sentence(path, issue), ...toml.placeOf(path) };
      }),
    );
  }
  const policy = policyOf(parsed.output);
  const faults = [...ruleFaults(parsed.output), ...hoursFaults(parsed.output), ...looser(policy)];
  if (faults.length > 0)
    return bad(
      faults.map(({ path, message }) => ({ message: `${named(path)} ${message}.`, ...toml.placeOf(path) })),
    );
  return { ok: true, policy, file: parsed.output, toml };
}

function bad(faults: readonly PolicyFault[]): ReadPolicy {
  const sorted = [...faults].sort((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, faults: sorted.slice(0, MAX_FAULTS) };
}

function cellExpected(tier: Tier): string {
  const allowed = `has to be ${or(handlingsOf(tier))}`;
  return tier === 'continue' ? allowed : `${allowed}; only “continue” is ever answered by rule`;
}

/** `rules.2.answer`: lists are counted from 1, as a person does. */
const named = (path: TomlPath): string =>
  `“${path.map((key) => (typeof key === 'number' ? key + 1 : key.slice(0, 60))).join('.')}”`;

function sentence(path: TomlPath, issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `${named(path)} is missing.`;
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `${named(path)} is nothing that a policy knows.`;
  if (issue.type === 'strict_object') return `${named(path)} has to be a table.`;
  return `${named(path)} ${issue.message}.`;
}

function policyOf(file: PolicyFile): Policy {
  const { preset } = file;
  const base = PRESET_TABLES[preset];
  return {
    preset,
    tiers: present(file.tiers),
    kinds: kindsOf(file.kinds),
    rules: rulesOf(file.rules, ''),
    expires: { ...base.expires, ...durations(file.expires) },
    quietHours: file.quiet_hours ?? null,
    clients: { ...base.clients, ...present(file.clients) } as Record<ClientName, Tier>,
    projects: file.projects.map((each, index) => ({
      folder: each.folder,
      ...overrideOf(each, `projects.${index + 1}`),
    })),
    environments: file.environments.map((each, index) => ({
      name: each.name,
      ...overrideOf(each, `environments.${index + 1}`),
    })),
  };
}

type OverrideText = Pick<PolicyFile['projects'][number], 'tiers' | 'kinds' | 'expires' | 'rules'>;
const overrideOf = ({ tiers, kinds, expires, rules }: OverrideText, id: string): Override => ({
  id,
  tiers: present(tiers),
  kinds: kindsOf(kinds),
  expires: durations(expires),
  rules: rulesOf(rules, `${id}.`),
});

const present = <T extends object>(table: T) =>
  Object.fromEntries(Object.entries(table).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
const kindsOf = (kinds: PolicyFile['kinds']): KindCells =>
  Object.fromEntries(Object.entries(present(kinds)).map(([kind, cells]) => [kind, present(cells as Cells)]));
const durations = (expires: PolicyFile['expires']): Policy['expires'] =>
  Object.fromEntries(
    Object.entries(present(expires)).map(([tier, text]) => [tier, durationOf(text as string)!]),
  ) as Policy['expires'];
const rulesOf = (rules: readonly RuleText[], before: string): Rule[] =>
  rules.map((rule, index) => ({ ...rule, id: `${before}rules.${index + 1}` }));

interface Found {
  readonly path: TomlPath;
  readonly message: string;
}

function ruleFaults(file: PolicyFile): Found[] {
  const listed: [TomlPath, readonly RuleText[]][] = [
    [['rules'], file.rules],
    ...file.projects.map(({ rules }, at): [TomlPath, readonly RuleText[]] => [
      ['projects', at, 'rules'],
      rules,
    ]),
    ...file.environments.map(({ rules }, at): [TomlPath, readonly RuleText[]] => [
      ['environments', at, 'rules'],
      rules,
    ]),
  ];
  return listed.flatMap(([path, rules]) =>
    rules.flatMap((rule, index) =>
      faultsOf(rule).map(({ path: inside, message }) => ({ path: [...path, index, ...inside], message })),
    ),
  );
}

function faultsOf(rule: RuleText): Found[] {
  const { program, arguments: args, paths, only } = rule;
  const faults: Found[] = [];
  if (program === undefined && paths === undefined && only === undefined)
    faults.push({ path: [], message: 'says about nothing what it is for: it needs program, paths or only' });
  if (args !== undefined && program === undefined)
    faults.push({ path: ['arguments'], message: 'needs the program that they are given to' });
  if (paths !== undefined && (program !== undefined || only !== undefined))
    faults.push({ path: ['paths'], message: 'are the files of a change, and stand in a rule of their own' });
  if (rule.outside_sandbox === true && program === undefined && only === undefined)
    faults.push({ path: ['outside_sandbox'], message: 'is for rules about commands' });
  if (program?.includes('/'))
    faults.push({ path: ['program'], message: 'is the name of a program, without a folder' });
  if (program === '*' && rule.answer === 'rule')
    faults.push({ path: ['program'], message: 'has to be a name where nobody is asked' });
  return faults;
}

function hoursFaults({ quiet_hours: hours }: PolicyFile): Found[] {
  if (hours === undefined || hours.from !== hours.to) return [];
  return [{ path: ['quiet_hours', 'to'], message: 'is the time at which they begin' }];
}

const strictness = (handling: Handling): number => HANDLINGS.indexOf(handling);

/** What a project or an environment says that is looser than what holds without it. */
function looser(policy: Policy): Found[] {
  const groups = [
    ['projects', policy.projects],
    ['environments', policy.environments],
  ] as const;
  return groups.flatMap(([group, overrides]) =>
    overrides.flatMap((override, index) =>
      looserParts(policy, override).map(({ path, message }) => ({ path: [group, index, ...path], message })),
    ),
  );
}

function looserParts(policy: Policy, { tiers, kinds, expires }: Override): Found[] {
  const cells = (all: Cells, kind: ApprovalKind | null, path: TomlPath): Found[] =>
    TIERS.flatMap((tier) => {
      const handling = all[tier];
      const { handling: base } = cellOf(policy, kind, tier);
      if (handling === undefined || strictness(handling) >= strictness(base)) return [];
      return [
        { path: [...path, tier], message: `may only be stricter than “${base}”, which holds without it` },
      ];
    });
  return [
    ...cells(tiers, null, ['tiers']),
    ...ApprovalKind.options.flatMap((kind) => cells(kinds[kind] ?? {}, kind, ['kinds', kind])),
    ...EXPIRING_TIERS.flatMap((tier) => {
      const ms = expires[tier];
      if (ms === undefined || ms <= policy.expires[tier]) return [];
      const message = `may only be shorter than “${durationText(policy.expires[tier])}”, which holds without it`;
      return [{ path: ['expires', tier], message }];
    }),
  ];
}
