/** The policy in lines of text. Pure. */

import { ApprovalKind } from '../../protocol/session/approvals.ts';
import { TIERS, type Tier } from '../../protocol/session/tiers.ts';
import {
  CLIENT_NAMES,
  CLIENT_WORDS,
  cellOf,
  EXPIRING_TIERS,
  HANDLING_WORDS,
  KIND_WORDS,
  type PolicyCheck,
  type PolicyView,
  PRESET_WORDS,
  policyTrouble,
  type RuleText,
  ruleWords,
  TIER_WORDS,
} from '../contract/policy.ts';
import { printable } from './printable.ts';

const WIDTH = 18;

export function policyLines(view: PolicyView): string[] {
  const { inForce } = view;
  const { title, about } = PRESET_WORDS[inForce.preset];
  const row = (name: string, ...words: string[]) => `  ${name.padEnd(WIDTH)}${words.join('  ')}`.trimEnd();
  const cell = (tier: Tier) => HANDLING_WORDS[cellOf(inForce, null, tier).handling];
  const expires = (tier: Tier): string[] => {
    const known = EXPIRING_TIERS.find((each) => each === tier);
    return known === undefined ? [] : [`declined after ${inForce.expires[known]}`];
  };
  const trouble = policyTrouble(view);
  return [
    ...(trouble === null ? [] : [trouble, '']),
    `${title}. ${about}`,
    '',
    'Where it is answered',
    ...TIERS.map((tier) => row(TIER_WORDS[tier].title, cell(tier).padEnd(20), ...expires(tier))),
    ...kindRows(view, row),
    ...section('Pages', pageRows(view)),
    ...section('Quiet hours', quietWords(view)),
    ...section(
      'Rules',
      inForce.rules.map((rule, at) => ruleLine(rule, at + 1)),
    ),
    ...section(
      'Stricter',
      [...inForce.projects, ...inForce.environments].map((name) => `  ${name}`),
    ),
    '',
    `It is kept in ${view.path}`,
  ].map(printable);
}

const ruleLine = (rule: RuleText, place: number): string => {
  const about = rule.about === undefined ? '' : `  (${rule.about})`;
  return `  ${place}  ${HANDLING_WORDS[rule.answer].padEnd(20)}  ${ruleWords(rule)}${about}`;
};

const section = (title: string, rows: readonly string[]): string[] =>
  rows.length === 0 ? [] : ['', title, ...rows];

const kindRows = ({ inForce }: PolicyView, row: (name: string, ...words: string[]) => string): string[] =>
  ApprovalKind.options.flatMap((kind) =>
    TIERS.flatMap((tier) => {
      const handling = inForce.kinds[kind]?.[tier];
      if (handling === undefined) return [];
      return [
        row(
          TIER_WORDS[tier].title,
          HANDLING_WORDS[handling].padEnd(20),
          `of ${KIND_WORDS[kind].toLowerCase()}`,
        ),
      ];
    }),
  );

/** Only what does not reach as far as the table lets it. */
const pageRows = ({ inForce: { clients } }: PolicyView): string[] =>
  CLIENT_NAMES.filter((name) => clients[name] !== 'commit').map(
    (name) =>
      `  ${CLIENT_WORDS[name]}: says yes up to “${TIER_WORDS[clients[name]].title.toLowerCase()}” (${name})`,
  );

function quietWords({ inForce: { quietHours } }: PolicyView): string[] {
  if (quietHours === null) return [];
  const { from, to, days, questions } = quietHours;
  const on = days === undefined ? 'every day' : days.join(', ');
  const what = questions === 'desk' ? 'phones are not asked' : 'what is asked may wait until they end';
  return [`  ${from} to ${to}, ${on}: ${what}`];
}

/** A command, how far it reaches and why, and who answers it. */
export function checkLines({ tier, reasons, sandbox, outside }: PolicyCheck): string[] {
  const answer = (where: string, { handling, why, rule }: PolicyCheck['sandbox']) => [
    '',
    `${where}: ${HANDLING_WORDS[handling]}`,
    `  ${why}${rule === null ? '' : ` (${rule})`}`,
  ];
  return [
    `${TIER_WORDS[tier].title} (${tier}): ${TIER_WORDS[tier].what}`,
    ...reasons.map((reason) => `  ${reason.text} (${reason.tier})`),
    ...answer('In the sandbox', sandbox),
    ...answer('Outside the sandbox', outside),
  ].map(printable);
}
