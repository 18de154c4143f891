/**
 * What the relay is measured against: a `ws` server that forwards each message to the other connection of its pair,
 * and does nothing else. No keys, no channels, no limits, no back-pressure.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** Starts it on loopback; returns its port. The first two connections to the same path are a pair. */
export async function startBareForwarder(): Promise<number> {
  const waiting = new Map<string, WebSocket>();
  const server = createServer().listen(0, '127.0.0.1');
  const webSockets = new WebSocketServer({ server, perMessageDeflate: false, skipUTF8Validation: true });
  webSockets.on('connection', (one, request) => {
    const pair = request.url ?? '';
    const other = waiting.get(pair);
    if (other === undefined) {
      waiting.set(pair, one);
      return;
    }
    waiting.delete(pair);
    one.on('message', (data: Buffer) => other.send(data));
    other.on('message', (data: Buffer) => one.send(data));
    for (const end of [one, other]) end.send('paired');
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
