/** How a way stands that another program makes in front of the relay in this host. */

/** Why Tailscale does not lead phones here. */
export type TailscaleProblem =
  | 'missing'
  | 'notRunning'
  | 'signedOut'
  | 'switchedOff'
  | 'notApproved'
  | 'noName'
  | 'notEnabled'
  | 'noCertificates'
  | 'notAllowed'
  | 'portTaken'
  | 'tooOld';
/** Why a quick tunnel does not. */
export type TunnelProblem = 'missing' | 'limited' | 'noNetwork';
/** What can happen to either. */
export type ProgramProblem = 'ended' | 'silent' | 'noRelay';

export interface Problem<Kind extends string> {
  readonly kind: Kind | ProgramProblem;
  /** Where the owner can mend it, as the program said; `https:` and of a known host. */
  readonly page?: string;
}

export type WayState<Kind extends string> =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  /** @property url as devices dial it, `wss://name` */
  | { readonly kind: 'up'; readonly url: string }
  /** Tried again by itself. */
  | { readonly kind: 'failed'; readonly problem: Problem<Kind> };

export interface Way<Kind extends string> {
  readonly state: WayState<Kind>;
  /** When it came to stand so, milliseconds. */
  readonly since: number;
}
