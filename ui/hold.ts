/**
 * A button that takes more than a touch: held for a while, or, for who cannot hold, pressed and then pressed again. Pure; the
 * button that is drawn feeds it with what happens and with the time.
 */

/** So long it is held; its fill in hold-button.module.css takes as long. */
export const HOLD_MS = 800;
/** So long after the first press a second one is none yet: it may be the same finger. */
export const REST_MS = 600;
/** So long the second press is waited for. */
export const CONFIRM_MS = 10_000;

export type Hold =
  | { readonly kind: 'rest' }
  /** `asked`: since when a second press was waited for as this one began; null: it is the first. */
  | { readonly kind: 'holding'; readonly since: number; readonly asked: number | null }
  /** Pressed once: a second press is waited for. */
  | { readonly kind: 'asking'; readonly since: number };

/**
 * `down`, `up`: of a finger, a pointer or a key on the button · `press`: both in one, as screen readers and switches do it ·
 * `leave`: it went elsewhere while it was down · `time`: as much has passed as `wake` said.
 */
export type HoldEvent = 'down' | 'up' | 'press' | 'leave' | 'time';

export const RESTS: Hold = { kind: 'rest' };

export interface HoldStep {
  readonly hold: Hold;
  /** It is meant. */
  readonly confirmed: boolean;
}

const to = (hold: Hold): HoldStep => ({ hold, confirmed: false });
const CONFIRMED: HoldStep = { hold: RESTS, confirmed: true };

/** @param now in milliseconds, from any beginning */
export function step(hold: Hold, event: HoldEvent, now: number): HoldStep {
  switch (hold.kind) {
    case 'rest':
      if (event === 'down') return to({ kind: 'holding', since: now, asked: null });
      return to(event === 'press' ? { kind: 'asking', since: now } : RESTS);
    case 'holding': {
      const { since, asked } = hold;
      // Whoever waited has waited long enough: clocks of a page are coarse, and may show a little less.
      if (event === 'time') return CONFIRMED;
      if (event === 'leave') return to(RESTS);
      if (event !== 'up') return to(hold);
      if (asked === null) return to({ kind: 'asking', since: now });
      return since - asked >= REST_MS ? CONFIRMED : to({ kind: 'asking', since: asked });
    }
    case 'asking':
      if (event === 'down') return to({ kind: 'holding', since: now, asked: hold.since });
      if (event === 'press') return now - hold.since >= REST_MS ? CONFIRMED : to(hold);
      return to(event === 'time' ? RESTS : hold);
  }
}

/** After so many milliseconds something happens by itself; null: nothing does. */
export function wakeAfter(hold: Hold, now: number): number | null {
  if (hold.kind === 'rest') return null;
  return Math.max(0, hold.since + (hold.kind === 'holding' ? HOLD_MS : CONFIRM_MS) - now);
}
