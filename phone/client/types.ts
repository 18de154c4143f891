/**
 * What the screens know of a connection to a host. The screens never see sockets, frames or keys; the client never
 * sees the screen.
 */

import type { Method, Params, Result } from '../../protocol/session/catalogue.ts';
import type { ErrorCode } from '../../protocol/session/errors.ts';
import type { EventName, EventParams } from '../../protocol/session/events.ts';
import type { Right } from '../../protocol/session/values.ts';

/**
 * Where the way to the host ends, named for the person.
 * `offline`: this phone has no network · `relay`: the relay does not answer · `host`: the relay answers, the host is
 * not connected to it · `refused`: the host does not take this phone any more.
 */
export type ConnectionState =
  | { kind: 'connecting'; since: number }
  | { kind: 'connected'; since: number }
  | { kind: 'broken'; leg: 'offline' | 'relay' | 'host'; since: number; nextTryAt: number | null }
  | { kind: 'refused'; reason: RefusedReason; since: number };

export type RefusedReason =
  | 'used'
  | 'expired'
  | 'replaced'
  | 'revoked'
  | 'retired'
  | 'suspended'
  | 'storage'
  | 'tooMany'
  | 'left';

export interface HostFacts {
  /** The host's id (base32), the key of everything that is stored about it. */
  id: string;
  name: string;
  platform: string;
  deviceName: string;
  right: Right;
  checkWords: string[];
}

/** A call that did not succeed. `cut`: nobody knows whether it arrived; sending it again with the same requestId is safe. */
export class CallError extends Error {
  readonly code: ErrorCode | 'cut' | 'protocol';
  constructor(code: ErrorCode | 'cut' | 'protocol', message: string) {
    super(message);
    this.name = 'CallError';
    this.code = code;
  }
}

/** One paired host, but for what takes this device's identity. Reconnects by itself for ever. */
export interface UnsignedConnection {
  readonly facts: HostFacts;
  state(): ConnectionState;
  /** Called on every change of state or facts, and with every event of the host, in order. */
  listen(listener: ConnectionListener): () => void;
  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
  /** The page became visible or the network returned: try at once. */
  wake(): void;
  close(): void;
}

/** One paired host. Lives as long as the page. */
export interface HostConnection extends UnsignedConnection {
  /** Signs a decision with this device's identity for the card that was shown; see protocol/decision.ts. */
  sign(decision: {
    approval: string;
    card: string;
    decision: 'approve' | 'decline' | 'answer' | 'stop';
    scope: 'once' | 'session';
    note: string;
    at: number;
  }): Promise<{ cardDigest: string; signature: string }>;
}

export interface ConnectionListener {
  changed?(): void;
  /**
   * The host has proven itself, and has not said yet whether this device may come in. Calls that only read may be made
   * now, which saves a round trip: they are answered once it is connected, or rejected as `cut`.
   */
  early?(): void;
  event?<E extends EventName>(name: E, params: EventParams<E>): void;
}

/** What a link says before anything is done with it. */
export interface LinkPreview {
  relay: string;
  expiresAt: number;
}
