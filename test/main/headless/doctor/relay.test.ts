import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { lookAtRelay } from '../../../../main/headless/doctor/relay.ts';
import { startRelay } from '../../../../relay/server.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
async function listening(server: Pick<Server, 'listen' | 'address' | 'close'>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  closing.push(() => server.close());
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a relay is known by its challenge', async () => {
  const relay = await startRelay({ host: '127.0.0.1', port: 0, names: [] });
  closing.push(() => relay.close());
  expect(await lookAtRelay(`ws://127.0.0.1:${relay.port}`)).toMatchObject({ state: 'good' });
});

test('a web server that lets no WebSocket through is told', async () => {
  const url = await listening(createServer((_, response) => response.end('hello')));
  expect(await lookAtRelay(url)).toMatchObject({
    state: 'bad',
    text: expect.stringContaining('lets no WebSocket'),
  });
});

test('another WebSocket server is no relay, whatever it says', async () => {
  const http = createServer();
  const other = new WebSocketServer({ server: http });
  other.on('connection', (socket) => socket.send('hello'));
  expect(await lookAtRelay(await listening(http))).toMatchObject({
    state: 'bad',
    text: expect.stringContaining('is no relay'),
  });
});

test('what speaks something else is no relay', async () => {
  const url = await listening(createTcp((socket) => socket.end('SSH-2.0-OpenSSH\r\n')) as unknown as Server);
  expect(await lookAtRelay(url)).toMatchObject({
    state: 'bad',
    text: expect.stringContaining('is no relay'),
  });
});

test('a port where nobody listens cannot be reached', async () => {
  const server = createTcp();
  const url = await listening(server as unknown as Server);
  await new Promise((resolve) => server.close(resolve));
  expect(await lookAtRelay(url)).toMatchObject({
    state: 'bad',
    text: expect.stringContaining('cannot be reached'),
  });
});
