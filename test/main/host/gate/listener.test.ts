/** The socket of the gate, and what hostile callers can do to it: nothing. */
import { mkdtempSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CALL_LIMIT, type GateCall } from '../../../../main/host/gate/call.ts';
import { Listener, MOST_CALLS } from '../../../../main/host/gate/listener.ts';
import { FakeClock } from '../../../relay/fake-clock.ts';
import { removeFolder } from '../../../remove-folder.ts';

let folder: string;
let clock: FakeClock;
let listener: Listener;
let calls: GateCall[];
let callers: Caller[];

beforeEach(async () => {
  folder = mkdtempSync('/tmp/outpost-gate-');
  clock = new FakeClock();
  calls = [];
  callers = [];
  listener = new Listener({ socket: join(folder, 's'), clock, called: (call) => calls.push(call) });
  await listener.open();
});
afterEach(async () => {
  for (const { socket } of callers) socket.destroy();
  await listener.close();
  await removeFolder(folder);
});

interface Caller {
  socket: Socket;
  said: string;
  closed: boolean;
}
async function caller(text: string | Buffer): Promise<Caller> {
  const socket = connect(join(folder, 's'));
  const it: Caller = { socket, said: '', closed: false };
  callers.push(it);
  socket.on('data', (data) => {
    it.said += data;
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    it.closed = true;
  });
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  socket.write(text);
  return it;
}
const call = (text: string) => caller(`${Buffer.byteLength(text)}\n${text}`);

test('only its owner can reach it', () => {
  expect(statSync(join(folder, 's')).mode & 0o777).toBe(0o600);
});

test('a call byte by byte', async () => {
  const one = await caller('');
  for (const byte of Buffer.from('4\n"ü"')) one.socket.write(Buffer.of(byte));
  await expect.poll(() => calls.map(({ text }) => text)).toEqual(['"ü"']);
  await expect.poll(() => one.said).toBe('wait\n');
  const answered = calls[0]!.answer('go');
  await expect.poll(() => one.said).toBe('wait\ngo\n');
  one.socket.write('heard\n');
  expect(await answered).toBe(true);
  await expect.poll(() => one.closed).toBe(true);
  expect(await calls[0]!.answer('go')).toBe(false);
});

test('an answer counts only when it was heard', async () => {
  const one = await call('{}');
  await expect.poll(() => calls.length).toBe(1);
  const answered = calls[0]!.answer('go');
  await expect.poll(() => one.said).toContain('go');
  one.socket.destroy();
  expect(await answered).toBe(false);

  await call('{}');
  await expect.poll(() => calls.length).toBe(2);
  const silent = calls[1]!.answer('go');
  clock.advance(10_000);
  expect(await silent).toBe(false);
});

test('who goes without an answer is told of, once; who is cut off by the end of the host is not', async () => {
  const gone: number[] = [];
  const one = await call('{}');
  await expect.poll(() => calls.length).toBe(1);
  calls[0]!.whenGone(() => gone.push(1));
  one.socket.destroy();
  await expect.poll(() => gone).toEqual([1]);
  calls[0]!.whenGone(() => gone.push(2));
  expect(gone).toEqual([1, 2]);
  const two = await call('{}');
  await expect.poll(() => calls.length).toBe(2);
  calls[1]!.whenGone(() => gone.push(3));
  await listener.close();
  await expect.poll(() => two.closed).toBe(true);
  expect(gone).toEqual([1, 2]);
});

test.each([
  ['no length', 'GET / HTTP/1.1\r\n\r\n'],
  ['a long length', '1'.repeat(64)],
  ['a negative one', '-1\n{}'],
  ['a broken one', '1e3\n{}'],
  ['more than it said', '2\n{}{}'],
  ['something behind it', '2\n{}\nheard\n'],
])('who says %s is cut off', async (_, text) => {
  const one = await caller(text);
  await expect.poll(() => one.closed).toBe(true);
  expect(one.said).not.toContain('go');
});

test('who says more while it waits is cut off', async () => {
  const one = await call('{}');
  await expect.poll(() => one.said).toBe('wait\n');
  one.socket.write('heard\n');
  await expect.poll(() => one.closed).toBe(true);
});

test('who is too large is refused before it is read, and who is no text when it is', async () => {
  const large = await caller(`${CALL_LIMIT + 1}\n{`);
  await expect.poll(() => large.said).toMatch(/^no This is too large/);
  large.socket.write('x'.repeat(100_000));
  large.socket.write('heard\n');
  await expect.poll(() => large.closed).toBe(true);
  const odd = await caller(Buffer.concat([Buffer.from('2\n'), Buffer.of(0xff, 0xfe)]));
  await expect.poll(() => odd.said).toMatch(/^no Outpost could not read/);
  expect(calls).toEqual([]);
});

test.each(['', '1', '100\n', '100\n{'])(
  'who writes %j and no more is cut off after a while',
  async (text) => {
    const one = await caller(text);
    // Behind it, so that what it wrote has been read.
    await call('{}');
    await expect.poll(() => calls.length).toBe(1);
    clock.advance(9_999);
    expect(one.closed).toBe(false);
    clock.advance(1);
    await expect.poll(() => one.closed).toBe(true);
    expect(callers[1]!.closed).toBe(false);
  },
);

test('those who are too many are told so', async () => {
  for (let n = 0; n < MOST_CALLS; n++) await call('{}');
  await expect.poll(() => calls.length).toBe(MOST_CALLS);
  const more = await call('{}');
  await expect.poll(() => more.said).toMatch(/^no Too much waits/);
  for (let n = 0; n < 50; n++) await call('{}');
  await expect.poll(() => callers.slice(-10).every(({ closed }) => closed)).toBe(true);
});

test('words of a refusal are one line, bounded', async () => {
  const one = await call('{}');
  await expect.poll(() => calls.length).toBe(1);
  void calls[0]!.answer({ no: `a\nb\r\0c${'x'.repeat(5000)}` });
  await expect.poll(() => one.said).toMatch(/^wait\nno a b cx+\n$/);
  expect(one.said.length).toBeLessThan(4200);
  const two = await call('{}');
  await expect.poll(() => calls.length).toBe(2);
  void calls[1]!.answer({ no: ' \n' });
  await expect.poll(() => two.said).toBe('wait\nno This was declined.\n');
});
