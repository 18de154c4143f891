/** What an action touches, as it stands on its card: bounded, and what is left out counted. Pure. */
import type { ApprovalMeaning, ApprovalSource, Ask } from '../../../protocol/session/card.ts';
import { type CardTouches, SHOWN_TOUCHES } from '../../../protocol/session/card-context.ts';
import type { Touches } from '../weigh/verdict.ts';

/** UTF-16 units of one name; what is longer ends with an ellipsis. */
const NAME = 300;

export interface Touching {
  readonly ask: Ask;
  readonly meaning: ApprovalMeaning;
  readonly source: ApprovalSource;
  /** Whether every action in its thread is asked about; absent: its agent has no gate. */
  readonly gated?: boolean | undefined;
}

/** @returns null for what is only words. */
export function cardTouches(seen: Touches, asked: Touching): CardTouches | null {
  const { ask, meaning } = asked;
  if (ask.kind === 'question' || ask.kind === 'form' || ask.kind === 'link') return null;
  let more = 0;
  const some = (names: readonly string[]): string[] => {
    const different = [...new Set(names)];
    more += Math.max(0, different.length - SHOWN_TOUCHES);
    return different
      .slice(0, SHOWN_TOUCHES)
      .map((name) => (name.length > NAME ? `${name.slice(0, NAME - 1)}…` : name));
  };
  const lists = {
    network: seen.network === null ? null : some(seen.network),
    secrets: some(seen.secrets),
    writes: some(seen.writes),
    programs: some(seen.programs),
  };
  return {
    ...lists,
    more,
    // An MCP server runs with the owner's own rights, whoever asks.
    outsideSandbox: meaning === 'outsideSandbox' || (ask.kind === 'tool' && ask.server !== ''),
    mayRunTwice: mayRunTwice(asked),
    hidden: seen.hidden,
  };
}

/**
 * In a thread that a terminal started, Codex may run under a policy that tries a command in the sandbox on a yes, and on the same
 * yes once more outside of it. It does not tell its policy with the question.
 */
const mayRunTwice = ({ ask, source, gated }: Touching): boolean =>
  source === 'agent' &&
  gated === false &&
  ask.kind === 'command' &&
  ask.network === null &&
  ask.permissions === undefined;
