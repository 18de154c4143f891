import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, fromHex, toHex } from '../../protocol/bytes.ts';
import {
  admitMessage,
  CloseCode,
  ClosedReason,
  closeNameOfShut,
  DATA_HEADER,
  decodeFromDevice,
  decodeFromHost,
  decodeFromRelay,
  encodeAdmissions,
  encodeAdmit,
  encodeAdmitted,
  encodeAdmitting,
  encodeChallenge,
  encodeClosed,
  encodeData,
  encodeHostAuth,
  encodeHostReady,
  encodeOpened,
  encodePause,
  encodeResume,
  encodeShut,
  type FrameFromDevice,
  type FrameFromHost,
  type FrameFromRelay,
  hostAuthMessage,
  RelayFrameError,
  readChannel,
  ShutReason,
  writeChannel,
  writeDataHeader,
} from '../../protocol/relay-frames.ts';
import vectors from '../vectors/relay-frames.json' with { type: 'json' };

type AnyFrame = FrameFromRelay | FrameFromHost | FrameFromDevice;

const decoders: Readonly<Record<string, (frame: Bytes) => AnyFrame>> = {
  relay: decodeFromRelay,
  host: decodeFromHost,
  device: decodeFromDevice,
};

function encode(frame: AnyFrame): Bytes {
  switch (frame.type) {
    case 'challenge':
      return encodeChallenge(frame.nonce);
    case 'hostAuth':
      return encodeHostAuth(frame.hostPublicKey, frame.signature);
    case 'hostReady':
      return encodeHostReady(frame.limits);
    case 'admissions':
      return encodeAdmissions(frame.revision, frame.admissions);
    case 'admitting':
      return encodeAdmitting(frame.revision);
    case 'admit':
      return encodeAdmit(frame.admissionKey, frame.signature);
    case 'admitted':
      return encodeAdmitted();
    case 'opened':
      return encodeOpened(frame.channel, frame.admissionKey);
    case 'closed':
      return encodeClosed(frame.channel, frame.reason);
    case 'data':
      return encodeData(frame.channel, frame.bytes);
    case 'shut':
      return encodeShut(frame.channel, frame.reason);
    case 'pause':
      return encodePause(frame.channel);
    case 'resume':
      return encodeResume(frame.channel);
  }
}

/** Byte strings as hex, as the vectors write them. */
function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, readable(field)]));
}

function kindOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof RelayFrameError) return error.kind;
    throw error;
  }
  return 'accepted';
}

describe('frames that are right', () => {
  test.each(vectors.frames)('$name', ({ from, hex, frame }) => {
    const decoded = decoders[from]!(fromHex(hex));
    expect(readable(decoded)).toEqual(frame);
    expect(toHex(encode(decoded))).toBe(hex);
  });
});

describe('frames that are refused', () => {
  test.each(vectors.failures)('$name: $error', ({ from, hex, error }) => {
    expect(kindOf(() => decoders[from]!(fromHex(hex)))).toBe(error);
  });
});

describe('what is signed', () => {
  test.each(vectors.signed)('$name', ({ message, hostId, nonce, authority, hex }) => {
    const bytes =
      message === 'admit'
        ? admitMessage(hostId!, fromHex(nonce), authority)
        : hostAuthMessage(fromHex(nonce), authority);
    expect(toHex(bytes)).toBe(hex);
  });

  test('a host id or nonce of another length is a bug of the caller', () => {
    expect(() => hostAuthMessage(new Uint8Array(31), 'relay.example:443')).toThrow(RangeError);
    expect(() => admitMessage('short', new Uint8Array(32), 'relay.example:443')).toThrow(RangeError);
  });
});

test('any bytes decode to a frame that encodes to the same bytes, or to a named refusal', () => {
  const someType = fc.integer({ min: 0, max: 15 });
  const bytes = fc
    .tuple(someType, fc.uint8Array({ maxLength: 120 }))
    .map(([type, rest]) => Uint8Array.of(type, ...rest));
  fc.assert(
    fc.property(fc.constantFrom('relay', 'host', 'device'), bytes, (from, frame) => {
      let decoded: AnyFrame;
      try {
        decoded = decoders[from]!(frame);
      } catch (error) {
        expect(error).toBeInstanceOf(RelayFrameError);
        return;
      }
      expect(encode(decoded)).toEqual(frame);
    }),
    { numRuns: 2000 },
  );
});

test('a Data frame is made, read and re-addressed in place, without a copy', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0xffff_ffff }),
      fc.uint8Array({ maxLength: 64 }),
      (channel, payload) => {
        const frame = new Uint8Array(DATA_HEADER + payload.length);
        frame.set(payload, DATA_HEADER);
        writeDataHeader(frame, 7);
        writeChannel(frame, channel);
        expect(readChannel(frame)).toBe(channel);
        expect(frame).toEqual(encodeData(channel, payload));
      },
    ),
  );
  const frame = encodeData(1, Uint8Array.of(1, 2, 3));
  const decoded = decodeFromHost(frame);
  expect(decoded.type === 'data' && decoded.bytes.buffer).toBe(frame.buffer);
});

test('what is decoded from a Buffer is made of plain arrays: a Buffer’s slice would share memory', () => {
  const admit = decodeFromDevice(Buffer.from(encodeAdmit(new Uint8Array(32), new Uint8Array(64))));
  expect(admit.type === 'admit' && Buffer.isBuffer(admit.admissionKey)).toBe(false);
  const data = decodeFromHost(Buffer.from(encodeData(1, Uint8Array.of(1))));
  expect(data.type === 'data' && Buffer.isBuffer(data.bytes)).toBe(false);
});

test('an encoder refuses what does not fit its field', () => {
  const key = new Uint8Array(32);
  expect(() => encodeChallenge(new Uint8Array(31))).toThrow(RangeError);
  expect(() => encodeHostAuth(new Uint8Array(33), new Uint8Array(64))).toThrow(RangeError);
  expect(() => encodeAdmit(key, new Uint8Array(63))).toThrow(RangeError);
  expect(() => encodeAdmissions(-1, [])).toThrow(RangeError);
  expect(() => encodeAdmissions(0, [{ key, secondsLeft: 0, channels: 0 }])).toThrow(RangeError);
  expect(() => encodeAdmissions(0, [{ key, secondsLeft: 0, channels: 256 }])).toThrow(RangeError);
  expect(() => encodeOpened(0, key)).toThrow(RangeError);
  expect(() => encodePause(0x1_0000_0000)).toThrow(RangeError);
  expect(() => writeDataHeader(new Uint8Array(4), 1)).toThrow(RangeError);
});

test('no code and no reason is used twice', () => {
  for (const table of [CloseCode, ClosedReason, ShutReason]) {
    const values = Object.values<number>(table);
    expect(new Set(values).size).toBe(values.length);
  }
  expect(Object.keys(closeNameOfShut)).toEqual(Object.keys(ShutReason));
});
