/**
 * When a connection is tried, and when not any more. Pure: what happened goes in, what is to be done comes out.
 *
 *   off ──connect──► trying, a person is there ──► up ──lost──► trying, nobody is there ──► waiting ──► trying …
 *                          │                                          │
 *                          └──────── failed ──► attention ◄── needs a person
 */
import { backoff } from '../../clock.ts';
import type { Question } from './connection.ts';
import { passes } from './failures.ts';
import type { SshError } from './ssh-error.ts';

export type Phase =
  | { readonly phase: 'off' }
  /** `attempt`: how often it was tried by itself since it was up for a while. */
  | {
      readonly phase: 'trying';
      readonly person: boolean;
      readonly attempt: number;
      readonly question: Question | null;
    }
  | { readonly phase: 'up'; readonly since: number; readonly attempt: number }
  | { readonly phase: 'waiting'; readonly attempt: number; readonly at: number; readonly why: string }
  | { readonly phase: 'attention'; readonly why: string };

export type Happened =
  | { readonly type: 'connect' | 'reconnect' | 'disconnect' | 'ready' | 'alarm' | 'woke' }
  | { readonly type: 'asked'; readonly question: Question | null }
  | { readonly type: 'failed'; readonly error: SshError };

export type Act =
  /** Ends what runs, if anything does, then begins anew. */
  | { readonly act: 'start'; readonly person: boolean }
  | { readonly act: 'stop' }
  /** Milliseconds from now; takes the place of the one before. */
  | { readonly act: 'alarm'; readonly in: number }
  | { readonly act: 'noAlarm' }
  /** Looks whether it still answers. */
  | { readonly act: 'check' };

export const FIRST_WAIT_MS = 1_000;
export const LONGEST_WAIT_MS = 60_000;
/** What holds shorter than this is not tried again at once. */
export const STEADY_MS = 30_000;

export interface Chance {
  readonly now: number;
  readonly random: () => number;
}

type Step = readonly [Phase, readonly Act[]];

export function step(phase: Phase, happened: Happened, chance: Chance): Step {
  switch (happened.type) {
    case 'connect':
      if (phase.phase === 'up' || (phase.phase === 'trying' && phase.person)) return [phase, []];
      return begin(true, 0);
    case 'reconnect':
      return phase.phase === 'off' || phase.phase === 'waiting' ? begin(false, 0) : [phase, []];
    case 'disconnect':
      return [{ phase: 'off' }, [{ act: 'noAlarm' }, { act: 'stop' }]];
    case 'ready':
      if (phase.phase !== 'trying') return [phase, []];
      return [{ phase: 'up', since: chance.now, attempt: phase.attempt }, []];
    case 'asked':
      return phase.phase === 'trying' ? [{ ...phase, question: happened.question }, []] : [phase, []];
    case 'alarm':
      return phase.phase === 'waiting' ? begin(false, phase.attempt) : [phase, []];
    case 'woke':
      if (phase.phase === 'waiting') return begin(false, 0);
      return [phase, phase.phase === 'up' ? [{ act: 'check' }] : []];
    case 'failed':
      return failed(phase, happened.error, chance);
  }
}

function failed(phase: Phase, error: SshError, chance: Chance): Step {
  if (phase.phase === 'up') {
    // That it was up shows that nobody is needed, unless it says so the next time.
    return chance.now - phase.since >= STEADY_MS ? begin(false, 0) : wait(phase.attempt, error, chance);
  }
  if (phase.phase !== 'trying') return [phase, []];
  if (phase.person || !passes(error)) return [{ phase: 'attention', why: error.message }, []];
  return wait(phase.attempt, error, chance);
}

const begin = (person: boolean, attempt: number): Step => [
  { phase: 'trying', person, attempt, question: null },
  [{ act: 'noAlarm' }, { act: 'start', person }],
];

function wait(attempt: number, error: SshError, { now, random }: Chance): Step {
  const ms = backoff(attempt, FIRST_WAIT_MS, LONGEST_WAIT_MS, random);
  return [
    { phase: 'waiting', attempt: attempt + 1, at: now + ms, why: error.message },
    [{ act: 'alarm', in: ms }],
  ];
}
