/**
 * Every limit of the relay, in one table: what it bounds, its default and unit, and what happens beyond it.
 * The table in `README.md` is checked against this one.
 */
import { type CloseName, encodeHostReady, type HostLimits } from '../protocol/relay-frames.ts';
import type { CounterName } from './counters.ts';

export interface Limit {
  readonly default: number;
  readonly unit: 'bytes' | 'seconds' | 'count' | 'per minute';
  /** Counts how often it was met. */
  readonly counter: CounterName;
  /** With what a connection beyond it is closed; none where something milder happens. */
  readonly close?: CloseName;
  readonly about: string;
}

const KIB = 1024;

/** Node's streams say `drain` only after more than this was waiting. */
const SMALLEST_PAUSE = 16 * KIB;

export const limitTable = {
  frameBytes: {
    default: 1024 * KIB,
    unit: 'bytes',
    counter: 'closed.frameTooBig',
    close: 'frameTooBig',
    about: 'longest frame',
  },
  earlyBytes: {
    default: 4 * KIB,
    unit: 'bytes',
    counter: 'closed.earlyBytes',
    close: 'earlyBytes',
    about: 'everything that a connection may send before it is admitted',
  },
  helloSeconds: {
    default: 10,
    unit: 'seconds',
    counter: 'closed.helloTimeout',
    close: 'helloTimeout',
    about: 'from the upgrade to a valid HostAuth or Admit',
  },
  pingSeconds: {
    default: 25,
    unit: 'seconds',
    counter: 'pings',
    about: 'between two pings of each connection',
  },
  silenceSeconds: {
    default: 60,
    unit: 'seconds',
    counter: 'closed.silent',
    close: 'silent',
    about: 'without a byte from a connection, pongs included',
  },
  pauseBytes: {
    default: 256 * KIB,
    unit: 'bytes',
    counter: 'paused',
    about: 'waiting for a device; then its host gets Pause',
  },
  heldBytes: {
    default: 512 * KIB,
    unit: 'bytes',
    counter: 'closed.overrun',
    close: 'overrun',
    about: 'waiting for a device, unless it is one single frame',
  },
  pausedSeconds: {
    default: 30,
    unit: 'seconds',
    counter: 'closed.stalled',
    close: 'stalled',
    about: 'that a channel may stay paused',
  },
  hostPauseBytes: {
    default: 256 * KIB,
    unit: 'bytes',
    counter: 'hostPaused',
    about: 'waiting for a host; then devices that send to it are not read until it took all',
  },
  hostHeldBytes: {
    default: 4 * 1024 * KIB,
    unit: 'bytes',
    counter: 'closed.hostOverrun',
    close: 'hostOverrun',
    about: 'waiting for a host',
  },
  admissions: {
    default: 256,
    unit: 'count',
    counter: 'closed.admissions',
    close: 'admissions',
    about: 'admissions in the set of one host',
  },
  channels: {
    default: 64,
    unit: 'count',
    counter: 'closed.hostChannels',
    close: 'hostChannels',
    about: 'channels of one host',
  },
  connections: {
    default: 4096,
    unit: 'count',
    counter: 'closed.connections',
    close: 'connections',
    about: 'connections in all',
  },
  addressConnections: {
    default: 64,
    unit: 'count',
    counter: 'closed.addressConnections',
    close: 'addressConnections',
    about: 'connections from one address (IPv6: one /64)',
  },
  addressHosts: {
    default: 8,
    unit: 'count',
    counter: 'closed.addressHosts',
    close: 'addressHosts',
    about: 'hosts from one address',
  },
  addressRefusals: {
    default: 60,
    unit: 'per minute',
    counter: 'closed.addressRefusals',
    close: 'addressRefusals',
    about: 'connections from one address that ended by refusal',
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof limitTable;
export type Limits = Readonly<Record<LimitName, number>>;

/** The defaults with some of them changed. Throws a `RangeError` on numbers that cannot work. */
export function resolveLimits(changed: Partial<Limits> = {}): Limits {
  const names = Object.keys(limitTable) as LimitName[];
  const limits = Object.fromEntries(
    names.map((name) => [name, changed[name] ?? limitTable[name].default]),
  ) as Limits;
  for (const name of names) {
    if (!Number.isSafeInteger(limits[name]) || limits[name] < 1) {
      throw new RangeError(`limit ${name} must be a whole number of at least 1`);
    }
  }
  if (Math.min(limits.pauseBytes, limits.hostPauseBytes) < SMALLEST_PAUSE) {
    throw new RangeError(`limits pauseBytes and hostPauseBytes must be at least ${SMALLEST_PAUSE}`);
  }
  if (limits.heldBytes < limits.pauseBytes || limits.hostHeldBytes < limits.hostPauseBytes) {
    throw new RangeError('limits heldBytes and hostHeldBytes must not be below where pausing starts');
  }
  if (limits.silenceSeconds <= limits.pingSeconds) {
    throw new RangeError('limit silenceSeconds must be above pingSeconds');
  }
  // Refuses what does not fit the fields of the frame that tells hosts.
  encodeHostReady(hostLimits(limits));
  return limits;
}

/** What a host is told in `HostReady`. */
export function hostLimits(limits: Limits): HostLimits {
  const { frameBytes, pauseBytes, heldBytes, pausedSeconds, admissions, channels } = limits;
  return { frameBytes, pauseBytes, heldBytes, pausedSeconds, admissions, channels };
}
