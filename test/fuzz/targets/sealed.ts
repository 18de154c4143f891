/** The parsers behind which keys lie: both roles of the handshake, sealed frames, and what is inside them. */
import { concat, equal, u32 } from '../../../protocol/bytes.ts';
import { FrameError, framesOf, Kind, MAX_MESSAGE_BYTES, Opener, Sealer } from '../../../protocol/frames.ts';
import { helloMacInput, secretId } from '../../../protocol/handshake.ts';
import {
  type DeviceHandshakeOptions,
  deviceHandshake,
  startDeviceHandshake,
} from '../../../protocol/handshake-device.ts';
import {
  type HostHandshakeOptions,
  type HostHandshakeState,
  hostHandshake,
  hostHandshakeStart,
  type KnownSecret,
} from '../../../protocol/handshake-host.ts';
import { admissionKey, hostPublicKey, identityKey } from '../../../protocol/identity.ts';
import { nodeSuite } from '../../../protocol/node/suite.ts';
import type { SyncSuite } from '../../../protocol/suite.ts';
import { must, type Probe, type Target } from '../fuzzer.ts';
import { mutateBytes } from '../mutate.ts';

type Bytes = Uint8Array;
const bytesOf = (number: number, length = 32) => new Uint8Array(length).fill(number);
const publicKeyOf = (number: number) => nodeSuite.ed25519.publicKey(bytesOf(number));
const PSK = bytesOf(7);
const HOST_KEY = hostPublicKey(publicKeyOf(1));

/** Counts what costs, so that time is bounded by a number and not by a clock. */
class Work {
  dh = 0;
  signatures = 0;
  readonly suite: SyncSuite = {
    ...nodeSuite,
    x25519: {
      generate: () => nodeSuite.x25519.generate(),
      shared: (...args: Parameters<SyncSuite['x25519']['shared']>) => {
        this.dh += 1;
        return nodeSuite.x25519.shared(...args);
      },
    },
    ed25519: {
      ...nodeSuite.ed25519,
      verify: (...args: Parameters<SyncSuite['ed25519']['verify']>) => {
        this.signatures += 1;
        return nodeSuite.ed25519.verify(...args);
      },
    },
  };
}

const known: KnownSecret<string> = {
  mode: 'resume',
  secret: PSK,
  identityKey: identityKey(publicKeyOf(2)),
  admissionKey: admissionKey(publicKeyOf(3)),
  ref: 'phone',
};
const hostOptions = (suite: SyncSuite): HostHandshakeOptions<string> => ({
  suite,
  hostPublicKey: HOST_KEY,
  signingSeed: bytesOf(1),
  lookup: (id) => (equal(id, secretId(nodeSuite, PSK)) ? known : undefined),
});
const deviceOptions = (suite: SyncSuite): DeviceHandshakeOptions => ({
  suite,
  hostPublicKey: HOST_KEY,
  mode: 'resume',
  psk: { mac: (data) => nodeSuite.hmac(PSK, data) },
  identity: {
    publicKey: identityKey(publicKeyOf(2)),
    sign: (message) => nodeSuite.ed25519.sign(bytesOf(2), message),
  },
  admissionKey: admissionKey(publicKeyOf(3)),
  info: '{"name":"Phone","platform":"Node"}',
});

/** A handshake that succeeds, message by message. */
async function goodHandshake() {
  const device = await startDeviceHandshake(deviceOptions(nodeSuite));
  const hello = sent(device.effects);
  const host = hostHandshake(hostOptions(nodeSuite), hostHandshakeStart, hello);
  const hostHello = sent(host.effects);
  const second = await deviceHandshake(deviceOptions(nodeSuite), device.state, hostHello);
  return { device, hello, host, hostHello, deviceAuth: sent(second.effects) };
}
function sent(effects: readonly { type: string }[]): Bytes {
  const effect = effects.find(({ type }) => type === 'send') as { message: Bytes } | undefined;
  if (effect === undefined) throw new Error('the handshake did not go on');
  return effect.message;
}

const good = await goodHandshake();

/** Hellos with a mac that fits what was changed, as one who has the secret could send. */
const macked = (hello: Bytes): Bytes => {
  if (hello.length < 16) return hello;
  const before = hello.subarray(0, -16);
  return concat(before, nodeSuite.hmac(PSK, helloMacInput(before)).subarray(0, 16));
};

/** Whatever is not the one right message ends the channel in silence, before it costs much. */
class HostProbe implements Probe {
  take(input: Bytes): void {
    const [which] = input;
    const message = input.slice(1);
    const work = new Work();
    const options = hostOptions(work.suite);
    const begins = (which ?? 0) % 4 !== 0;
    const state: HostHandshakeState = begins ? hostHandshakeStart : good.host.state;
    const told = (which ?? 0) % 4 === 1 ? macked(message) : message;
    const step = hostHandshake(options, state, told);
    must(step.effects.length === 1, 'one message has one effect');
    must(work.dh <= 1 && work.signatures <= 1, 'one message costs one agreement and one signature at most');
    const [effect] = step.effects;
    if (effect!.type === 'close') {
      must(step.state.name === 'failed', 'who failed stays failed');
      const again = hostHandshake(options, step.state, begins ? good.hello : good.deviceAuth);
      must(again.state.name === 'failed', 'also for the right message');
    } else if (begins) {
      must(equal(told.subarray(-16), macked(told).subarray(-16)), 'only who has the secret is answered');
    } else {
      must(effect!.type === 'authenticated' && equal(told, good.deviceAuth), 'only the device gets in');
    }
    if (begins && work.dh > 0)
      must(equal(told.subarray(-16), macked(told).subarray(-16)), 'no work for strangers');
  }
}

export const handshakeHost: Target = {
  name: 'handshake-host',
  weight: 6,
  every: 5000,
  make: (random) =>
    mutateBytes(
      random,
      [0, 1, 2].flatMap((which) =>
        [good.hello, good.deviceAuth].map((bytes) => Uint8Array.of(which, ...bytes)),
      ),
    ),
  open: () => new HostProbe(),
};

/** The device believes its host and nobody else, and writes nothing for others. */
export const handshakeDevice: Target = {
  name: 'handshake-device',
  weight: 3,
  every: 2000,
  make: (random) => mutateBytes(random, [good.hostHello]),
  open: () => ({
    async take(input) {
      const work = new Work();
      const { state, effects } = await deviceHandshake(deviceOptions(work.suite), good.device.state, input);
      must(work.dh <= 1 && work.signatures <= 1, 'one message costs one agreement and one signature at most');
      if (state.name !== 'failed') must(equal(input, good.hostHello), 'only the host is believed');
      else must(effects.length === 1 && effects[0]!.type === 'close', 'what failed leaves nothing behind');
    },
  }),
};

const KEY = bytesOf(8);
const TEXTS = ['{}', '{"id":1,"method":"session/ping","params":{}}', 'ü'.repeat(2000)];
const PLAINTEXTS: readonly Bytes[] = [
  ...TEXTS.flatMap((text) => framesOf(text)),
  ...framesOf('a'.repeat(200_000)),
  concat(Uint8Array.of(Kind.part), u32(60 * 1024), bytesOf(0, 60 * 1024)),
  concat(Uint8Array.of(Kind.lastPart), u32(10), bytesOf(0, 10)),
].map((frame) => Uint8Array.from(frame));
const SEALED = new Sealer(nodeSuite, KEY);
const FRAMES = PLAINTEXTS.slice(0, 4).map((frame) => SEALED.seal(frame));

/** What a relay made of frames: none opens that was not sealed so and here, and after the first nothing does. */
export const sealedFrames: Target = {
  name: 'sealed-frames',
  weight: 8,
  every: 5000,
  make: (random) => mutateBytes(random, FRAMES),
  open: () => ({
    take(input) {
      const opener = new Opener(nodeSuite, KEY);
      const failure = failureOf(() => opener.open(input));
      if (failure === undefined) must(equal(input, FRAMES[0]!), 'only the first frame opens first');
      else must(failureOf(() => opener.open(FRAMES[0]!)) === 'over', 'after one that failed nothing opens');
    },
  }),
};

function failureOf(open: () => unknown): string | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    return error.failure;
  }
}

/** What a hostile peer seals: several frames in a row, made from good ones. A frame that is no frame ends it, by name. */
class PlaintextProbe implements Probe {
  #sealer = new Sealer(nodeSuite, KEY);
  #opener = new Opener(nodeSuite, KEY);
  #frames = 0;

  take(input: Bytes): void {
    const failure = failureOf(() => {
      const text = this.#opener.open(this.#sealer.seal(fitting(input)));
      must(text === undefined || text.length <= MAX_MESSAGE_BYTES, 'a message has a bound');
    });
    this.#frames += 1;
    must(this.#frames <= 20_000, 'a channel goes on for ever without a whole message');
    if (failure === undefined) return;
    must(failure !== 'unsealed' && failure !== 'over', 'what was sealed opens, and has a fault of its own');
    this.#sealer = new Sealer(nodeSuite, KEY);
    this.#opener = new Opener(nodeSuite, KEY);
  }
}

/** Zeros at the end, to a length that a sealed frame may have. */
function fitting(plaintext: Bytes): Bytes {
  const whole = plaintext.length + 16;
  const unit = whole <= 512 ? 64 : 256;
  return concat(
    plaintext.subarray(0, 65_520),
    new Uint8Array(Math.max(0, Math.ceil(whole / unit) * unit - whole)),
  );
}

export const plaintexts: Target = {
  name: 'plaintexts',
  weight: 8,
  every: 5000,
  make: (random) => (random.once(4) ? random.pick(PLAINTEXTS) : mutateBytes(random, PLAINTEXTS)),
  open: () => new PlaintextProbe(),
};
