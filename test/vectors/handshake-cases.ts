/** Handshakes as each side sees them: where they end, or why they fail. */
import * as p from '../protocol/independent.ts';
import { flipped, hex } from './bytes.ts';
import {
  admissionKey,
  de,
  device,
  deviceSecret,
  FITS_ALL,
  he,
  hostKey,
  hostSeed,
  IDENTITY_POINT,
  identityKey,
  identitySeed,
  info,
  otherSeed,
  pairingSecret,
} from './keys.ts';

const MODE = { pair: 0, resume: 1 };
type Mode = keyof typeof MODE;
type Wrong<T> = (right: T) => T;

/** One whole run of both sides, with the messages as they should be. */
function run(mode: Mode, fields: Partial<p.DeviceFields> = {}) {
  const psk = mode === 'pair' ? pairingSecret : deviceSecret;
  const hello = p.makeHello({ psk, mode: MODE[mode], ephemeral: de });
  const hePublic = p.publicOf('x25519', he);
  const agreed = p.agree(psk, p.DH(de, hePublic), hostKey, hello, hePublic);
  const hostHello = p.makeHostHello(agreed, hePublic, hostSeed);
  const th2 = p.secondTranscript(agreed, hostHello);
  const plaintext = p.devicePlaintext(th2, { ...device, ...fields });
  const deviceAuth = p.makeDeviceAuth(agreed, th2, plaintext);
  return { psk, hello, hePublic, agreed, hostHello, th2, plaintext, deviceAuth };
}

const outcome = (mode: Mode, { agreed, th2, deviceAuth }: ReturnType<typeof run>) => {
  const { sh2d, sd2h, nextSecret, check } = p.sessionOf(agreed, th2, deviceAuth);
  const session = { sh2d: hex(sh2d), sd2h: hex(sd2h), nextSecret: hex(nextSecret), check: hex(check) };
  return {
    mode,
    identityKey: hex(identityKey),
    admissionKey: hex(admissionKey),
    info: info.toString(),
    ...session,
  };
};

/** What the host knows, its ephemeral key, what it receives, and what it should answer with and end in. */
const asHost = { role: 'host', hostSeed: hex(hostSeed), ephemeral: hex(he) };
const known = {
  pair: { mode: 'pair', secret: hex(pairingSecret) },
  resume: {
    mode: 'resume',
    secret: hex(deviceSecret),
    identityKey: hex(identityKey),
    admissionKey: hex(admissionKey),
  },
};
const all = [known.pair, known.resume];
/** What the device holds, its ephemeral key, and what it receives. */
const asDevice = {
  role: 'device',
  hostPublicKey: hex(hostKey),
  ephemeral: hex(de),
  identitySeed: hex(identitySeed),
  admissionKey: hex(admissionKey),
  info: info.toString(),
};

const pair = run('pair');
const resume = run('resume');

function badHello(name: string, failure: string, make: Wrong<Buffer>, secrets: unknown[] = all) {
  return { name: `hello: ${name}`, ...asHost, known: secrets, receives: [hex(make(pair.hello))], failure };
}

function badAuth(
  name: string,
  failure: string,
  make: (right: ReturnType<typeof run>) => Buffer,
  mode: Mode = 'pair',
) {
  const right = mode === 'pair' ? pair : resume;
  const receives = [hex(right.hello), hex(make(right))];
  return {
    name: `device auth: ${name}`,
    ...asHost,
    known: all,
    receives,
    sends: [hex(right.hostHello)],
    failure,
  };
}

function badHostHello(name: string, failure: string, make: (right: ReturnType<typeof run>) => Buffer) {
  const receives = [hex(make(pair))];
  return {
    name: `host hello: ${name}`,
    ...asDevice,
    ...known.pair,
    sends: [hex(pair.hello)],
    receives,
    failure,
  };
}

const remade = (fields: Partial<p.HelloFields>) => () =>
  p.makeHello({ psk: pairingSecret, mode: 0, ephemeral: de, ...fields });
const sealedAs =
  (fields: Partial<p.DeviceFields>, wrong: { signature?: Buffer } = {}) =>
  ({ agreed, th2 }: ReturnType<typeof run>) =>
    p.makeDeviceAuth(agreed, th2, p.devicePlaintext(th2, { ...device, ...fields }, wrong));

// RFC 7748, section 6.1: whoever sends one of these chooses the shared secret alone. The last two are p and p + 1.
const SMALL_ORDER_X25519 = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((point) => Buffer.from(point, 'hex'));

const stranger = p.fixed('stranger');

export const HANDSHAKE_CASES = [
  ...(['pair', 'resume'] as const).flatMap((mode) => {
    const right = run(mode);
    const messages = {
      hello: hex(right.hello),
      hostHello: hex(right.hostHello),
      deviceAuth: hex(right.deviceAuth),
    };
    return [
      {
        name: `host: ${mode}`,
        ...asHost,
        known: all,
        receives: [messages.hello, messages.deviceAuth],
        sends: [messages.hostHello],
        outcome: outcome(mode, right),
      },
      {
        name: `device: ${mode}`,
        ...asDevice,
        ...known[mode],
        receives: [messages.hostHello],
        sends: [messages.hello, messages.deviceAuth],
        outcome: outcome(mode, right),
      },
    ];
  }),

  badHello('nothing', 'malformed', () => Buffer.alloc(0)),
  badHello('a byte short', 'malformed', (hello) => hello.subarray(0, -1)),
  badHello('a byte long', 'malformed', (hello) => Buffer.concat([hello, Buffer.of(0)])),
  badHello('the type of another message', 'malformed', (hello) =>
    Buffer.concat([Buffer.of(3), hello.subarray(1)]),
  ),
  badHello('a third mode', 'malformed', remade({ mode: 2 })),
  badHello('version 2', 'version', remade({ version: 2 })),
  badHello('version 0', 'version', remade({ version: 0 })),
  badHello('a secret that nobody knows', 'unknownSecret', remade({ psk: stranger })),
  badHello('a known id without its secret', 'mac', (hello) =>
    remade({ psk: stranger, id: hello.subarray(3, 19) })(),
  ),
  badHello('a flipped bit in de', 'mac', (hello) => flipped(hello, 20)),
  badHello('a flipped bit in the mac', 'mac', (hello) => flipped(hello, 66)),
  badHello('a mac of zeros', 'mac', (hello) => Buffer.concat([hello.subarray(0, 51), Buffer.alloc(16)])),
  badHello('to resume with the secret of a link', 'mode', remade({ mode: 1 })),
  badHello('to pair with the secret of a device', 'mode', remade({ psk: deviceSecret })),
  ...SMALL_ORDER_X25519.map((point, index) =>
    badHello(`de of small order, ${index}`, 'sharedSecret', remade({ de: point })),
  ),

  badAuth('nothing', 'malformed', () => Buffer.alloc(0)),
  badAuth('the same Hello again', 'malformed', ({ hello }) => hello),
  badAuth('shorter than any', 'malformed', ({ deviceAuth }) => deviceAuth.subarray(0, 146)),
  badAuth('longer than any', 'malformed', sealedAs({ info: Buffer.alloc(1025, 0x20) })),
  badAuth('a byte short', 'unsealed', ({ deviceAuth }) => deviceAuth.subarray(0, -1)),
  badAuth('a flipped bit', 'unsealed', ({ deviceAuth }) => flipped(deviceAuth, 100)),
  badAuth('sealed for another handshake', 'unsealed', () => resume.deviceAuth),
  badAuth('sealed without the secret', 'unsealed', ({ agreed, th2, plaintext }) =>
    p.makeDeviceAuth({ ...agreed, psk: stranger }, th2, plaintext),
  ),
  badAuth('sealed over another transcript', 'unsealed', ({ agreed, plaintext }) =>
    p.makeDeviceAuth(agreed, agreed.th1, plaintext),
  ),
  badAuth('an info longer than what is there', 'malformed', ({ agreed, th2, plaintext }) =>
    p.makeDeviceAuth(agreed, th2, plaintext.subarray(0, -1)),
  ),
  badAuth('bytes behind the info', 'malformed', ({ agreed, th2, plaintext }) =>
    p.makeDeviceAuth(agreed, th2, Buffer.concat([plaintext, Buffer.of(0)])),
  ),
  badAuth('an info that is not UTF-8', 'malformed', sealedAs({ info: Buffer.of(0xc3, 0x28) })),
  badAuth('signed by another key', 'signature', sealedAs({ identitySeed: stranger })),
  badAuth('a signature of zeros', 'signature', sealedAs({}, { signature: Buffer.alloc(64) })),
  badAuth('the signature of another handshake', 'signature', ({ agreed, th2 }) =>
    p.makeDeviceAuth(
      agreed,
      th2,
      p.devicePlaintext(th2, device, { signature: resume.plaintext.subarray(64, 128) }),
    ),
  ),
  badAuth(
    'an identity key of small order',
    'signature',
    sealedAs({ identityKey: IDENTITY_POINT }, { signature: FITS_ALL }),
  ),
  badAuth('an admission key of small order', 'keys', sealedAs({ admissionKey: IDENTITY_POINT })),
  badAuth(
    'another identity key than the record has',
    'keys',
    sealedAs({ identitySeed: stranger, identityKey: p.publicOf('ed25519', stranger) }),
    'resume',
  ),
  badAuth(
    'another admission key than the record has',
    'keys',
    sealedAs({ admissionKey: p.publicOf('ed25519', stranger) }),
    'resume',
  ),
  {
    name: 'device auth: the secret is gone by then',
    ...asHost,
    known: [known.pair],
    knownAfterHello: [],
    receives: [hex(pair.hello), hex(pair.deviceAuth)],
    sends: [hex(pair.hostHello)],
    failure: 'withdrawn',
  },
  {
    name: 'device auth: the same secret has another use by then',
    ...asHost,
    known: [known.pair],
    knownAfterHello: [{ ...known.resume, secret: known.pair.secret }],
    receives: [hex(pair.hello), hex(pair.deviceAuth)],
    sends: [hex(pair.hostHello)],
    failure: 'withdrawn',
  },
  {
    name: 'a message after the end',
    ...asHost,
    known: all,
    receives: [hex(pair.hello), hex(pair.deviceAuth), hex(pair.deviceAuth)],
    sends: [hex(pair.hostHello)],
    failure: 'over',
  },

  badHostHello('nothing', 'malformed', () => Buffer.alloc(0)),
  badHostHello('a byte short', 'malformed', ({ hostHello }) => hostHello.subarray(0, -1)),
  badHostHello('a byte long', 'malformed', ({ hostHello }) => Buffer.concat([hostHello, Buffer.of(0)])),
  badHostHello('the type of another message', 'malformed', ({ hostHello }) =>
    Buffer.concat([Buffer.of(1), hostHello.subarray(1)]),
  ),
  badHostHello('a flipped bit', 'unsealed', ({ hostHello }) => flipped(hostHello, 50)),
  badHostHello('by somebody without the secret', 'unsealed', ({ agreed, hePublic }) =>
    p.makeHostHello({ ...agreed, psk: stranger }, hePublic, hostSeed),
  ),
  badHostHello('for another Hello', 'unsealed', () => resume.hostHello),
  badHostHello('sealed over another transcript', 'unsealed', ({ agreed, hePublic, th2 }) =>
    p.makeHostHello(agreed, hePublic, hostSeed, { aad: th2 }),
  ),
  badHostHello('by another host that has the secret', 'signature', ({ agreed, hePublic }) =>
    p.makeHostHello(agreed, hePublic, otherSeed),
  ),
  badHostHello('a signature over another transcript', 'signature', ({ agreed, hePublic }) =>
    p.makeHostHello(agreed, hePublic, hostSeed, {
      signed: Buffer.concat([p.label('outpost/1 host'), stranger]),
    }),
  ),
  badHostHello('a signature made for the relay', 'signature', ({ agreed, hePublic }) =>
    p.makeHostHello(agreed, hePublic, hostSeed, {
      signed: Buffer.concat([p.label('outpost/1 relay'), agreed.th1]),
    }),
  ),
  ...SMALL_ORDER_X25519.map((point, index) =>
    badHostHello(`he of small order, ${index}`, 'sharedSecret', ({ hostHello }) =>
      Buffer.concat([Buffer.of(2), point, hostHello.subarray(33)]),
    ),
  ),
];
