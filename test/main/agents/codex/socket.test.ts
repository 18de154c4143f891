import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSocket } from '../../../../main/host/agents/codex/socket.ts';
import { type Clock, systemClock } from '../../../../main/host/clock.ts';
import { failedStream } from '../../../../main/host/ssh/connection/failed-stream.ts';
import { StandIn } from '../../../codex/stand-in.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'outpost'));
});
afterEach(() => rmSync(root, { recursive: true }));
const ignore = { text() {}, closed() {} };

test('a path that is too long for a socket address is reached by where it points', async () => {
  const standIn = await StandIn.start(root);
  const folder = join(root, 'x'.repeat(120));
  mkdirSync(folder);
  symlinkSync(join(root, 'codex.sock'), join(folder, 'codex.sock'));
  const socket = await openSocket({ unix: join(folder, 'codex.sock') }, ignore, systemClock);
  await socket.close();
  await standIn.close();
});

test.each([
  ['no file', 'none.sock'],
  ['a file that nobody listens at any more', 'codex.sock'],
])('nobody there: %s', async (_, name) => {
  const standIn = await StandIn.start(root);
  const unix = join(root, name);
  await standIn.close();
  await expect(openSocket({ unix }, ignore, systemClock)).rejects.toMatchObject({ kind: 'nobody' });
});

test('nobody there: a port that another program has now', async () => {
  const other = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${(other.address() as AddressInfo).port}`;
  await expect(openSocket({ url, token: 'token' }, ignore, systemClock)).rejects.toMatchObject({
    kind: 'nobody',
  });
  await new Promise((resolve) => other.close(resolve));
});

test('a way that is gone before it is used fails at once, and ends nothing else', async () => {
  const gone = { stream: () => failedStream(new Error('The way is gone.')), isNobody: () => false };
  await expect(openSocket(gone, ignore, systemClock)).rejects.toMatchObject({
    kind: 'failed',
    message: 'The way is gone.',
  });
});

test('a server that is silent for long is given up', async () => {
  const standIn = await StandIn.start(root);
  const due: (() => void)[] = [];
  const clock: Clock = {
    now: () => 0,
    after(_, task) {
      due.push(task);
      return () => {};
    },
  };
  const closed = new Promise<void>((resolve) => {
    const handlers = { text() {}, closed: () => resolve() };
    void openSocket({ unix: join(root, 'codex.sock') }, handlers, clock).then(() => {
      due.shift()!(); // no answer came in time to the ping that it began with
    });
  });
  await closed;
  await standIn.close();
});
