/** What an approval is called and what a yes means, in a person's words. The card of the phone and of the desk agree. */

export type CardAsk =
  | {
      kind: 'command';
      command: string;
      cwd: string;
      network: { host: string; protocol: string } | null;
    }
  | { kind: 'change'; changes: readonly CardChange[] }
  | { kind: 'question'; questions: readonly CardQuestion[] };

export interface CardChange {
  path: string;
  kind: 'add' | 'delete' | 'update';
  movedTo: string | null;
  /** Hunks of a unified diff, without file headers. */
  diff: string;
}

export interface CardQuestion {
  id: string;
  header: string;
  text: string;
  options: readonly { label: string; description: string }[];
  free: boolean;
  secret: boolean;
}

/** What the card shows. The host's card satisfies it. */
export interface CardFacts {
  host: string;
  threadTitle: string;
  project: { name: string } | null;
  meaning: 'outsideSandbox' | 'insideSandbox' | 'answer';
  reason: string | null;
  ask: CardAsk;
}

const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);

/** The question that the person answers, as a heading. */
export function askTitle(ask: CardAsk): string {
  switch (ask.kind) {
    case 'command':
      return ask.network === null ? 'Run this command?' : `Reach ${ask.network.host}?`;
    case 'change':
      return `Change ${files(ask.changes.length)}?`;
    case 'question':
      return ask.questions.length === 1
        ? 'The agent asks you'
        : `The agent asks you ${ask.questions.length} things`;
  }
}

/** What happens after a yes, in a sentence. */
export function yesMeans(facts: CardFacts): string {
  const { ask, host, meaning } = facts;
  if (meaning === 'answer' || ask.kind === 'question') {
    return 'Only your words go to the agent. Nothing runs because of them alone.';
  }
  if (ask.kind === 'command' && ask.network !== null) {
    return `It may reach ${ask.network.host} over ${ask.network.protocol} from ${host}.`;
  }
  const what = ask.kind === 'command' ? 'It runs' : 'The files are written';
  return meaning === 'outsideSandbox'
    ? `${what} outside the sandbox, with your own rights on ${host}.`
    : `${what} inside the sandbox on ${host}.`;
}

/** Whether a yes reaches beyond the sandbox, so that its button has to look like it. */
export const reachesFar = (facts: CardFacts): boolean => facts.meaning === 'outsideSandbox';
