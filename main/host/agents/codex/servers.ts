/**
 * Where the app-servers of one environment come from: how the one that runs is joined, and how one is started. This
 * machine has one way, a devbox another; the adapter knows neither.
 */
import type { AgentInfo } from '../../../../protocol/session/values.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../options.ts';
import type { Connection } from './connect.ts';
import type { Address } from './socket.ts';

/** What the world did; none of it is a bug. */
export type Joined =
  | { kind: 'connected'; connection: Connection }
  /** None runs: whatever an earlier one did is over. */
  | { kind: 'nobody' }
  /** One may run, and did not let us in. Tried again after a while. */
  | { kind: 'failed' }
  /** Its environment is out of reach, so nothing is known of it. Looked at again when told to. */
  | { kind: 'away' };
export type Launched =
  | { kind: 'connected'; connection: Connection }
  /** Its program is not there, or too old: a person has to act. */
  | { kind: 'absent' }
  | { kind: 'failed' }
  /** Not before a person allowed it, or its environment is back; looked at again when told to. */
  | { kind: 'away' };

/** Neither call rejects. */
export interface Servers {
  join(): Promise<Joined>;
  launch(): Promise<Launched>;
  /** A connection stands and its threads are known. `idle`: whether no turn runs in any of them. */
  connected?(connection: Connection, idle: () => boolean): Promise<void>;
  /** It has ended. */
  lost?(): void;
  /** A turn has ended in it. */
  rested?(): void;
  /** The owner wants what failed to be tried again. */
  retry?(): void;
  /** Nobody waits for what it does any more. */
  close?(): void;
}

/** What the adapter lends to those who find its servers. */
export interface ServersContext {
  readonly clock: Clock;
  readonly log: Log;
  /** @returns null when nobody listens there; rejects with OpenError or RpcError when somebody does and fails. */
  connect(address: Address, joined: boolean, roundTrip?: (ms: number) => void): Promise<Connection | null>;
  /** How the agent stands, for the person. */
  say(state: AgentInfo['state'], detail: string): void;
  /** The connection is about to end as it should: another one is made at once. */
  moving(): void;
  /** Ends a wait before the next try. */
  lookNow(): void;
  /** For the log. */
  failed(what: string, error: unknown): void;
}

export type MakeServers = (context: ServersContext) => Servers;
