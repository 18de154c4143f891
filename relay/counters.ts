/** What the relay counts. Numbers by name only: no id, key or address is ever part of it. */
import { CloseCode, type CloseName } from '../protocol/relay-frames.ts';

const own = [
  /** Connections that were upgraded to WebSocket. */
  'connected',
  /** Upgrades refused over HTTP: unknown path, forbidden origin, stopping. */
  'refusedUpgrades',
  /** Sockets dropped unread, because as many were open as the relay may have. */
  'droppedSockets',
  'hostsJoined',
  'channelsOpened',
  'framesToHosts',
  'framesToDevices',
  /** Frames for a channel that is closed. */
  'framesDropped',
  'paused',
  'resumed',
  /** Times that a device was not read because its host was slow. */
  'hostPaused',
  'pings',
] as const;

export type CounterName = (typeof own)[number] | `closed.${CloseName}`;
export type Counters = Record<CounterName, number>;

export function newCounters(): Counters {
  const closes = (Object.keys(CloseCode) as CloseName[]).map((name) => `closed.${name}` as const);
  return Object.fromEntries([...own, ...closes].map((name) => [name, 0])) as Counters;
}
