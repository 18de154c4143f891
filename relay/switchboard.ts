/**
 * Between the room and the sockets: speaks the relay's frames with each connection, gives what happens to the
 * room, and carries out its effects. `Data` passes here without being parsed, copied or turned into a string.
 */
import { type AdmissionKey, admissionKey, type HostId } from '../protocol/identity.ts';
import {
  type ClosedReason,
  type CloseName,
  DATA_HEADER,
  decodeFromDevice,
  decodeFromHost,
  encodeChallenge,
  FrameType,
  RelayFrameError,
  readChannel,
  writeChannel,
} from '../protocol/relay-frames.ts';
import type { Addresses } from './addresses.ts';
import { verifyAdmit, verifyHostAuth } from './auth.ts';
import type { Clock } from './clock.ts';
import type { Connection, Pressure, Receive } from './connection.ts';
import type { Counters } from './counters.ts';
import type { Limits } from './limits.ts';
import { type Channel, type Effect, type Host, Room } from './room.ts';

export interface SwitchboardOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly addresses: Addresses;
  /** The authorities that a peer may have dialled, as of now. */
  readonly names: () => readonly string[];
  /** The only hosts to serve; all of them when left out. */
  readonly allowedHosts?: ReadonlySet<string> | undefined;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly onHosts: (connected: number) => void;
}

export class Switchboard {
  readonly #options: SwitchboardOptions;
  readonly #limits: Limits;
  readonly #counters: Counters;
  readonly #clock: Clock;
  readonly #room: Room<Connection>;
  /** Of those that have not yet said who they are. */
  readonly #hellos = new Map<Connection, () => void>();
  readonly #alarms = new Map<Host<Connection>, () => void>();
  /** Devices that are not read until their host has taken what waits for it. */
  readonly #heldBack = new Map<Connection, Set<Connection>>();
  readonly #hostPressure: Pressure;
  readonly #devicePressure: Pressure;

  constructor(options: SwitchboardOptions) {
    this.#options = options;
    this.#limits = options.limits;
    this.#counters = options.counters;
    this.#clock = options.clock;
    this.#room = new Room(options.limits);
    this.#hostPressure = {
      bytes: options.limits.hostPauseBytes,
      onSlow: () => {},
      onDrained: (host) => this.#release(host),
    };
    this.#devicePressure = {
      bytes: options.limits.pauseBytes,
      onSlow: (device) => this.#pause(device),
      onDrained: (device) => this.#resume(device),
    };
  }

  present(): { hosts: number; channels: number } {
    return { hosts: this.#room.hostCount, channels: this.#room.channelCount };
  }

  /** A connection that came to the hosts' door. */
  greetHost(connection: Connection): void {
    const nonce = this.#challenge(connection);
    connection.receive = (_, bytes) => {
      const frame = this.#decode(connection, () => decodeFromHost(bytes));
      if (frame === undefined) return;
      if (frame.type !== 'hostAuth') return connection.close('badFrame');
      const id = verifyHostAuth(frame, nonce, this.#options.names());
      if (id === undefined) return connection.close('badAuth');
      const { allowedHosts, addresses } = this.#options;
      if (allowedHosts !== undefined && !allowedHosts.has(id)) return connection.close('hostNotAllowed');
      const full = addresses.enterAsHost(connection.address);
      if (full !== undefined) return connection.close(full);
      this.#seatHost(connection, id);
    };
  }

  /** A connection that came to the door of one host, which may or may not exist. */
  greetDevice(connection: Connection, hostId: HostId): void {
    const nonce = this.#challenge(connection);
    connection.receive = (_, bytes) => {
      const frame = this.#decode(connection, () => decodeFromDevice(bytes));
      if (frame === undefined) return;
      if (frame.type !== 'admit') return connection.close('badFrame');
      // Before the host is looked up, so that the work done says nothing about it.
      if (!verifyAdmit(frame, hostId, nonce, this.#options.names())) return connection.close('badAuth');
      const key = admissionKey(frame.admissionKey);
      this.#seatDevice(connection, hostId, key);
    };
  }

  /** A connection ended, by either side. */
  left(connection: Connection, why: CloseName | undefined): void {
    this.#hellos.get(connection)?.();
    this.#hellos.delete(connection);
    const { seat } = connection;
    if (seat === undefined) return;
    connection.seat = undefined;
    if (isHost(seat)) {
      this.#options.addresses.leaveAsHost(connection.address);
      this.#heldBack.delete(connection);
      this.#apply(this.#room.hostLeft(seat));
      this.#options.onHosts(this.#room.hostCount);
    } else {
      this.#heldBack.get(seat.host.peer)?.delete(connection);
      this.#apply(this.#room.deviceLeft(seat, closedReason(why)));
    }
  }

  /** Apart from the greeting, so that nothing of it (its nonce) is held for as long as the connection lives. */
  #seatHost(connection: Connection, id: HostId): void {
    const { host, effects } = this.#room.hostJoined(connection, id);
    this.#admit(connection, this.#hostPressure);
    connection.seat = host;
    connection.receive = this.#fromHost;
    this.#counters.hostsJoined += 1;
    this.#apply(effects);
    this.#options.onHosts(this.#room.hostCount);
  }

  /** Likewise. */
  #seatDevice(connection: Connection, hostId: HostId, key: AdmissionKey): void {
    const { channel, effects } = this.#room.deviceJoined(connection, hostId, key, this.#clock.now());
    if (channel !== undefined) {
      this.#admit(connection, this.#devicePressure);
      connection.seat = channel;
      connection.receive = this.#fromDevice;
      this.#counters.channelsOpened += 1;
    }
    this.#apply(effects);
  }

  readonly #fromHost: Receive = (connection, frame) => {
    const host = connection.seat as Host<Connection>;
    if (frame[0] !== FrameType.data) this.#hostControl(connection, host, frame);
    else if (frame.length < DATA_HEADER) connection.close('badFrame');
    else {
      const channel = host.channels.get(readChannel(frame));
      if (channel === undefined) this.#counters.framesDropped += 1;
      else this.#toDevice(channel, frame);
    }
  };

  #toDevice(channel: Channel<Connection>, frame: Uint8Array): void {
    const { device } = channel;
    if (device.waiting + frame.length > this.#limits.heldBytes && this.#overruns(device, frame)) {
      this.#apply(this.#room.overrun(channel));
      return;
    }
    writeChannel(frame, 0);
    device.send(frame);
    this.#counters.framesToDevices += 1;
  }

  /** A single frame may be longer than what may wait: it is too much only behind others. */
  #overruns(device: Connection, frame: Uint8Array): boolean {
    device.flush();
    return device.waiting > 0 && device.waiting + frame.length > this.#limits.heldBytes;
  }

  readonly #fromDevice: Receive = (connection, frame) => {
    const channel = connection.seat as Channel<Connection>;
    if (frame[0] !== FrameType.data || frame.length < DATA_HEADER) {
      connection.close('badFrame');
      return;
    }
    writeChannel(frame, channel.id);
    const host = channel.host.peer;
    host.send(frame);
    this.#counters.framesToHosts += 1;
    if (host.slow) this.#holdBack(connection, host);
  };

  #hostControl(connection: Connection, host: Host<Connection>, bytes: Uint8Array): void {
    const frame = this.#decode(connection, () => decodeFromHost(bytes));
    if (frame === undefined) return;
    if (frame.type === 'admissions') {
      this.#apply(this.#room.admissions(host, frame.revision, frame.admissions, this.#clock.now()));
    } else if (frame.type === 'shut') {
      this.#apply(this.#room.shut(host, frame.channel, frame.reason));
    } else {
      connection.close('badFrame');
    }
  }

  /** A slow device: its host is asked to stop. */
  #pause(device: Connection): void {
    const channel = channelOf(device);
    if (channel === undefined) return;
    this.#counters.paused += 1;
    this.#apply(this.#room.pause(channel, this.#clock.now()));
  }

  #resume(device: Connection): void {
    const channel = channelOf(device);
    if (channel === undefined) return;
    this.#counters.resumed += 1;
    this.#apply(this.#room.resume(channel));
  }

  /** A slow host: a device that sends to it is not read until the host has caught up. */
  #holdBack(device: Connection, host: Connection): void {
    if (host.waiting > this.#limits.hostHeldBytes) {
      host.close('hostOverrun');
      return;
    }
    const heldBack = this.#heldBack.get(host) ?? new Set();
    this.#heldBack.set(host, heldBack);
    if (heldBack.has(device)) return;
    heldBack.add(device);
    device.stopReading();
    this.#counters.hostPaused += 1;
  }

  #release(host: Connection): void {
    const heldBack = this.#heldBack.get(host) ?? [];
    this.#heldBack.delete(host);
    for (const device of heldBack) device.goOnReading();
  }

  #apply(effects: readonly Effect<Connection>[]): void {
    for (const effect of effects) {
      switch (effect.do) {
        case 'send':
          effect.to.send(effect.frame);
          if (effect.to.waiting > this.#limits.hostHeldBytes) effect.to.close('hostOverrun');
          break;
        case 'close':
          effect.to.close(effect.why);
          break;
        case 'alarm':
          this.#setAlarm(effect.host, effect.at);
          break;
        default:
          effect satisfies never;
      }
    }
  }

  #setAlarm(host: Host<Connection>, at: number | undefined): void {
    this.#alarms.get(host)?.();
    this.#alarms.delete(host);
    if (at === undefined) return;
    const cancel = this.#clock.after(Math.max(1, at - this.#clock.now()), () => {
      this.#alarms.delete(host);
      this.#apply(this.#room.alarm(host, this.#clock.now()));
    });
    this.#alarms.set(host, cancel);
  }

  #challenge(connection: Connection): Uint8Array {
    const nonce = this.#options.randomBytes(32);
    const cancel = this.#clock.after(this.#limits.helloSeconds * 1000, () =>
      connection.close('helloTimeout'),
    );
    this.#hellos.set(connection, cancel);
    connection.send(encodeChallenge(nonce));
    return nonce;
  }

  #admit(connection: Connection, pressure: Pressure): void {
    this.#hellos.get(connection)?.();
    this.#hellos.delete(connection);
    connection.admit(pressure);
  }

  #decode<Frame>(connection: Connection, decode: () => Frame): Frame | undefined {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof RelayFrameError)) throw error;
      connection.close('badFrame');
      return undefined;
    }
  }
}

type Seat = NonNullable<Connection['seat']>;
const isHost = (seat: Seat): seat is Host<Connection> => 'channels' in seat;

function channelOf({ seat }: Connection): Channel<Connection> | undefined {
  return seat === undefined || isHost(seat) ? undefined : seat;
}

/** What a host is told of the end of a device's connection. */
function closedReason(why: CloseName | undefined): ClosedReason {
  return why === undefined || why === 'stopping' ? 'deviceLeft' : 'misbehaved';
}
