/**
 * The frames between the relay and its two kinds of peer, one frame in each binary WebSocket message.
 * The first byte is the type; integers are big-endian.
 *
 * ```
 * type          direction        body
 * 01 Challenge  relay → both     nonce 32
 * 02 HostAuth   host → relay     host public key 32, signature 64 over hostAuthMessage()
 * 03 HostReady  relay → host     limits: frameBytes u32, pauseBytes u32, heldBytes u32,
 *                                pausedSeconds u16, admissions u16, channels u16
 * 04 Admissions host → relay     revision u32, then for each: admission key 32, seconds left u32 (0: no end),
 *                                channels at once u8
 * 05 Admitting  relay → host     revision u32
 * 06 Admit      device → relay   admission key 32, signature 64 over admitMessage()
 * 07 Admitted   relay → device   (nothing)
 * 08 Opened     relay → host     channel u32, admission key 32
 * 09 Closed     relay → host     channel u32, reason u8
 * 0a Data       both ways        channel u32, bytes
 * 0b Shut       host → relay     channel u32, reason u8
 * 0c Pause      relay → host     channel u32
 * 0d Resume     relay → host     channel u32
 * ```
 *
 * `Data` looks the same on both sides of the relay. A device writes channel 0 and ignores what it reads there;
 * the relay writes the channel into those four bytes, or clears them, and forwards the very buffer it received.
 */

import { type Bytes, concat, lengthPrefixed, Reader, toHex, u8, u16, u32, utf8 } from './bytes.ts';
import { ClosedReason, ShutReason } from './relay-codes.ts';

export * from './relay-codes.ts';

export const FrameType = {
  challenge: 0x01,
  hostAuth: 0x02,
  hostReady: 0x03,
  admissions: 0x04,
  admitting: 0x05,
  admit: 0x06,
  admitted: 0x07,
  opened: 0x08,
  closed: 0x09,
  data: 0x0a,
  shut: 0x0b,
  pause: 0x0c,
  resume: 0x0d,
} as const;

/** Bytes of a `Data` frame before its payload: type u8, channel u32. */
export const DATA_HEADER = 5;

export const NONCE_BYTES = 32;
export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;
/** Characters of a host id: base32 of 16 bytes. */
export const HOST_ID_LENGTH = 26;

const ADMISSION_BYTES = KEY_BYTES + 4 + 1;
const HOST_READY_BYTES = 3 * 4 + 3 * 2;

/** The limits in force that a host has to know to stay within them. */
export interface HostLimits {
  /** Longest frame, type byte included. */
  readonly frameBytes: number;
  /** So much waiting for a device, and the host gets `Pause`. */
  readonly pauseBytes: number;
  /** So much waiting for a device, and its channel is closed. */
  readonly heldBytes: number;
  /** How long a channel may stay paused. */
  readonly pausedSeconds: number;
  /** How many admissions the set may have. */
  readonly admissions: number;
  /** How many channels the host may have. */
  readonly channels: number;
}

export interface Admission {
  readonly key: Bytes;
  /** 0: no end. */
  readonly secondsLeft: number;
  /** Channels at once, 1 to 255. */
  readonly channels: number;
}

export type Challenge = { readonly type: 'challenge'; readonly nonce: Bytes };
export type HostAuth = {
  readonly type: 'hostAuth';
  readonly hostPublicKey: Bytes;
  readonly signature: Bytes;
};
export type HostReady = { readonly type: 'hostReady'; readonly limits: HostLimits };
export type Admissions = {
  readonly type: 'admissions';
  readonly revision: number;
  readonly admissions: readonly Admission[];
};
export type Admitting = { readonly type: 'admitting'; readonly revision: number };
export type Admit = { readonly type: 'admit'; readonly admissionKey: Bytes; readonly signature: Bytes };
export type Admitted = { readonly type: 'admitted' };
export type Opened = { readonly type: 'opened'; readonly channel: number; readonly admissionKey: Bytes };
export type Closed = { readonly type: 'closed'; readonly channel: number; readonly reason: ClosedReason };
/** `bytes` is a view into the frame that was decoded, not a copy. */
export type Data = { readonly type: 'data'; readonly channel: number; readonly bytes: Bytes };
export type Shut = { readonly type: 'shut'; readonly channel: number; readonly reason: ShutReason };
export type Pause = { readonly type: 'pause'; readonly channel: number };
export type Resume = { readonly type: 'resume'; readonly channel: number };

/** What a host or a device may receive. Each of them ignores or refuses what is meant for the other. */
export type FrameFromRelay =
  | Challenge
  | HostReady
  | Admitting
  | Admitted
  | Opened
  | Closed
  | Data
  | Pause
  | Resume;
export type FrameFromHost = HostAuth | Admissions | Data | Shut;
export type FrameFromDevice = Admit | Data;

/**
 * Why bytes are no frame. `empty`: no type byte. `unknown-type`: a type that version 1 does not have.
 * `wrong-direction`: a type that this peer never sends. `wrong-length`: too long or too short for its type.
 * `bad-value`: a field outside its range. `duplicate-key`: an admission key twice in one set.
 */
export type RelayFrameErrorKind =
  | 'empty'
  | 'unknown-type'
  | 'wrong-direction'
  | 'wrong-length'
  | 'bad-value'
  | 'duplicate-key';

/** Bytes that are no relay frame. Never repeats the input. */
export class RelayFrameError extends Error {
  override readonly name = 'RelayFrameError';
  readonly kind: RelayFrameErrorKind;

  constructor(kind: RelayFrameErrorKind) {
    super(`relay frame: ${kind}`);
    this.kind = kind;
  }
}

// ---- What is signed

/** What a host signs: `"outpost/1 relay" || nonce || authority (u16 length)`. */
export function hostAuthMessage(nonce: Bytes, authority: string): Bytes {
  return concat(utf8('outpost/1 relay'), sized(nonce, NONCE_BYTES), lengthPrefixed(utf8(authority)));
}

/** What a device signs: `"outpost/1 admit" || hostId (26 characters) || nonce || authority (u16 length)`. */
export function admitMessage(hostId: string, nonce: Bytes, authority: string): Bytes {
  return concat(
    utf8('outpost/1 admit'),
    sized(utf8(hostId), HOST_ID_LENGTH),
    sized(nonce, NONCE_BYTES),
    lengthPrefixed(utf8(authority)),
  );
}

// ---- Encoding. A value that does not fit its field is a bug of the caller: RangeError.

export function encodeChallenge(nonce: Bytes): Bytes {
  return concat(u8(FrameType.challenge), sized(nonce, NONCE_BYTES));
}

export function encodeHostAuth(hostPublicKey: Bytes, signature: Bytes): Bytes {
  return concat(u8(FrameType.hostAuth), sized(hostPublicKey, KEY_BYTES), sized(signature, SIGNATURE_BYTES));
}

export function encodeHostReady(limits: HostLimits): Bytes {
  return concat(
    u8(FrameType.hostReady),
    u32(limits.frameBytes),
    u32(limits.pauseBytes),
    u32(limits.heldBytes),
    u16(limits.pausedSeconds),
    u16(limits.admissions),
    u16(limits.channels),
  );
}

/** `revision` must be higher with each set that is sent on a connection. */
export function encodeAdmissions(revision: number, admissions: readonly Admission[]): Bytes {
  const entries = admissions.map(({ key, secondsLeft, channels }) => {
    if (channels < 1) throw new RangeError('channels out of range');
    return concat(sized(key, KEY_BYTES), u32(secondsLeft), u8(channels));
  });
  return concat(u8(FrameType.admissions), u32(revision), ...entries);
}

export function encodeAdmitting(revision: number): Bytes {
  return concat(u8(FrameType.admitting), u32(revision));
}

export function encodeAdmit(admissionKey: Bytes, signature: Bytes): Bytes {
  return concat(u8(FrameType.admit), sized(admissionKey, KEY_BYTES), sized(signature, SIGNATURE_BYTES));
}

export function encodeAdmitted(): Bytes {
  return u8(FrameType.admitted);
}

export function encodeOpened(channel: number, admissionKey: Bytes): Bytes {
  return concat(channelFrame(FrameType.opened, channel), sized(admissionKey, KEY_BYTES));
}

export function encodeClosed(channel: number, reason: ClosedReason): Bytes {
  return concat(channelFrame(FrameType.closed, channel), u8(ClosedReason[reason]));
}

/** A device passes channel 0. To save the copy, reserve {@link DATA_HEADER} bytes and use {@link writeDataHeader}. */
export function encodeData(channel: number, bytes: Bytes): Bytes {
  const frame = new Uint8Array(DATA_HEADER + bytes.length);
  writeDataHeader(frame, channel);
  frame.set(bytes, DATA_HEADER);
  return frame;
}

/** Makes a `Data` frame of a buffer whose payload already stands behind the first {@link DATA_HEADER} bytes. */
export function writeDataHeader(frame: Bytes, channel: number): void {
  if (frame.length < DATA_HEADER) throw new RangeError('no room for the header');
  frame[0] = FrameType.data;
  writeChannel(frame, channel);
}

/** The channel of a frame that has one. The caller has checked that the frame is at least 5 bytes long. */
export function readChannel(frame: Bytes): number {
  return (
    (((frame[1] as number) << 24) |
      ((frame[2] as number) << 16) |
      ((frame[3] as number) << 8) |
      (frame[4] as number)) >>>
    0
  );
}

/** Writes the channel of a frame in place. The caller has checked the frame's length and the number's range. */
export function writeChannel(frame: Bytes, channel: number): void {
  frame[1] = channel >>> 24;
  frame[2] = channel >>> 16;
  frame[3] = channel >>> 8;
  frame[4] = channel;
}

export function encodeShut(channel: number, reason: ShutReason): Bytes {
  return concat(channelFrame(FrameType.shut, channel), u8(ShutReason[reason]));
}

export function encodePause(channel: number): Bytes {
  return channelFrame(FrameType.pause, channel);
}

export function encodeResume(channel: number): Bytes {
  return channelFrame(FrameType.resume, channel);
}

// ---- Decoding. Anything but exactly one well-formed frame: RelayFrameError.

/** For a host or a device: what the relay sends. */
export function decodeFromRelay(frame: Bytes): FrameFromRelay {
  switch (frameType(frame)) {
    case FrameType.challenge:
      return { type: 'challenge', nonce: body(frame, NONCE_BYTES).bytes(NONCE_BYTES) };
    case FrameType.hostReady:
      return { type: 'hostReady', limits: readHostLimits(body(frame, HOST_READY_BYTES)) };
    case FrameType.admitting:
      return { type: 'admitting', revision: body(frame, 4).u32() };
    case FrameType.admitted:
      body(frame, 0);
      return { type: 'admitted' };
    case FrameType.opened: {
      const read = body(frame, 4 + KEY_BYTES);
      return { type: 'opened', channel: channelOf(read), admissionKey: read.bytes(KEY_BYTES) };
    }
    case FrameType.closed: {
      const read = body(frame, 4 + 1);
      return { type: 'closed', channel: channelOf(read), reason: reasonOf(ClosedReason, read.u8()) };
    }
    case FrameType.data:
      return decodeData(frame);
    case FrameType.pause:
      return { type: 'pause', channel: channelOf(body(frame, 4)) };
    case FrameType.resume:
      return { type: 'resume', channel: channelOf(body(frame, 4)) };
    default:
      throw new RelayFrameError('wrong-direction');
  }
}

/** For the relay: what a host sends. */
export function decodeFromHost(frame: Bytes): FrameFromHost {
  switch (frameType(frame)) {
    case FrameType.hostAuth: {
      const read = body(frame, KEY_BYTES + SIGNATURE_BYTES);
      return {
        type: 'hostAuth',
        hostPublicKey: read.bytes(KEY_BYTES),
        signature: read.bytes(SIGNATURE_BYTES),
      };
    }
    case FrameType.admissions:
      return decodeAdmissions(frame);
    case FrameType.data:
      return decodeData(frame);
    case FrameType.shut: {
      const read = body(frame, 4 + 1);
      return { type: 'shut', channel: channelOf(read), reason: reasonOf(ShutReason, read.u8()) };
    }
    default:
      throw new RelayFrameError('wrong-direction');
  }
}

/** For the relay: what a device sends. */
export function decodeFromDevice(frame: Bytes): FrameFromDevice {
  switch (frameType(frame)) {
    case FrameType.admit: {
      const read = body(frame, KEY_BYTES + SIGNATURE_BYTES);
      return { type: 'admit', admissionKey: read.bytes(KEY_BYTES), signature: read.bytes(SIGNATURE_BYTES) };
    }
    case FrameType.data:
      return decodeData(frame);
    default:
      throw new RelayFrameError('wrong-direction');
  }
}

function decodeAdmissions(frame: Bytes): Admissions {
  const count = (frame.length - 1 - 4) / ADMISSION_BYTES;
  if (count < 0 || !Number.isInteger(count)) throw new RelayFrameError('wrong-length');
  const read = body(frame, frame.length - 1);
  const revision = read.u32();
  const seen = new Set<string>();
  const admissions = Array.from({ length: count }, () => {
    const admission = { key: read.bytes(KEY_BYTES), secondsLeft: read.u32(), channels: read.u8() };
    if (admission.channels === 0) throw new RelayFrameError('bad-value');
    const name = toHex(admission.key);
    if (seen.has(name)) throw new RelayFrameError('duplicate-key');
    seen.add(name);
    return admission;
  });
  return { type: 'admissions', revision, admissions };
}

function decodeData(frame: Bytes): Data {
  if (frame.length < DATA_HEADER) throw new RelayFrameError('wrong-length');
  return { type: 'data', channel: readChannel(frame), bytes: plainView(frame, DATA_HEADER) };
}

function readHostLimits(read: Reader): HostLimits {
  return {
    frameBytes: read.u32(),
    pauseBytes: read.u32(),
    heldBytes: read.u32(),
    pausedSeconds: read.u16(),
    admissions: read.u16(),
    channels: read.u16(),
  };
}

const LAST_TYPE = FrameType.resume;

function frameType(frame: Bytes): number {
  const type = frame[0];
  if (type === undefined) throw new RelayFrameError('empty');
  if (type === 0 || type > LAST_TYPE) throw new RelayFrameError('unknown-type');
  return type;
}

/** A reader of the fields behind the type byte, once they are known to be exactly `length` bytes. */
function body(frame: Bytes, length: number): Reader {
  if (frame.length !== 1 + length) throw new RelayFrameError('wrong-length');
  return new Reader(plainView(frame, 1));
}

/** A view that is no `Buffer`, whatever came in: a `Buffer`'s `slice` shares memory where a `Uint8Array`'s copies. */
function plainView(frame: Bytes, from: number): Bytes {
  return new Uint8Array(frame.buffer, frame.byteOffset + from, frame.length - from);
}

/** Channels count from 1; 0 stands for "this connection's" on a device's side and in `Data` only. */
function channelOf(read: Reader): number {
  const channel = read.u32();
  if (channel === 0) throw new RelayFrameError('bad-value');
  return channel;
}

function reasonOf<Name extends string>(table: Readonly<Record<Name, number>>, value: number): Name {
  for (const name of Object.keys(table) as Name[]) if (table[name] === value) return name;
  throw new RelayFrameError('bad-value');
}

function channelFrame(type: number, channel: number): Bytes {
  if (channel === 0) throw new RangeError('channel 0 has no frames of its own');
  return concat(u8(type), u32(channel));
}

function sized(bytes: Bytes, length: number): Bytes {
  if (bytes.length !== length) throw new RangeError(`expected ${length} bytes`);
  return bytes;
}
