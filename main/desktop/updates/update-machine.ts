/**
 * What happens to new versions, as a pure function: `(phase, event) → phase + effects`.
 *
 * ```
 *   unwanted ⇄ waiting ──due──► checking ──found──► fetching ──fetched──► ready
 *                 ▲                │ nothingNew        │
 *                 └────────────────┤                   │        any phase but `off` ──wanted: false──► unwanted
 *              failed ◄── failed ──┴───────────────────┘
 * ```
 *
 * `ready` is left only by the end of the process. `off` is for copies that cannot be replaced, and is never left.
 */

import type { UpdateState } from '../../contract/state.ts';
import type { UpdateFailureCode } from './update-source.ts';

export type UpdatePhase =
  | { readonly phase: 'off'; readonly why: string }
  | { readonly phase: 'unwanted' }
  /** For the next check. `since`: when the last one was answered, in ms since 1970. */
  | { readonly phase: 'waiting'; readonly since: number }
  | { readonly phase: 'checking' }
  | { readonly phase: 'fetching'; readonly version: string }
  | { readonly phase: 'ready'; readonly version: string }
  | { readonly phase: 'failed'; readonly code: Exclude<UpdateFailureCode, 'unsigned'> };

export type UpdateEvent =
  /** The setting, at the start and whenever it is changed. */
  | { readonly event: 'wanted'; readonly wanted: boolean }
  /** The time of the next check has come, or somebody asked for it. */
  | { readonly event: 'due' }
  | { readonly event: 'nothingNew'; readonly at: number }
  | { readonly event: 'found'; readonly version: string }
  | { readonly event: 'fetched' }
  | { readonly event: 'failed'; readonly code: UpdateFailureCode };

/** `arm`: the next check, once, in so many milliseconds; in place of one that is armed. */
export type UpdateEffect =
  | { readonly effect: 'check' }
  | { readonly effect: 'fetch' }
  | { readonly effect: 'cancel' }
  | { readonly effect: 'arm'; readonly ms: number }
  | { readonly effect: 'disarm' };

export interface UpdateStep {
  readonly phase: UpdatePhase;
  readonly effects: readonly UpdateEffect[];
}

export const NEXT_CHECK_MS = 24 * 60 * 60_000;
/** Sooner after a failure: at log-in the network is often not there yet. */
export const NEXT_TRY_MS = 60 * 60_000;

const UNSIGNED = 'This copy of Outpost is not signed, and the system replaces signed programs only.';

export function step(current: UpdatePhase, event: UpdateEvent): UpdateStep {
  const stay: UpdateStep = { phase: current, effects: [] };
  if (current.phase === 'off') return stay;
  switch (event.event) {
    case 'wanted':
      if (event.wanted === (current.phase !== 'unwanted')) return stay;
      return event.wanted
        ? { phase: { phase: 'checking' }, effects: [{ effect: 'check' }] }
        : { phase: { phase: 'unwanted' }, effects: [{ effect: 'disarm' }, { effect: 'cancel' }] };
    case 'due':
      return current.phase === 'waiting' || current.phase === 'failed'
        ? { phase: { phase: 'checking' }, effects: [{ effect: 'disarm' }, { effect: 'check' }] }
        : stay;
    case 'nothingNew':
      return current.phase === 'checking'
        ? {
            phase: { phase: 'waiting', since: event.at },
            effects: [{ effect: 'arm', ms: NEXT_CHECK_MS }],
          }
        : stay;
    case 'found':
      return current.phase === 'checking'
        ? { phase: { phase: 'fetching', version: event.version }, effects: [{ effect: 'fetch' }] }
        : stay;
    case 'fetched':
      return current.phase === 'fetching'
        ? { phase: { phase: 'ready', version: current.version }, effects: [] }
        : stay;
    case 'failed':
      if (current.phase !== 'checking' && current.phase !== 'fetching') return stay;
      return event.code === 'unsigned'
        ? { phase: { phase: 'off', why: UNSIGNED }, effects: [] }
        : { phase: { phase: 'failed', code: event.code }, effects: [{ effect: 'arm', ms: NEXT_TRY_MS }] };
  }
}

const FAILURES = {
  unreachable: 'Outpost could not ask for new versions: nobody answered. It asks again within the hour.',
  unreadable:
    'Outpost could not ask for new versions: the answer made no sense. It asks again within the hour.',
  refused:
    'A new version was fetched and thrown away: it is not what was announced. Nothing was changed. Outpost tries again within the hour.',
  failed: 'A new version could not be fetched. Outpost tries again within the hour.',
} as const satisfies Record<Exclude<UpdateFailureCode, 'unsigned'>, string>;

/** What a person sees of it. */
export function shown(current: UpdatePhase): UpdateState {
  switch (current.phase) {
    case 'off':
      return { state: 'off', detail: current.why };
    case 'unwanted':
      return { state: 'off', detail: 'Updates are switched off in the settings.' };
    case 'waiting':
      return { state: 'newest', checkedAt: current.since };
    case 'checking':
      return { state: 'checking' };
    case 'fetching':
      return { state: 'downloading', version: current.version };
    case 'ready':
      return { state: 'ready', version: current.version };
    case 'failed':
      return { state: 'failed', detail: FAILURES[current.code] };
  }
}

/**
 * Why a restart into the new version is refused, as a sentence; undefined when it may be done.
 * @param busy whether a turn runs: an update never interrupts one
 */
export function restartRefusal(current: UpdatePhase, busy: boolean): string | undefined {
  if (current.phase !== 'ready') return 'There is no new version to put in place.';
  if (busy)
    return `The agent works on a turn, and a restart would cut you off from it. Restart when the turn has ended. Version ${current.version} waits.`;
  return undefined;
}

/** Whether the new version is put in place when the app is quit. While a turn runs it waits for a later end. */
export const placedAtQuit = (current: UpdatePhase, busy: boolean): boolean =>
  current.phase === 'ready' && !busy;
