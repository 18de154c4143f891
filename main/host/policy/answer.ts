/** What a policy says about one question: who may answer it, why, and for how long it stays open. Pure, and total. */
import path from 'node:path';
import type { ApprovalMeaning, ApprovalSource, Ask } from '../../../protocol/session/card.ts';
import { type Handling, stricter, TIERS, type Tier } from '../../../protocol/session/tiers.ts';
import {
  BY_RULE_UP_TO,
  CLIENT_NAMES,
  CLIENTS,
  type ClientName,
  cellOf,
  type ExpiringTier,
  PRESET_TABLES,
  PRESET_WORDS,
  TIER_WORDS,
} from '../../contract/policy.ts';
import { kindOf } from '../approvals/card.ts';
import type { ClientClass } from '../devices/device.ts';
import type { Override, Policy, Rule } from './policy.ts';
import { quietUntil } from './quiet-hours.ts';
import { type RuledAction, readsOnly, ruledBy } from './rules.ts';

export interface Asked extends RuledAction {
  readonly ask: Ask;
  readonly meaning: ApprovalMeaning;
  readonly source: ApprovalSource;
  /** As the SSH configuration calls it; `local` is this computer. */
  readonly environment: string;
  /** Of that environment; null: not known. */
  readonly home: string | null;
}

export interface PolicyAnswer {
  readonly handling: Handling;
  /** Which part of the policy decided: `rules.2`, `tiers.expand`, `preset.team`; null: it holds under every policy. */
  readonly rule: string | null;
  /** By the host's clock, in milliseconds since 1970; null: it stays open. */
  readonly expiresAt: number | null;
  /** A sentence or two for the person. */
  readonly why: string;
}

interface Step {
  readonly handling: Handling;
  readonly rule: string | null;
  readonly why: string;
}

const above = (a: Tier, b: Tier): boolean => TIERS.indexOf(a) > TIERS.indexOf(b);

/** What each handling means, behind what it is about. */
const DOES: Readonly<Record<Handling, string>> = {
  rule: 'goes on by itself',
  phone: 'is answered on a phone or at this computer',
  hold: 'is answered on a phone, by holding the button, or at this computer',
  desk: 'is answered at this computer only',
  never: 'is declined',
};

export function answerOf(policy: Policy, asked: Asked, now: Date): PolicyAnswer {
  const { verdict } = asked;
  const { tier } = verdict;
  const overrides = overridesOf(policy, asked);
  const quiet = policy.quietHours === null ? null : quietUntil(policy.quietHours, now);
  let step = fromTable(policy, asked);
  step = raised(
    step,
    verdict.deskOnly ? 'desk' : 'rule',
    null,
    'This computer cannot tell what it does well enough for a phone.',
  );
  for (const override of overrides) step = overridden(step, override, asked);
  const isQuiet = quiet !== null && policy.quietHours?.questions === 'desk' && step.handling !== 'rule';
  step = raised(step, isQuiet ? 'desk' : 'rule', 'quiet_hours', 'In the quiet hours, phones are not asked.');
  const { handling, rule, why } = step;
  const isOpen = handling !== 'rule' && handling !== 'never';
  return {
    handling,
    rule,
    why,
    expiresAt: isOpen ? expiryOf(policy, overrides, tier, asked.ask, (quiet ?? now).getTime()) : null,
  };
}

/** The highest tier that a page of this class may say yes to. */
function capOf({ clients }: Policy, client: ClientClass): Tier {
  // A class that has no name here yet is the least.
  const name: ClientName = CLIENT_NAMES.find((each) => CLIENTS[each] === client) ?? 'plain_http';
  return clients[name];
}
export const isAboveCap = (policy: Policy, client: ClientClass, tier: Tier): boolean =>
  above(tier, capOf(policy, client));

function fromTable(policy: Policy, asked: Asked): Step {
  const { handling: cell, id } = cellOf(policy, kindOf(asked.ask), asked.verdict.tier);
  const table = ofTable(policy, asked, cell, id);
  // What the owner says of a tier wins over what the preset has beside it.
  const rules = id === null ? [...policy.rules, ...presetRules(policy)] : policy.rules;
  const { handling, rule } = ruledBy(rules, asked, table.handling, (each) => mayGoOn(asked, each));
  if (rule === null) return table;
  const about = rule.about ?? `The policy has a rule for it (${rule.id})`;
  return { handling, rule: rule.id, why: `${about}: it ${DOES[handling]}.` };
}

const presetRules = ({ preset }: Policy): readonly Rule[] =>
  PRESET_TABLES[preset].readsGoOn
    ? [{ id: `preset.${preset}.reads`, answer: 'rule', only: 'reads', about: 'It only reads' }]
    : [];

function ofTable(policy: Policy, asked: Asked, handling: Handling, id: string | null): Step {
  const { tier } = asked.verdict;
  const rule = id ?? `preset.${policy.preset}`;
  // What says yes in place of a person may neither give more than was there nor put words in their mouth.
  if (handling === 'rule' && !mayGoOn(asked, null))
    return { handling: 'phone', rule, why: PERSON[asked.meaning] };
  const by =
    id === null ? `With the preset “${PRESET_WORDS[policy.preset].title}”` : `As the policy says (${id})`;
  return { handling, rule, why: `${by}, ${TIER_WORDS[tier].what} ${DOES[handling]}.` };
}

const PERSON: Readonly<Record<ApprovalMeaning, string>> = {
  outsideSandbox: 'It would run outside the sandbox, with your own rights, so a person is asked.',
  insideSandbox: 'A yes would give the agent more than the sandbox does, so a person is asked.',
  answer: 'Only a person can answer this.',
};

/** @param rule that says so; null: the table does */
function mayGoOn({ ask, meaning, source, verdict }: Asked, rule: Rule | null): boolean {
  if (above(verdict.tier, BY_RULE_UP_TO)) return false;
  if (meaning === 'insideSandbox' && source === 'hook')
    return ask.kind === 'change' || ask.kind === 'tool' || (ask.kind === 'command' && givesNothing(ask));
  return (
    meaning === 'outsideSandbox' &&
    rule?.outside_sandbox === true &&
    ask.kind === 'command' &&
    givesNothing(ask) &&
    readsOnly(verdict)
  );
}

const givesNothing = ({ network, permissions }: Extract<Ask, { kind: 'command' }>): boolean =>
  network === null && permissions === undefined;

function raised(step: Step, least: Handling, rule: string | null, why: string): Step {
  if (stricter(step.handling, least) === step.handling) return step;
  return { handling: least, rule, why: `${why} It ${DOES[least]}.` };
}

function overridden(step: Step, override: Override, asked: Asked): Step {
  const { tier } = asked.verdict;
  const kind = kindOf(asked.ask);
  const cells: [Handling | undefined, string][] = [
    [override.tiers[tier], `${override.id}.tiers.${tier}`],
    [override.kinds[kind]?.[tier], `${override.id}.kinds.${kind}.${tier}`],
  ];
  let now = step;
  for (const [handling, id] of cells) now = raised(now, handling ?? 'rule', id, HERE);
  const { handling, rule } = ruledBy(override.rules, asked, 'rule', () => false);
  return rule === null
    ? now
    : raised(now, handling, rule.id, rule.about === undefined ? HERE : `${rule.about}.`);
}
const HERE = 'Something stricter holds here.';

function overridesOf(policy: Policy, { project, environment, home }: Asked): readonly Override[] {
  const there = policy.environments.filter(({ name }) => name === environment);
  const here =
    project === null ? [] : policy.projects.filter(({ folder }) => isInside(project, folder, home));
  return [...there, ...here];
}

/** Without a home, `~/` may be any folder that ends so: it is held to be this one, as an override only makes it stricter. */
function isInside(project: string, folder: string, home: string | null): boolean {
  const whole = slashed(project);
  if (folder.startsWith('~/')) {
    const rest = slashed(folder.slice(1));
    if (home === null) return `${whole}/`.includes(`${rest}/`);
    return startsWith(whole, slashed(home) + rest);
  }
  return startsWith(whole, slashed(folder));
}
const startsWith = (whole: string, folder: string): boolean =>
  whole === folder || whole.startsWith(`${folder}/`);
const slashed = (folder: string): string =>
  path.posix.normalize(folder.replaceAll('\\', '/')).replace(/\/$/, '');

/** @param from when its time begins: in the quiet hours at their end */
function expiryOf(
  { expires }: Policy,
  overrides: readonly Override[],
  tier: Tier,
  ask: Ask,
  from: number,
): number | null {
  // A question cannot be declined, and what is only words ends with its turn.
  if (tier === 'steer' || ask.kind === 'question') return null;
  const expiring: ExpiringTier = tier;
  const ms = Math.min(
    expires[expiring],
    ...overrides.map((each) => each.expires[expiring] ?? expires[expiring]),
  );
  return from + ms;
}
