import { describe, expect, test } from 'vitest';
import { Addresses, clientAddress } from '../../relay/addresses.ts';
import { resolveLimits } from '../../relay/limits.ts';
import { FakeClock } from './fake-clock.ts';

describe('the address that limits count for', () => {
  const none = new Set<string>();
  const proxies = new Set(['127.0.0.1', '10.0.0.2']);

  test.each([
    ['192.0.2.7', undefined, none, '192.0.2.7'],
    ['::ffff:192.0.2.7', undefined, none, '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', undefined, none, '2001:db8:1:2'],
    ['2001:db8:1:2::9', undefined, none, '2001:db8:1:2'],
    ['2001:0db8::9', undefined, none, '2001:db8:0:0'],
    ['fe80::1%eth0', undefined, none, 'fe80:0:0:0'],
    ['::1', undefined, none, '0:0:0:0'],
    ['192.0.2.7', '203.0.113.1', proxies, '192.0.2.7'],
    ['127.0.0.1', '203.0.113.1', proxies, '203.0.113.1'],
    ['::ffff:127.0.0.1', '203.0.113.1', proxies, '203.0.113.1'],
    ['127.0.0.1', '198.51.100.1, 203.0.113.1', proxies, '203.0.113.1'],
    ['127.0.0.1', '203.0.113.1, 10.0.0.2', proxies, '203.0.113.1'],
    ['127.0.0.1', '10.0.0.2', proxies, '10.0.0.2'],
    ['127.0.0.1', 'nonsense', proxies, '127.0.0.1'],
    ['127.0.0.1', '', proxies, '127.0.0.1'],
    ['127.0.0.1', undefined, proxies, '127.0.0.1'],
    [undefined, undefined, none, ''],
  ])('%s, forwarded for %s', (remote, forwarded, trusted, expected) => {
    expect(clientAddress(remote, forwarded, trusted)).toBe(expected);
  });
});

test('counts go back when connections leave, and one address does not fill another’s', () => {
  const addresses = new Addresses(resolveLimits({ addressConnections: 2, connections: 3 }), new FakeClock());
  expect(addresses.enter('a')).toBeUndefined();
  expect(addresses.enter('a')).toBeUndefined();
  expect(addresses.enter('a')).toBe('addressConnections');
  expect(addresses.enter('b')).toBeUndefined();
  expect(addresses.enter('c')).toBe('connections');
  addresses.leave('a');
  expect(addresses.enter('a')).toBeUndefined();
});

test('refusals are forgotten after a minute, and a flood of addresses is not remembered without end', () => {
  const clock = new FakeClock();
  const addresses = new Addresses(resolveLimits({ addressRefusals: 1 }), clock);
  addresses.refused('a');
  expect(addresses.enter('a')).toBe('addressRefusals');
  for (let number = 0; number < 20_000; number++) addresses.refused(`flood ${number}`);
  expect(addresses.enter('flood 0')).toBe('addressRefusals');
  expect(addresses.enter('flood 19999')).toBeUndefined();
  clock.advance(60_000);
  expect(addresses.enter('a')).toBeUndefined();
});
