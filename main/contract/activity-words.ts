/** An entry of the activity in words: the same ones in the window and in a terminal. */
import type { ActivityEntry, PhoneAct, Who } from './activity.ts';

export interface ActivityWords {
  /** What it was about: the command, or what became of the phone. */
  title: string;
  /** Who did what with it, and how far it reaches. */
  detail: string;
}

type Phone = Extract<ActivityEntry, { kind: 'phone' }>;
type Decided = Extract<ActivityEntry, { kind: 'approval' }>;

export const activityWords = (entry: ActivityEntry): ActivityWords =>
  entry.kind === 'phone'
    ? { title: PHONE[entry.act](entry), detail: BY[entry.who.kind] }
    : { title: entry.title, detail: decidedWords(entry) };

/** Who did it, where one can choose among them: one name for each. */
export function whoName(who: Who): string {
  switch (who.kind) {
    case 'phone':
      return who.name;
    case 'desk':
      return 'You, at this computer';
    case 'terminal':
      return 'The agent’s terminal';
    case 'policy':
      return 'The policy';
    case 'host':
      return 'Nobody';
  }
}

/** What of the log is not shown, a sentence each. */
export function leftOut({
  damaged,
  unreadable,
}: {
  damaged: number;
  unreadable: readonly string[];
}): string[] {
  const sentences = unreadable.map(
    (name) => `A part of the log, ${name}, could not be read, or not all of it. The file is left as it is.`,
  );
  if (damaged === 1) sentences.push('1 line of the log could not be read and is left out.');
  else if (damaged > 1) sentences.push(`${damaged} lines of the log could not be read and are left out.`);
  return sentences;
}

const OUTCOME = {
  approved: 'Approved',
  declined: 'Declined',
  answered: 'Answered',
  stopped: 'Declined, and the turn stopped,',
  stricter: 'Made stricter',
} as const;

function decidedWords({ outcome, who, scope, note }: Decided): string {
  if (outcome === 'void')
    return who.kind === 'terminal'
      ? 'Answered in the agent’s terminal'
      : `Nobody needed to answer. ${note}`.trim();
  if (who.kind === 'policy')
    return who.rule === 'expired'
      ? 'Declined, as nobody answered in time'
      : `${OUTCOME[outcome]} by the policy (${who.rule})${outcome === 'stricter' ? `: ${note}` : ''}`;
  const by = who.kind === 'phone' ? `by ${who.name}` : 'at this computer';
  const reach = scope === 'session' ? ', for the session' : '';
  return `${OUTCOME[outcome]} ${by}${reach}${note === '' ? '' : `: “${note}”`}`;
}

const RIGHT: Record<string, string> = {
  view: 'look',
  answer: 'look and answer',
  start: 'look, answer and start',
};

const PHONE: Record<PhoneAct, (entry: Phone) => string> = {
  paired: ({ name }) => `${name} was paired`,
  replaced: ({ name }) => `${name} was paired anew, and its older keys dropped`,
  renamed: ({ name, detail }) => `${detail} is called ${name} now`,
  owner: ({ name, detail }) =>
    detail === '' ? `${name} is nobody’s in particular now` : `${name} is ${detail}’s now`,
  right: ({ name, detail }) => `${name} may ${RIGHT[detail] ?? detail} now`,
  expiry: ({ name, detail }) =>
    detail === ''
      ? `${name} is kept as long as the others`
      : detail === '0'
        ? `${name} is kept for ever`
        : `${name} is kept for ${detail} days without being used`,
  suspended: ({ name }) => `${name} was held back, for a copy of its keys was seen`,
  restored: ({ name }) => `${name} was let back in`,
  revoked: ({ name }) => `${name} was revoked`,
  left: ({ name }) => `${name} forgot this computer`,
  unconfirmed: ({ name }) => `${name} never came back after pairing, and was dropped`,
  expired: ({ name }) => `${name} was not used for too long, and was dropped`,
};

const BY: Record<Who['kind'], string> = {
  phone: 'On the phone',
  desk: 'At this computer',
  terminal: 'In the agent’s terminal',
  policy: 'By itself',
  host: 'By itself',
};
