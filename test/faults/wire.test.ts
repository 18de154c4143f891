import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MessageEnds } from './message-ends.ts';
import { Wire } from './wire.ts';

let server: Server;
let wire: Wire;
let heard: Buffer;
let ended: string[];
let accepted: Promise<Socket>;

beforeEach(async () => {
  heard = Buffer.alloc(0);
  ended = [];
  server = createServer();
  accepted = new Promise((resolve) => {
    server.on('connection', (socket) => {
      socket.on('data', (chunk) => {
        heard = Buffer.concat([heard, chunk]);
      });
      socket.on('end', () => ended.push('end'));
      socket.on('error', (error) => ended.push((error as NodeJS.ErrnoException).code ?? 'error'));
      resolve(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  wire = await Wire.start((server.address() as { port: number }).port);
});
afterEach(async () => {
  await wire.close();
  server.close();
});

const dial = (): Socket => connect(wire.port, '127.0.0.1').on('error', () => {});

test('what is sent arrives, also a byte at a time, and so does the end', async () => {
  wire.shape = { drip: 1 };
  dial().end('hello');
  await expect.poll(() => heard.toString()).toBe('hello');
  await expect.poll(() => ended).toEqual(['end']);
});

test('a reset strikes at its byte, and both ends hear of it', async () => {
  const struck = wire.plan({ connection: 0, direction: 'up', after: { bytes: 3 }, how: 'reset' });
  const client = dial();
  const closed = new Promise((resolve) => client.once('close', resolve));
  client.write('hello');
  await struck;
  await closed;
  await expect.poll(() => ended).toEqual(['ECONNRESET']);
  expect('hel'.startsWith(heard.toString())).toBe(true);
});

test('a hole takes everything, the end too, and tells nobody', async () => {
  const struck = wire.plan({ connection: 0, direction: 'up', after: { bytes: 3 }, how: 'hole' });
  const client = dial();
  client.write('hello');
  await struck;
  let answered = false;
  client.on('data', () => {
    answered = true;
  });
  (await accepted).write('lost');
  client.end('more');
  // By the time that another connection has been through, what passes had passed.
  dial().end('!');
  await expect.poll(() => heard.toString()).toBe('hel!');
  expect([answered, ended]).toEqual([false, ['end']]);
});

test('one direction is swallowed while the other goes on', async () => {
  const struck = wire.plan({ connection: 0, direction: 'up', after: { bytes: 0 }, how: 'swallow' });
  const client = dial();
  client.write('hello');
  await struck;
  const answer = new Promise<string>((resolve) => client.once('data', (chunk) => resolve(chunk.toString())));
  (await accepted).write('still here');
  expect(await answer).toBe('still here');
  expect(heard.length).toBe(0);
});

test('messages are counted behind the HTTP head, whatever the chunks', () => {
  const bytes = Buffer.concat([
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    Buffer.from([0x82, 0x02, 1, 2]),
    Buffer.from([0x82, 0x82, 0, 0, 0, 0, 1, 2]),
    Buffer.from([0x82, 126, 0, 200]),
    Buffer.alloc(200),
    Buffer.from([0x8a, 0x00]),
  ]);
  for (const size of [1, 3, 50, bytes.length]) {
    const ends = new MessageEnds();
    for (let at = 0; at < bytes.length; at += size) ends.take(bytes.subarray(at, at + size));
    expect(ends.count).toBe(4);
  }
  const whole = new MessageEnds();
  expect([0, 1, 2, 3, 4].map((wanted) => whole.reach(bytes, wanted))).toEqual([18, 22, 30, 234, 236]);
});
