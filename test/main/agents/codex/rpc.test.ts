import * as v from 'valibot';
import { expect, test } from 'vitest';
import { Rpc } from '../../../../main/host/agents/codex/rpc.ts';
import type { Clock } from '../../../../main/host/clock.ts';

function client() {
  const sent: { id: number; method: string }[] = [];
  const logged: string[] = [];
  const told: string[] = [];
  const timers: (() => void)[] = [];
  const clock: Clock = {
    now: () => 0,
    after(_, task) {
      timers.push(task);
      return () => timers.splice(timers.indexOf(task), 1);
    },
  };
  const note = (_: object, message: string) => logged.push(message);
  const rpc = new Rpc({
    send: (text) => sent.push(JSON.parse(text)),
    clock,
    log: { debug: note, info: note, warn: note, error: note },
    handlers: {
      notification: (method) => {
        if (method === 'throws') throw new Error('a bug');
        told.push(method);
      },
      request: ({ id, method }) => told.push(`${method} ${id}`),
    },
  });
  return { rpc, sent, logged, told, timers };
}
const Text = v.object({ text: v.string() });

test('answers find their requests, in any order', async () => {
  const { rpc, sent, timers } = client();
  const [a, b] = [rpc.request('a', {}, Text), rpc.request('b', {}, Text)];
  rpc.receive(JSON.stringify({ id: sent[1]!.id, result: { text: 'b' } }));
  rpc.receive(JSON.stringify({ id: sent[0]!.id, result: { text: 'a' } }));
  expect([await a, await b]).toEqual([{ text: 'a' }, { text: 'b' }]);
  expect(timers).toEqual([]);
});

test.each([
  ['refused', (id: number) => ({ id, error: { code: -32600, message: 'thread not found: x' } })],
  ['malformed', (id: number) => ({ id, result: { text: 5 } })],
])('%s', async (kind, answer) => {
  const { rpc, sent } = client();
  const asked = rpc.request('a', {}, Text);
  rpc.receive(JSON.stringify(answer(sent[0]!.id)));
  await expect(asked).rejects.toMatchObject({ kind });
});

test('without an answer in time, and a late one changes nothing', async () => {
  const { rpc, sent, timers, logged } = client();
  const asked = rpc.request('a', {}, Text);
  timers[0]!();
  await expect(asked).rejects.toMatchObject({ kind: 'late' });
  rpc.receive(JSON.stringify({ id: sent[0]!.id, result: { text: 'a' } }));
  expect(logged).toEqual(['codex: message dropped']);
});

test('a lost connection fails what waits, and what comes after', async () => {
  const { rpc } = client();
  const asked = rpc.request('a', {}, Text);
  rpc.close();
  await expect(asked).rejects.toMatchObject({ kind: 'cut' });
  await expect(rpc.request('b', {}, Text)).rejects.toMatchObject({ kind: 'closed' });
});

test('only so many wait at once', async () => {
  const { rpc } = client();
  for (let count = 0; count < 256; count += 1) rpc.request('a', {}, Text).catch(() => {});
  await expect(rpc.request('a', {}, Text)).rejects.toMatchObject({ kind: 'busy' });
  rpc.close();
});

test('a bug in a handler is logged, and the next message is handled', () => {
  const { rpc, logged, told } = client();
  rpc.receive('{"method":"throws"}');
  rpc.receive('{"method":"fine"}');
  rpc.receive('{"method":"asks","id":"x"}');
  expect(logged).toEqual(['codex: handler threw']);
  expect(told).toEqual(['fine', 'asks x']);
});
