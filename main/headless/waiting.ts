/** `outpost waiting` and `outpost answer`: what the agent asked of its owner, answered in a terminal. */
import { cardDigestText } from '../../protocol/decision.ts';
import type { Answers, Scope } from '../../protocol/session/approvals.ts';
import { readCard } from '../../protocol/session/card.ts';
import type { HostApi, Outcome } from '../contract/contract.ts';
import { cardLines } from './card-text.ts';
import { confirmed } from './confirm.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findNamed, notOne } from './naming.ts';
import { printable, printableJson, revealed } from './printable.ts';
import { complain, say, type Terminal } from './terminal.ts';
import { waitingLines } from './texts.ts';
import { type Asked, askedFor, tooLong } from './typed-answers.ts';
import { TypedLines } from './typed-lines.ts';

export const ANSWERS = ['approve', 'decline', 'answer', 'stop'] as const;
export type AnswerWord = (typeof ANSWERS)[number];

export interface AnswerFlags {
  readonly session: boolean;
  readonly note: string;
  /** It was looked at before: nobody is asked again. */
  readonly yes: boolean;
}

export async function listWaiting(api: HostApi, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const { waiting } = await api.snapshot();
  say(terminal, json ? [printableJson(waiting)] : waitingLines(waiting, terminal.now()));
  return EXIT.ok;
}

/** @param wanted Its id, or the beginning of it. */
export async function answer(
  api: HostApi,
  wanted: string,
  word: AnswerWord,
  { session, note, yes }: AnswerFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const refused = (sentence: string): ExitCode => {
    complain(terminal, sentence);
    return EXIT.refused;
  };
  const waiting = (await api.snapshot()).waiting.map((each) => ({ ...each, name: each.title }));
  const found = findNamed(waiting, wanted);
  const [one] = found;
  if (one === undefined || found.length > 1) return refused(notOne('question', wanted, found, waiting));
  const { id } = one;

  const read = await api.run('approval/read', { id });
  if (!read.ok && read.refusal.code !== 'tooLarge') return refused(printable(read.refusal.message));
  const text = read.ok ? read.value.card : '';
  const card = read.ok ? readCard(text) : null;
  if (card !== null) say(terminal, [...cardLines(card, terminal.now()), '']);
  else if (word !== 'decline') return refused('This cannot be shown here, so it can only be declined.');
  if (card !== null && !card.decisions.includes(word))
    return refused(`That answer is not offered. There is: ${card.decisions.join(', ')}.`);
  const scope: Scope = session ? 'session' : 'once';
  if (card !== null && !card.scopes.includes(scope))
    return refused('This holds once only: leave out --session.');

  let words = word === 'approve' ? '' : note;
  if (word === 'answer' && card !== null) {
    const answers = await typed(askedFor(card), terminal);
    if (typeof answers === 'string') return refused(answers);
    words = JSON.stringify(answers);
  }
  if (word === 'approve' && !(await confirmed([], yes, terminal))) return refused('Nothing was decided.');
  const choice = { id, decision: word, scope, note: words, cardDigest: cardDigestText(text) };
  return told(await api.run('approval/decide', choice), word, terminal);
}

const DONE: Record<AnswerWord, string> = {
  approve: 'Approved.',
  decline: 'Declined.',
  answer: 'Answered.',
  stop: 'Declined, and the turn is stopped.',
};

function told(outcome: Outcome<object>, word: AnswerWord, terminal: Terminal): ExitCode {
  if (!outcome.ok) {
    complain(terminal, printable(outcome.refusal.message));
    return EXIT.refused;
  }
  say(terminal, [DONE[word]]);
  return EXIT.ok;
}

/** @returns the answers, or why there are none. */
async function typed(asked: readonly Asked[], terminal: Terminal): Promise<Answers | string> {
  if (terminal.input.isTTY === true && asked.some(({ secret }) => secret))
    return 'A secret would show here as it is typed. Answer in the window or on a phone, or send the answer through a pipe.';
  const lines = new TypedLines(terminal.input);
  try {
    const answers: Answers = {};
    for (const { id, label, hint, read } of asked) {
      let values: readonly string[] | null = null;
      while (values === null) {
        terminal.output.write(`${revealed(label)} (${hint}): `);
        const line = await lines.next();
        if (line === null) return 'No more lines came, so nothing was answered.';
        values = read(line);
        if (values === null) {
          say(terminal, ['', 'That is no answer to this.']);
          if (terminal.input.isTTY !== true) return 'Nothing was answered.';
        }
      }
      if (values.length > 0) answers[id] = [...values];
    }
    if (terminal.input.isTTY !== true) say(terminal, ['']);
    return tooLong(answers) ? 'That is too long.' : answers;
  } finally {
    lines.close();
  }
}
