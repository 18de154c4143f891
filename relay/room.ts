/**
 * Who is connected to whom: a pure machine without sockets or a clock. Each input returns the effects that the
 * shell must carry out, in order.
 *
 * ```
 *            hostJoined                     deviceJoined              shut · deviceLeft · overrun · stalled
 *  (absent) ────────────▶ host, no channels ────────────▶ channel n ──────────────────────────────────────▶ gone
 *      ▲                     │  ▲ admissions                 │ ▲        withdrawn · expired · host gone
 *      └─ hostLeft, replaced ┘  └ (a new set)         paused │ │ resumed
 *                                                            ▼ │
 *                                                          waiting
 * ```
 *
 * Invariants: a host id has at most one host. A channel belongs to one host and one device for life. Channel ids
 * rise on a host connection and are never used again. Every open channel stands under an admission in force.
 * A closed channel has left every table before the effect that says so.
 */
import type { AdmissionKey, HostId } from '../protocol/identity.ts';
import {
  type Admission,
  type ClosedReason,
  type CloseName,
  closeNameOfShut,
  encodeAdmitted,
  encodeAdmitting,
  encodeClosed,
  encodeHostReady,
  encodeOpened,
  encodePause,
  encodeResume,
  type ShutReason,
} from '../protocol/relay-frames.ts';
import { hostLimits, type Limits } from './limits.ts';

/** `P` is the shell's own object for a connection; the machine only hands it back. */
export type Effect<P> =
  | { readonly do: 'send'; readonly to: P; readonly frame: Uint8Array }
  | { readonly do: 'close'; readonly to: P; readonly why: CloseName }
  /** Call `alarm(host)` at this time, instead of at any earlier one; `undefined`: not at all. */
  | { readonly do: 'alarm'; readonly host: Host<P>; readonly at: number | undefined };

/** A connected host. */
export interface Host<P> {
  readonly id: HostId;
  readonly peer: P;
  /** The open channels by id: what the shell looks up for each `Data` frame. */
  readonly channels: ReadonlyMap<number, Channel<P>>;
}

/** A device's way to its host. */
export interface Channel<P> {
  readonly id: number;
  readonly host: Host<P>;
  readonly device: P;
}

/** An admission in force; the same object for as long as the host repeats it. */
interface Grant {
  /** See `nameOf`. */
  readonly name: string;
  /** Milliseconds of the shell's clock; infinite without an end. */
  endsAt: number;
  channels: number;
}

interface OpenChannel<P> extends Channel<P> {
  readonly host: ConnectedHost<P>;
  readonly grant: Grant;
  stalledAt: number | undefined;
}

interface ConnectedHost<P> extends Host<P> {
  readonly channels: Map<number, OpenChannel<P>>;
  /** Few, and looked through when a device comes: a map would be most of what a host at rest costs. */
  grants: readonly Grant[];
  revision: number;
  lastChannel: number;
  alarmAt: number | undefined;
}

const HIGHEST_CHANNEL = 0xffff_ffff;

export class Room<P> {
  readonly #limits: Limits;
  readonly #hosts = new Map<HostId, ConnectedHost<P>>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get hostCount(): number {
    return this.#hosts.size;
  }

  get channelCount(): number {
    let count = 0;
    for (const { channels } of this.#hosts.values()) count += channels.size;
    return count;
  }

  /** A host proved its key. One that was here under the same key is told, and gives way. */
  hostJoined(peer: P, id: HostId): { readonly host: Host<P>; readonly effects: readonly Effect<P>[] } {
    const effects: Effect<P>[] = [];
    const former = this.#hosts.get(id);
    if (former !== undefined) this.#endHost(former, 'replaced', effects);
    const host: ConnectedHost<P> = {
      id,
      peer,
      channels: new Map(),
      grants: [],
      revision: -1,
      lastChannel: 0,
      alarmAt: undefined,
    };
    this.#hosts.set(id, host);
    effects.push({ do: 'send', to: peer, frame: encodeHostReady(hostLimits(this.#limits)) });
    return { host, effects };
  }

  /** The host's connection ended. */
  hostLeft(host: Host<P>): readonly Effect<P>[] {
    const connected = this.#connected(host);
    if (connected === undefined) return [];
    const effects: Effect<P>[] = [];
    this.#endHost(connected, undefined, effects);
    return effects;
  }

  /** The full set of admissions from now on, no key twice in it. Channels under one that is no longer in it are closed. */
  admissions(
    host: Host<P>,
    revision: number,
    admissions: readonly Admission[],
    now: number,
  ): readonly Effect<P>[] {
    const connected = this.#connected(host);
    if (connected === undefined) return [];
    const effects: Effect<P>[] = [];
    if (revision <= connected.revision) {
      this.#endHost(connected, 'badFrame', effects);
      return effects;
    }
    if (admissions.length > this.#limits.admissions) {
      this.#endHost(connected, 'admissions', effects);
      return effects;
    }
    const former = new Map(connected.grants.map((grant) => [grant.name, grant]));
    connected.revision = revision;
    connected.grants = admissions.map(({ key, secondsLeft, channels }) => {
      const name = nameOf(key);
      const endsAt = secondsLeft === 0 ? Number.POSITIVE_INFINITY : now + secondsLeft * 1000;
      const grant = former.get(name) ?? { name, endsAt, channels };
      grant.endsAt = endsAt;
      grant.channels = channels;
      former.delete(name);
      return grant;
    });
    const withdrawn = [...former.values()];
    this.#closeAll(openUnder(connected, withdrawn), 'withdrawn', 'withdrawn', effects);
    effects.push({ do: 'send', to: connected.peer, frame: encodeAdmitting(revision) });
    this.#setAlarm(connected, effects);
    return effects;
  }

  /**
   * A device proved that it holds an admission key. The answer to an unknown host and to a key that the host
   * does not admit is the same.
   */
  deviceJoined(
    device: P,
    hostId: HostId,
    key: AdmissionKey,
    now: number,
  ): { readonly channel: Channel<P> | undefined; readonly effects: readonly Effect<P>[] } {
    const host = this.#hosts.get(hostId);
    const name = nameOf(key);
    const grant = host?.grants.find((each) => each.name === name);
    if (host === undefined || grant === undefined || grant.endsAt <= now) return refuse(device, 'hostAbsent');
    // The newest wins: a phone that lost its network comes back before the relay has noticed that it was gone.
    const open = openUnder(host, [grant]);
    const displaced = open.slice(0, Math.max(0, open.length + 1 - grant.channels));
    if (host.channels.size - displaced.length >= this.#limits.channels) return refuse(device, 'hostChannels');
    if (host.lastChannel >= HIGHEST_CHANNEL) {
      const refusal = refuse(device, 'hostAbsent');
      this.#endHost(host, 'channelIds', refusal.effects);
      return refusal;
    }
    const effects: Effect<P>[] = [];
    this.#closeAll(displaced, 'displaced', 'displaced', effects);
    host.lastChannel += 1;
    const channel: OpenChannel<P> = {
      id: host.lastChannel,
      host,
      device,
      grant,
      stalledAt: undefined,
    };
    host.channels.set(channel.id, channel);
    effects.push({ do: 'send', to: host.peer, frame: encodeOpened(channel.id, key) });
    effects.push({ do: 'send', to: device, frame: encodeAdmitted() });
    this.#setAlarm(host, effects);
    return { channel, effects };
  }

  /** The device's connection ended, or the shell ended it. */
  deviceLeft(channel: Channel<P>, reason: ClosedReason): readonly Effect<P>[] {
    const open = this.#open(channel);
    if (open === undefined) return [];
    const effects: Effect<P>[] = [];
    this.#forget(open);
    effects.push({ do: 'send', to: open.host.peer, frame: encodeClosed(open.id, reason) });
    this.#setAlarm(open.host, effects);
    return effects;
  }

  /** The host ends a channel. One that is closed already crossed with `Closed`, and costs nothing. */
  shut(host: Host<P>, id: number, reason: ShutReason): readonly Effect<P>[] {
    const connected = this.#connected(host);
    const channel = connected?.channels.get(id);
    if (connected === undefined || channel === undefined) return [];
    const effects: Effect<P>[] = [];
    this.#forget(channel);
    effects.push({ do: 'close', to: channel.device, why: closeNameOfShut[reason] });
    this.#setAlarm(connected, effects);
    return effects;
  }

  /** Too much waits for the device: the host is asked to stop. */
  pause(channel: Channel<P>, now: number): readonly Effect<P>[] {
    const open = this.#open(channel);
    if (open === undefined || open.stalledAt !== undefined) return [];
    const effects: Effect<P>[] = [];
    open.stalledAt = now + this.#limits.pausedSeconds * 1000;
    effects.push({ do: 'send', to: open.host.peer, frame: encodePause(open.id) });
    this.#setAlarm(open.host, effects);
    return effects;
  }

  /** The device took all that waited. */
  resume(channel: Channel<P>): readonly Effect<P>[] {
    const open = this.#open(channel);
    if (open === undefined || open.stalledAt === undefined) return [];
    const effects: Effect<P>[] = [];
    open.stalledAt = undefined;
    effects.push({ do: 'send', to: open.host.peer, frame: encodeResume(open.id) });
    this.#setAlarm(open.host, effects);
    return effects;
  }

  /** More was sent to the device than may wait for it. */
  overrun(channel: Channel<P>): readonly Effect<P>[] {
    const open = this.#open(channel);
    if (open === undefined) return [];
    const effects: Effect<P>[] = [];
    this.#closeAll([open], 'overrun', 'overrun', effects);
    this.#setAlarm(open.host, effects);
    return effects;
  }

  /** The time of an `alarm` effect has come: ends what ran out. Early or late calls do no harm. */
  alarm(host: Host<P>, now: number): readonly Effect<P>[] {
    const connected = this.#connected(host);
    if (connected === undefined) return [];
    const effects: Effect<P>[] = [];
    connected.alarmAt = undefined;
    const expired = connected.grants.filter(({ endsAt }) => endsAt <= now);
    connected.grants = connected.grants.filter(({ endsAt }) => endsAt > now);
    this.#closeAll(openUnder(connected, expired), 'withdrawn', 'expired', effects);
    const stalled = [...connected.channels.values()].filter(({ stalledAt }) => (stalledAt ?? now + 1) <= now);
    this.#closeAll(stalled, 'stalled', 'stalled', effects);
    this.#setAlarm(connected, effects);
    return effects;
  }

  #endHost(host: ConnectedHost<P>, why: CloseName | undefined, effects: Effect<P>[]): void {
    this.#hosts.delete(host.id);
    for (const channel of [...host.channels.values()]) {
      this.#forget(channel);
      effects.push({ do: 'close', to: channel.device, why: 'hostAbsent' });
    }
    host.grants = [];
    if (why !== undefined) effects.push({ do: 'close', to: host.peer, why });
    this.#setAlarm(host, effects);
  }

  #closeAll(
    channels: Iterable<OpenChannel<P>>,
    why: CloseName,
    reason: ClosedReason,
    effects: Effect<P>[],
  ): void {
    for (const channel of [...channels]) {
      this.#forget(channel);
      effects.push({ do: 'close', to: channel.device, why });
      effects.push({ do: 'send', to: channel.host.peer, frame: encodeClosed(channel.id, reason) });
    }
  }

  #forget(channel: OpenChannel<P>): void {
    channel.host.channels.delete(channel.id);
  }

  #setAlarm(host: ConnectedHost<P>, effects: Effect<P>[]): void {
    let at = Number.POSITIVE_INFINITY;
    for (const { endsAt } of host.grants) at = Math.min(at, endsAt);
    for (const { stalledAt } of host.channels.values()) at = Math.min(at, stalledAt ?? at);
    const next = Number.isFinite(at) ? at : undefined;
    if (next === host.alarmAt) return;
    host.alarmAt = next;
    effects.push({ do: 'alarm', host, at: next });
  }

  /** The same object as the machine knows it, unless it is gone. */
  #connected(host: Host<P>): ConnectedHost<P> | undefined {
    const connected = this.#hosts.get(host.id);
    return connected === host ? connected : undefined;
  }

  #open(channel: Channel<P>): OpenChannel<P> | undefined {
    return this.#connected(channel.host)?.channels.get(channel.id);
  }
}

function refuse<P>(device: P, why: CloseName): { channel: undefined; effects: Effect<P>[] } {
  return { channel: undefined, effects: [{ do: 'close', to: device, why }] };
}

/** In the order in which they were opened. A host has few channels, and looks for some only when one comes or goes. */
function openUnder<P>(host: ConnectedHost<P>, grants: readonly Grant[]): readonly OpenChannel<P>[] {
  if (grants.length === 0) return [];
  return [...host.channels.values()].filter(({ grant }) => grants.includes(grant));
}

/** Bytes as a map key. Never shown to anybody. */
function nameOf(key: Uint8Array): string {
  return String.fromCharCode(...key);
}
