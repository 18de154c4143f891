/** Links of pairing: what each says, or why it is none. */
import * as p from '../protocol/independent.ts';
import { flipped } from './bytes.ts';
import { hostKey, IDENTITY_POINT, pairingSecret } from './keys.ts';

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

export const LINK_CASES = [
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
];

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
