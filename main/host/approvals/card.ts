/** Makes the card of an ask: the one JSON string that every screen shows, digests and signs. */
import type { Answers, Approval, Ask, Card, Decision } from '../../../protocol/session/approvals.ts';
import type { NativeAsk } from '../agents/agent.ts';

export interface CardPlace {
  approval: string;
  host: string;
  environment: string;
  agent: string;
  thread: string;
  threadTitle: string;
  project: { id: string; name: string } | null;
  at: number;
}

export function cardOf(place: CardPlace, native: NativeAsk): Card {
  return {
    v: 1,
    ...place,
    source: 'agent',
    meaning: native.meaning,
    reason: native.reason,
    ask: native.ask,
    decisions: native.ask.kind === 'question' ? ['answer', 'stop'] : ['approve', 'decline', 'stop'],
    scopes: native.session && native.ask.kind !== 'question' ? ['once', 'session'] : ['once'],
  };
}

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
  }
}

/** Whether these answers answer this ask: each question once, options that exist unless free words are allowed. */
export function fits(ask: Ask, answers: Answers): boolean {
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

export const STATE_OF: Record<Decision, Approval['state']> = {
  approve: 'approved',
  decline: 'declined',
  answer: 'answered',
  stop: 'stopped',
};
