/** When an answer counts as taken, over a network that may have swallowed it. */
import { beforeEach, expect, test } from 'vitest';
import type { NativeAsk } from '../../../../main/host/agents/agent.ts';
import { Asks } from '../../../../main/host/agents/codex/asks.ts';
import { Rpc } from '../../../../main/host/agents/codex/rpc.ts';

const APPROVE = { decision: 'approve', scope: 'once', note: '' } as const;
const REQUEST = {
  id: 5,
  method: 'item/commandExecution/requestApproval',
  params: { threadId: 'th', turnId: 'tu', itemId: 'it', command: 'ls', cwd: '/p' },
};
let timers: { ms: number; run: () => void }[];
let sent: { id?: number; method?: string; result?: unknown }[];
let asked: NativeAsk[];
let asks: Asks;

beforeEach(() => {
  [timers, sent, asked] = [[], [], []];
  asks = new Asks({
    sink: { ask: (ask) => asked.push(ask), settled: () => {} },
    context: { changes: () => null, command: () => null, cwd: () => '/p' },
    clock,
    declined: () => {},
    isStopping: () => false,
  });
});

const clock = {
  now: () => 0,
  after(ms: number, run: () => void) {
    const timer = { ms, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((each) => each !== timer);
    };
  },
};
const connection = (): Rpc =>
  new Rpc({
    send: (text) => sent.push(JSON.parse(text)),
    handlers: { notification() {}, request() {} },
    clock,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
/** As much later as somebody waits for first. */
const pass = () => timers.shift()!.run();
const answers = () => sent.filter(({ id, method }) => id === 5 && method === undefined);

test('without a word of Codex it counts as taken when Codex answers what was sent behind it', async () => {
  const rpc = connection();
  asks.received(REQUEST, rpc);
  const answered = asks.answer(asked[0]!.key, APPROVE);
  pass();
  const behind = sent.at(-1)!;
  expect(behind.method).toBe('thread/loaded/list');
  rpc.receive(JSON.stringify({ id: behind.id, result: { data: [] } }));
  expect(await answered).not.toBeNull();
  expect(answers()).toHaveLength(1);
});

test('swallowed with the connection, it was not taken, and can be given once more when it is asked again', async () => {
  const rpc = connection();
  asks.received(REQUEST, rpc);
  const { key } = asked[0]!;
  const answered = asks.answer(key, APPROVE);
  pass();
  rpc.close();
  asks.connectionLost();
  await expect(answered).rejects.toThrow('lost before it had the answer');

  const next = connection();
  asks.received(REQUEST, next);
  expect(asked[1]!.key).toBe(key);
  const again = asks.answer(key, APPROVE);
  asks.resolved('th', 5);
  expect(await again).not.toBeNull();
  expect(answers()).toHaveLength(2);
  expect(timers).toEqual([]);
});
