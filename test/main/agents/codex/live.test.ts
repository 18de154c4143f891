import { expect, test } from 'vitest';
import type { NativeChange } from '../../../../main/host/agents/agent.ts';
import { LiveThread } from '../../../../main/host/agents/codex/live.ts';
import { type Item, TEXT_LIMIT } from '../../../../protocol/session/items.ts';
import { appendText } from '../../../../protocol/session/thread.ts';
import { readTranscript } from '../../../codex/stand-in.ts';

function live() {
  const changes: NativeChange[] = [];
  const thread = new LiveThread(
    { cwd: '/p', now: () => 1, change: (change) => changes.push(change) },
    null,
    [],
  );
  const item = (): Item | undefined =>
    changes.reduce<Item | undefined>(
      (now, change) =>
        change.type === 'put' ? change.item : change.type === 'append' ? appendText(now!, change.text) : now,
      undefined,
    );
  return { thread, changes, item };
}
const command = (extra: object = {}) => ({
  type: 'commandExecution',
  id: 'it',
  command: 'make',
  cwd: '/p',
  status: 'inProgress',
  ...extra,
});
const turn = (status: string) => ({ id: 'tu', status });

test.each(['gpt55-a-plain', 'gpt55-b-exec-accept', 'life-steer', 'ws-multi-B', 'misc-plan-mode'])(
  'what streams adds up to what Codex says at the end (%s)',
  (name) => {
    const { thread, changes } = live();
    const texts = new Map<string, string>();
    let compared = 0;
    for (const { dir, msg } of readTranscript(name)) {
      if (dir !== 'S>C') continue;
      const { params } = msg;
      if (msg.method === 'item/started') thread.itemStarted(params.item, params.turnId);
      if (msg.method === 'item/agentMessage/delta')
        thread.append('agent', params.turnId, params.itemId, params.delta);
      if (msg.method !== 'item/completed' || params.item.type !== 'agentMessage') continue;
      for (const change of changes.splice(0)) {
        if (change.type === 'put' && change.item.type === 'agent')
          texts.set(change.item.id, change.item.text);
        if (change.type === 'append') texts.set(change.item, texts.get(change.item)! + change.text);
      }
      expect(texts.get(params.item.id)).toBe(params.item.text);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(0);
  },
);

test('a command that ends without its output keeps what streamed', () => {
  const { thread, item } = live();
  thread.itemStarted(command(), 'tu');
  thread.append('output', 'tu', 'it', 'one\n');
  thread.append('output', 'tu', 'it', 'two\n');
  thread.itemCompleted(command({ status: 'failed', aggregatedOutput: null, exitCode: -1 }), 'tu');
  expect(item()).toMatchObject({ status: 'failed', output: 'one\ntwo\n', cut: 0 });
});

test('endless output keeps its end, and counts what it lost', () => {
  const { thread, item } = live();
  const piece = `${'x'.repeat(999)}\n`;
  thread.itemStarted(command(), 'tu');
  for (let count = 0; count < 2000; count += 1) thread.append('output', 'tu', 'it', piece);
  thread.itemCompleted(command({ status: 'completed' }), 'tu');
  const told = item();
  if (told?.type !== 'command') throw new Error('no command');
  expect(told.output).toHaveLength(TEXT_LIMIT);
  expect(told.cut + told.output.length).toBe(2_000_000);
});

test('a command of a stopped turn ends as stopped, one of another as failed', () => {
  const { thread, item } = live();
  thread.itemStarted(command(), 'tu');
  thread.stopping('tu');
  thread.itemCompleted(command({ status: 'failed' }), 'tu');
  expect(item()).toMatchObject({ status: 'stopped' });
  thread.itemCompleted(command({ id: 'other', status: 'failed' }), 'tv');
  expect(item()).toMatchObject({ status: 'failed' });
});

test('with an interrupted turn, what still waited never begins; what runs goes on', () => {
  const { thread, changes } = live();
  thread.itemStarted(command({ id: 'waits' }), 'tu');
  thread.itemStarted(command({ id: 'runs', processId: '7' }), 'tu');
  thread.itemStarted({ type: 'agentMessage', id: 'says', text: 'half', phase: null }, 'tu');
  changes.length = 0;
  thread.turnCompleted(turn('interrupted'));
  expect(changes).toMatchObject([
    { type: 'turn', turn: { state: 'interrupted' } },
    { type: 'put', item: { id: 'waits', status: 'stopped' } },
    { type: 'put', item: { id: 'says', text: 'half', done: true } },
  ]);
  thread.append('output', 'tu', 'runs', 'more');
  expect(changes.at(-1)).toEqual({ type: 'append', item: 'runs', text: 'more' });
});

test('text of an item that was never announced makes one; output of an unknown command does not', () => {
  const { thread, changes } = live();
  thread.append('agent', 'tu', 'a', 'goes ');
  thread.append('agent', 'tu', 'a', 'on');
  thread.append('output', 'tu', 'c', 'lost');
  expect(changes).toMatchObject([
    { type: 'put', item: { type: 'agent', id: 'a', text: 'goes ', done: false } },
    { type: 'append', item: 'a', text: 'on' },
  ]);
});

test('when the agent dies, its turn is void and nothing runs any more', () => {
  const { thread, changes } = live();
  thread.turnStarted(turn('inProgress'));
  thread.itemStarted(command(), 'tu');
  expect(thread.died('It stopped.')).toMatchObject({
    turn: { id: 'tu', state: 'void', error: 'It stopped.', endedAt: 1 },
    after: null,
  });
  expect(changes.at(-2)).toMatchObject({ type: 'put', item: { status: 'stopped' } });
  expect(thread.died('Again.')).toBeNull();
});

test('the changes of a file change are at hand only while it waits', () => {
  const { thread } = live();
  const changes = [{ path: '/p/a', kind: { type: 'add' }, diff: 'x\n' }];
  const item = { type: 'fileChange', id: 'it', changes, status: 'inProgress' };
  thread.itemStarted(item, 'tu');
  expect(thread.changesOf('it')).toEqual(changes);
  thread.itemCompleted({ ...item, status: 'completed' }, 'tu');
  expect(thread.changesOf('it')).toBeNull();
});
