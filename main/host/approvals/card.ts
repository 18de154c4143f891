/** Makes the card of an ask: the one JSON string that every screen shows, digests and signs. */
import * as v from 'valibot';
import {
  type Answers,
  type Approval,
  ApprovalKind,
  CARD_LIMIT,
  type Decision,
} from '../../../protocol/session/approvals.ts';
import type { Ask, Card, PermissionPlace, Permissions } from '../../../protocol/session/card.ts';
import { type CardContext, NO_CONTEXT } from '../../../protocol/session/card-context.ts';
import { fitsForm } from '../../../protocol/session/form.ts';
import type { NativeAsk } from '../agents/agent.ts';

export interface CardPlace {
  approval: string;
  host: string;
  environment: string;
  /** Absent: the host itself. */
  environmentName?: string;
  agent: string;
  thread: string;
  threadTitle: string;
  project: { id: string; name: string } | null;
  /** Absent: there is no gate. */
  gated?: boolean;
  /** Of the sub-agent that asks, where its thread is known. */
  subAgentThread?: string;
  subAgentName?: string;
  at: number;
}

/** What is asked, before anybody has weighed it. */
export type Unweighed = Omit<Card, 'v' | keyof Weight>;
/** How far it reaches and who may say yes, as it stands on the card. */
export type Weight = Pick<Card, 'tier' | 'reasons' | 'handling' | 'expiresAt' | 'touches'>;
/** How far an ask reaches, who may answer it, and which part of the policy says so. */
export interface Judgement extends Weight {
  /** `rules.2`, `preset.team`; null: it holds under every policy. */
  rule: string | null;
  /** A sentence for the person. */
  why: string;
}

/** What surrounds the question never makes a card too large for a device that would fit without. */
export function cardOf(asked: Unweighed, { tier, reasons, handling, expiresAt, touches }: Weight): Card {
  const card: Card = { v: 2, ...asked, tier, reasons, handling, expiresAt, touches };
  if (JSON.stringify(card).length <= CARD_LIMIT) return card;
  const bare: Card = { ...card, ...NO_CONTEXT };
  return JSON.stringify(bare).length <= CARD_LIMIT ? bare : card;
}

/** @param context what the log of the thread says as it is asked */
export function unweighed(place: CardPlace, native: NativeAsk, context: CardContext): Unweighed {
  return {
    ...place,
    ...(native.subAgent === undefined ? {} : { subAgent: native.subAgent }),
    source: native.source,
    meaning: native.meaning,
    reason: native.reason,
    ask: native.ask,
    ...context,
    decisions: decisionsOf(native.ask),
    scopes: native.session ? ['once', 'session'] : ['once'],
  };
}

function decisionsOf(ask: Ask): Decision[] {
  if (ask.kind === 'question') return ['answer', 'stop'];
  if (ask.kind === 'form' && ask.fields.length > 0) return ['answer', 'decline', 'stop'];
  return ['approve', 'decline', 'stop'];
}

export const kindOf = (ask: Ask): ApprovalKind =>
  ask.kind === 'command' && ask.network !== null ? 'network' : ask.kind;

/** One line for a list. Long ones are ended with an ellipsis here and shown whole on the card. */
export function titleOf(ask: Ask): string {
  const line = (text: string): string => {
    const first = text.split('\n', 1)[0]!.trim();
    const whole = first.length === text.trim().length;
    return first.length > 160 || !whole ? `${first.slice(0, 159)}…` : first;
  };
  switch (ask.kind) {
    case 'command':
      return line(ask.network === null ? ask.command : `${ask.network.protocol}://${ask.network.host}`);
    case 'change': {
      const [first, ...more] = ask.changes;
      if (first === undefined) return 'No files named';
      return more.length === 0 ? line(first.path) : `${line(first.path)} and ${more.length} more`;
    }
    case 'question':
      return line(ask.questions[0]!.text);
    case 'permissions':
      return line(permissionsTitle(ask.permissions));
    case 'stdin':
      return line(keysOf(ask.text));
    case 'tool':
      return line(ask.server === '' ? ask.tool : `${ask.tool} of ${ask.server}`);
    case 'form':
      return line(ask.message);
    case 'link':
      return line(ask.url);
  }
}

/** What is kept of a card where a line has to do. */
export const About = v.object({
  ask: ApprovalKind,
  title: v.string(),
  thread: v.string(),
  project: v.nullable(v.string()),
});
export type About = v.InferOutput<typeof About>;

export const aboutOf = ({ ask, threadTitle, project }: Card): About => ({
  ask: kindOf(ask),
  title: titleOf(ask),
  thread: threadTitle,
  project: project?.name ?? null,
});

/** Typed text on one line, keys as a terminal shows them: `y↵`, `^D`. */
const keysOf = (text: string): string =>
  text
    .replace(/\r?\n|\r/g, '↵')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the keys.
    .replace(/[\x00-\x1f]/g, (key) => `^${String.fromCharCode(key.charCodeAt(0) + 64)}`);

const PLACE: Record<PermissionPlace['form'], string> = {
  path: 'a path',
  pattern: 'a pattern',
  disk: 'the whole disk',
  system: 'files of the system',
  project: 'the project',
  temporary: 'temporary files',
};

/** `the network, /srv/data and 2 more` */
function permissionsTitle({ network, places }: Permissions): string {
  const names = [
    ...(network ? ['the network'] : []),
    ...places.map(({ form, path }) => (path === '' ? PLACE[form] : path)),
  ];
  if (names.length === 0) return 'nothing named';
  const more = names.length > 2 ? ` and ${names.length - 2} more` : '';
  return `${names.slice(0, 2).join(', ')}${more}`;
}

/** Whether these answers answer this ask: each question once, options that exist unless free words are allowed. */
export function fits(ask: Ask, answers: Answers): boolean {
  if (ask.kind === 'form') return fitsForm(ask.fields, answers);
  if (ask.kind !== 'question') return false;
  if (Object.keys(answers).length !== ask.questions.length) return false;
  return ask.questions.every((question) => {
    const given = Object.hasOwn(answers, question.id) ? answers[question.id]! : [];
    if (given.length === 0) return false;
    return question.free || given.every((text) => question.options.some(({ label }) => label === text));
  });
}

export const hasSecret = (ask: Ask): boolean =>
  ask.kind === 'question' && ask.questions.some(({ secret }) => secret);

export const STATE_OF = {
  approve: 'approved',
  decline: 'declined',
  answer: 'answered',
  stop: 'stopped',
} as const satisfies Record<Decision, Approval['state']>;
