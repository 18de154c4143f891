/** The criteria of a `Match` line, and whether they hold for a host, as far as that is known without running anything. */
import { lower, matchesHostList, matchesList } from './patterns.ts';

/** Criteria without an argument. */
const ALONE = new Set(['all', 'canonical', 'final']);
const WITH_ARGUMENT = new Set([
  'host',
  'originalhost',
  'user',
  'localuser',
  'exec',
  'localnetwork',
  'tagged',
  'command',
  'version',
  'sessiontype',
]);

export interface Criterion {
  /** In lower case. */
  readonly name: string;
  readonly negated: boolean;
  /** Null for those that have none. */
  readonly argument: string | null;
}

/** @returns null where ssh ends because of the line. */
export function criteriaOf(words: readonly string[]): readonly Criterion[] | null {
  const criteria: Criterion[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const negated = word.startsWith('!');
    const [, key = '', joined] = /^!?([A-Za-z]*)(?:=(.*))?$/su.exec(word) ?? [];
    const name = lower(key);
    if (ALONE.has(name) && joined === undefined) {
      criteria.push({ name, negated, argument: null });
      continue;
    }
    if (!WITH_ARGUMENT.has(name)) return null;
    const argument = joined ?? words[++at];
    if (argument === undefined || argument === '') return null;
    criteria.push({ name, negated, argument });
  }
  const all = criteria.findIndex(({ name }) => name === 'all');
  const allStandsRight = all === -1 || (all === criteria.length - 1 && all <= 1);
  return criteria.length > 0 && allStandsRight ? criteria : null;
}

export interface MatchFacts {
  /** The name as it was typed. */
  readonly original: string;
  /** What it leads to, as far as that is known by this line. */
  readonly host: string;
  readonly user: string;
  readonly localUser: string;
  readonly tag: string | null;
  /** Whether the configuration is read for the second time. */
  readonly finalPass: boolean;
}

export type Holds = 'yes' | 'no' | 'unknown';

/** `unknown` where it depends on a command, on the network, or on what ssh is wanted for. */
export function matchHolds(criteria: readonly Criterion[], facts: MatchFacts): Holds {
  let holds: Holds = 'yes';
  for (const criterion of criteria) {
    const one = criterionHolds(criterion, facts);
    // One that fails decides; what comes behind it is not even run.
    if (one === 'no') return 'no';
    if (one === 'unknown') holds = 'unknown';
  }
  return holds;
}

function criterionHolds({ name, negated, argument }: Criterion, facts: MatchFacts): Holds {
  const found = isSo(name, argument ?? '', facts);
  if (found === null) return 'unknown';
  return found !== negated ? 'yes' : 'no';
}

function isSo(name: string, argument: string, facts: MatchFacts): boolean | null {
  switch (name) {
    case 'all':
      return true;
    case 'canonical':
    case 'final':
      return facts.finalPass;
    case 'host':
      return matchesHostList(facts.host, argument);
    case 'originalhost':
      return matchesHostList(facts.original, argument);
    case 'user':
      return matchesList(facts.user, argument);
    case 'localuser':
      return matchesList(facts.localUser, argument);
    case 'tagged':
      return matchesList(facts.tag ?? '', argument);
    default:
      return null;
  }
}
