import { expect, test } from 'vitest';
import { clientClassOf } from '../../../../main/host/devices/client-class.ts';

test.each([
  ['http://192.168.1.4:8722', 'ws://192.168.1.4:8722', 'plainHttp'],
  ['https://studio.tail1234.ts.net', 'wss://studio.tail1234.ts.net', 'relay'],
  ['https://four-words.trycloudflare.com', 'wss://four-words.trycloudflare.com', 'relay'],
  ['https://app.example', 'wss://relay.example', 'ownOrigin'],
  // An origin of one's own that plain http serves is none.
  ['http://192.168.1.4', 'wss://relay.example', 'plainHttp'],
])('a page of %s over %s is served as %s', (clientOrigin, relayUrl, expected) => {
  expect(clientClassOf({ clientOrigin, relayUrl })).toBe(expected);
});
