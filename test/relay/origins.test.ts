import { describe, expect, test } from 'vitest';
import { isAllowedOrigin, requireAuthority, requireOrigin } from '../../relay/origins.ts';

const allowed = new Set(['https://outpost.example']);
const own = ['192.168.1.5:8443', 'relay.example:443', '[fd00::5]:80'];

test.each([
  [undefined, true],
  ['https://outpost.example', true],
  ['https://relay.example', true],
  ['http://192.168.1.5:8443', true],
  ['http://[fd00::5]', true],
  ['https://outpost.example:8443', false],
  ['http://relay.example', false],
  ['https://relay.example.evil.example', false],
  ['https://relay.example/', false],
  ['HTTPS://RELAY.EXAMPLE', false],
  ['ftp://relay.example:443', false],
  ['null', false],
  ['', false],
])('origin %s', (origin, expected) => {
  expect(isAllowedOrigin(origin, allowed, own)).toBe(expected);
});

describe('what a configuration may say', () => {
  test.each(['relay.example:443', '127.0.0.1:80', '[::1]:8443', 'a:1'])('authority %s', (name) => {
    expect(requireAuthority(name)).toBe(name);
  });
  test.each([
    'relay.example',
    'Relay.example:443',
    'relay.example:0',
    'wss://relay.example:443',
    ':443',
    'a b:1',
  ])('no authority: %s', (name) => {
    expect(() => requireAuthority(name)).toThrow(RangeError);
  });
  test.each(['*', 'null', 'outpost.example', 'https://outpost.example/x', 'wss://outpost.example'])(
    'no origin: %s',
    (origin) => {
      expect(() => requireOrigin(origin)).toThrow(RangeError);
    },
  );
});
