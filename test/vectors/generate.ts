/**
 * Writes `link.json`, `handshake.json` and `frames.json` beside itself: `node --import tsx test/vectors/generate.ts`.
 * Everything in them comes from the second implementation in `test/protocol/independent.ts` and from fixed names, so
 * that a run changes nothing unless the protocol changed. Each failure has one reason, named as `protocol/` names it.
 */
import { writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import * as p from '../protocol/independent.ts';

function write(name: string, cases: readonly ({ name: string } & Record<string, unknown>)[]): void {
  const names = new Set(cases.map((each) => each.name));
  if (names.size !== cases.length) throw new Error(`${name}: two cases of one name`);
  writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(cases, null, 1)}\n`);
}

/** A copy with one bit turned over. */
function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}

// ---- Keys that all cases share

const hostSeed = p.fixed('host');
const hostKey = p.publicOf('ed25519', hostSeed);
const otherSeed = p.fixed('other host');
const identitySeed = p.fixed('identity');
const pairingSecret = p.fixed('pairing secret');
const deviceSecret = p.fixed('device secret');
const de = p.fixed('device ephemeral');
const he = p.fixed('host ephemeral');
const identityKey = p.publicOf('ed25519', identitySeed);
const admissionKey = p.publicOf('ed25519', p.fixed('admission'));
const info = Buffer.from('{"name":"Telefon für Ada"}');
const device: p.DeviceFields = { identitySeed, identityKey, admissionKey, info };

const IDENTITY_POINT = Buffer.from(`01${'00'.repeat(31)}`, 'hex');
/** Fits every message under a key that is the neutral element. */
const FITS_ALL = Buffer.concat([IDENTITY_POINT, Buffer.alloc(32)]);

// ---- link.json

const ORIGIN = 'https://app.outpost.example';
const RELAY = 'wss://relay.example.net';
const EXPIRY = 1_900_000_000;
const good: p.LinkFields = { expiresAt: EXPIRY, hostKey, secret: pairingSecret, relay: RELAY };
const text = (payload: Buffer, origin = ORIGIN) => `${origin}/#${payload.toString('base64url')}`;
const accepted = (clientOrigin: string, relayUrl: string) => ({
  link: {
    clientOrigin,
    relayUrl,
    expiresAt: EXPIRY,
    hostPublicKey: hostKey.toString('hex'),
    pairingSecret: pairingSecret.toString('hex'),
  },
});
const withRelay = (relay: string | Buffer) => text(p.linkPayload({ ...good, relay }));
const own = p.linkPayload({ ...good, relay: '' });
const payload = p.linkPayload(good);

write('link', [
  { name: 'a relay of its own', text: text(payload), ...accepted(ORIGIN, RELAY) },
  { name: 'served by the relay', text: text(own), ...accepted(ORIGIN, 'wss://app.outpost.example') },
  {
    name: 'in the LAN, without TLS',
    text: text(own, 'http://192.168.1.20:8080'),
    ...accepted('http://192.168.1.20:8080', 'ws://192.168.1.20:8080'),
  },
  {
    name: 'an IPv6 address of the LAN',
    text: text(own, 'http://[fd00::7]:8080'),
    ...accepted('http://[fd00::7]:8080', 'ws://[fd00::7]:8080'),
  },
  ...[
    'ws://127.0.0.1:7000',
    'ws://localhost:7000',
    'ws://[::1]:7000',
    'ws://172.31.0.1',
    'ws://100.101.2.3',
  ].map((relay) => ({ name: `to ${relay}`, text: withRelay(relay), ...accepted(ORIGIN, relay) })),
  { name: 'in its last second', text: text(payload), now: EXPIRY, ...accepted(ORIGIN, RELAY) },

  { name: 'nothing', text: '', failure: 'notALink' },
  { name: 'a word', text: 'outpost', failure: 'notALink' },
  { name: 'no fragment', text: `${ORIGIN}/`, failure: 'notALink' },
  { name: 'another scheme', text: text(payload, 'ftp://app.outpost.example'), failure: 'notALink' },
  { name: 'a scheme of its own', text: text(payload, 'outpost://pair'), failure: 'notALink' },
  {
    name: 'an open network without TLS',
    text: text(own, 'http://app.outpost.example'),
    failure: 'originNotAllowed',
  },
  { name: 'a public address without TLS', text: text(own, 'http://8.8.8.8'), failure: 'originNotAllowed' },
  { name: 'beside a private range', text: text(own, 'http://172.32.0.1'), failure: 'originNotAllowed' },
  {
    name: 'a name that begins like an address',
    text: text(own, 'http://10.0.0.1.example.net'),
    failure: 'originNotAllowed',
  },
  {
    name: 'a name before an @',
    text: text(payload, 'https://app.outpost.example@evil.example'),
    failure: 'originNotAllowed',
  },
  { name: 'a path', text: `${ORIGIN}/a/#${payload.toString('base64url')}`, failure: 'originNotAllowed' },
  { name: 'a query', text: `${ORIGIN}/?#${payload.toString('base64url')}`, failure: 'originNotAllowed' },
  { name: 'an empty fragment', text: `${ORIGIN}/#`, failure: 'damaged' },
  { name: 'cut off', text: text(payload).slice(0, -1), failure: 'damaged' },
  { name: 'cut in the middle', text: text(payload.subarray(0, 40)), failure: 'damaged' },
  { name: 'padding', text: `${text(payload)}=`, failure: 'damaged' },
  { name: 'white space at the end', text: `${text(payload)} `, failure: 'damaged' },
  { name: 'a flipped bit in the host key', text: text(flipped(payload, 9)), failure: 'damaged' },
  { name: 'a flipped bit in the version', text: text(flipped(payload, 0)), failure: 'damaged' },
  {
    name: 'a wrong checksum',
    text: text(p.linkPayload({ ...good, checksum: Buffer.alloc(4) })),
    failure: 'damaged',
  },
  {
    name: 'bytes behind the relay',
    text: text(p.linkPayload({ ...good, after: Buffer.of(0) })),
    failure: 'damaged',
  },
  { name: 'a relay longer than the link', text: text(lyingLength()), failure: 'damaged' },
  { name: 'a relay that is not UTF-8', text: withRelay(Buffer.of(0xff, 0xfe)), failure: 'damaged' },
  { name: 'only a checksum', text: text(p.H(Buffer.alloc(0)).subarray(0, 4)), failure: 'damaged' },
  { name: 'a later version', text: text(p.linkPayload({ ...good, version: 2 })), failure: 'version' },
  { name: 'version zero', text: text(p.linkPayload({ ...good, version: 0 })), failure: 'version' },
  { name: 'a second too late', text: text(payload), now: EXPIRY + 1, failure: 'expired' },
  ...[
    'ws://relay.example.net',
    'ws://8.8.8.8',
    'ws://100.128.0.1',
    'ws://[2001:db8::1]',
    'ws://printer.local',
    'https://relay.example.net',
    'wss://relay.example.net/path',
    'wss://relay.example.net?',
    'wss://relay.example.net#',
    'wss://user@relay.example.net',
    'wss://',
    'relay.example.net:443',
    ' wss://relay.example.net',
  ].map((relay) => ({
    name: `relay ${JSON.stringify(relay)}`,
    text: withRelay(relay),
    failure: 'relayNotAllowed',
  })),
  {
    name: 'a host key of small order',
    text: text(p.linkPayload({ ...good, hostKey: IDENTITY_POINT })),
    failure: 'hostKey',
  },
  {
    name: 'too long',
    text: withRelay(`wss://${'a'.repeat(63)}.${'b'.repeat(63)}.example`),
    failure: 'tooLong',
  },
]);

function lyingLength(): Buffer {
  const content = Buffer.concat([
    Buffer.of(1),
    p.u32(EXPIRY),
    hostKey,
    pairingSecret,
    p.u16(500),
    Buffer.from(RELAY),
  ]);
  return Buffer.concat([content, p.H(content).subarray(0, 4)]);
}

// ---- handshake.json

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

const hex = (bytes: Buffer) => bytes.toString('hex');
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

write('handshake', [
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
]);

// ---- frames.json

const frameKey = p.fixed('frames');
const say = (content: string) => p.framePlaintext(0, Buffer.from(content));
const first = p.sealFrame(frameKey, 0, say('{"n":0}'));
const deflated = (content: Buffer) => p.framePlaintext(1, deflateRawSync(content));

function frames(
  name: string,
  sealed: Buffer[],
  opens: (string | null)[],
  failure?: string,
  rekeyInterval = 2 ** 20,
) {
  const ends = failure ? { failure } : {};
  return { name, key: hex(frameKey), rekeyInterval, frames: sealed.map(hex), opens, ...ends };
}

/** A first frame with this plaintext. */
const bad = (name: string, failure: string, plaintext: Buffer) =>
  frames(name, [p.sealFrame(frameKey, 0, plaintext)], [], failure);

const nonzero = say('{"n":0}');
nonzero[nonzero.length - 1] = 1;
const long = say('{"n":0}');
long.writeUInt32BE(long.length, 1);

write('frames', [
  frames('one', [first], ['{"n":0}']),
  frames('two', [first, p.sealFrame(frameKey, 1, say('{"n":1}'))], ['{"n":0}', '{"n":1}']),
  frames('an empty text', [p.sealFrame(frameKey, 0, say(''))], ['']),
  frames('the longest of 64 bytes', [p.sealFrame(frameKey, 0, say('x'.repeat(43)))], ['x'.repeat(43)]),
  frames('the shortest of 128', [p.sealFrame(frameKey, 0, say('x'.repeat(44)))], ['x'.repeat(44)]),
  frames('the longest of 512', [p.sealFrame(frameKey, 0, say('x'.repeat(491)))], ['x'.repeat(491)]),
  frames('the shortest of 768', [p.sealFrame(frameKey, 0, say('x'.repeat(492)))], ['x'.repeat(492)]),
  frames(
    'padded to 2 KiB',
    [p.sealFrame(frameKey, 0, p.framePlaintext(0, Buffer.from('yes'), 2048))],
    ['yes'],
  ),
  frames(
    'deflated',
    [p.sealFrame(frameKey, 0, deflated(Buffer.from('again '.repeat(50))))],
    ['again '.repeat(50)],
  ),
  frames(
    'over two changes of the key',
    [0, 1, 2, 3, 4].map((i) => p.sealFrame(frameKey, i, say(`${i}`), 2)),
    ['0', '1', '2', '3', '4'],
    undefined,
    2,
  ),

  frames('repeated', [first, first], ['{"n":0}'], 'unsealed'),
  frames('one dropped', [p.sealFrame(frameKey, 1, say('{"n":1}'))], [], 'unsealed'),
  frames('after a failure', [flipped(first, 0), first], [], 'unsealed'),
  frames('a flipped bit in the tag', [flipped(first, first.length - 1)], [], 'unsealed'),
  frames('under another key', [p.sealFrame(p.fixed('other'), 0, say('{"n":0}'))], [], 'unsealed'),
  frames(
    'the key not changed when due',
    [p.sealFrame(frameKey, 0, say('0'), 1), p.sealFrame(frameKey, 1, say('1'))],
    ['0'],
    'unsealed',
    1,
  ),
  frames('with other additional data', [otherAad()], [], 'unsealed'),
  frames('nothing', [Buffer.alloc(0)], [], 'size'),
  frames('a byte short', [first.subarray(0, -1)], [], 'size'),
  frames('a byte long', [Buffer.concat([first, Buffer.of(0)])], [], 'size'),
  bad('576 bytes', 'size', p.framePlaintext(0, Buffer.from('x'), 576)),
  bad('a kind that does not exist', 'plaintext', p.framePlaintext(4, Buffer.from('{}'))),
  bad('padding that is not zero', 'plaintext', nonzero),
  bad('a length beyond the frame', 'plaintext', long),
  bad('a last part without a first', 'parts', p.framePlaintext(3, Buffer.from('{}'))),
  bad('a part that is too short', 'parts', p.framePlaintext(2, Buffer.from('{}'))),
  bad('an empty part', 'parts', p.framePlaintext(2, Buffer.alloc(0))),
  bad('not deflated', 'inflate', p.framePlaintext(1, Buffer.from('not deflated'))),
  bad(
    'deflated and cut off',
    'inflate',
    p.framePlaintext(1, deflateRawSync(Buffer.from('again')).subarray(0, -2)),
  ),
  bad('a bomb', 'tooLong', deflated(Buffer.alloc(8 * 1024 * 1024 + 1, 0x20))),
  bad('not UTF-8', 'text', p.framePlaintext(0, Buffer.of(0xc3, 0x28))),
  bad('deflated, and not UTF-8', 'text', deflated(Buffer.of(0xc3, 0x28))),
]);

function otherAad(): Buffer {
  return p.seal(frameKey, Buffer.alloc(12), p.label('outpost/2 frame'), say('{"n":0}'));
}
