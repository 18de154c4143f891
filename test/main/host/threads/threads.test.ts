import { expect, test } from 'vitest';
import { checkIn } from '../../../../main/host/approvals/checks.ts';
import type { Projects } from '../../../../main/host/projects/projects.ts';
import { Threads } from '../../../../main/host/threads/threads.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';
import { ScriptedAgent } from '../scripted-agent.ts';

const everywhere = {
  listen() {},
  holding: () => ({ id: 'p', environment: 'local', name: 'p', path: '/p' }),
} as unknown as Projects;

function setUp() {
  const threads = new Threads({
    projects: everywhere,
    randomBytes: suite.randomBytes,
    now: () => 1_000,
    waits: () => false,
    checkIn,
    paused: () => false,
    queue: () => null,
  });
  const agent = new ScriptedAgent();
  agent.start({
    info() {},
    threads() {},
    thread: (native) => threads.told(agent, native),
    threadRemoved() {},
    change() {},
    reset: (native, history) => threads.reset(agent, native, history),
    ask() {},
    settled() {},
    gateLost() {},
    gateReturned() {},
    alarm() {},
  });
  return { threads, agent };
}

test('a thread that was quiet for long can be opened, however many were opened before it', async () => {
  const { threads, agent } = setUp();
  for (let n = 0; n < 40; n++) {
    const id = `t${n}`;
    agent.histories.set(id, { items: [], turn: null });
    agent.tell({ id, cwd: '/p', title: id, status: 'idle', updatedAt: 1000 - n });
    const thread = threads.visible(threads.idOf(agent, id))!;
    await threads.open(thread);
    expect(thread.log).not.toBeNull();
  }
});

test('of logs that nobody reads, the ones used last are kept', async () => {
  const { threads, agent } = setUp();
  const all = Array.from({ length: 40 }, (_, n) => {
    const id = `t${n}`;
    agent.histories.set(id, { items: [], turn: null });
    agent.tell({ id, cwd: '/p', title: id, status: 'idle', updatedAt: 1 });
    return threads.visible(threads.idOf(agent, id))!;
  });
  for (const thread of all) await threads.open(thread);
  expect(all.filter(({ log }) => log !== null)).toEqual(all.slice(-16));
});

test('whether a thread is behind the gate is told with it, and left out where there is none', () => {
  const { threads, agent } = setUp();
  const native = { cwd: '/p', title: 'one', status: 'idle', updatedAt: 1 } as const;
  agent.tell({ id: 'a', ...native, gated: true });
  agent.tell({ id: 'b', ...native, gated: false });
  agent.tell({ id: 'c', ...native });
  expect(threads.list().map(({ gated }) => gated)).toEqual([true, false, undefined]);
  expect(threads.place(agent, 'b')).toMatchObject({ gated: false });
  expect(threads.place(agent, 'c')).not.toHaveProperty('gated');
});

test('one that is watched says so, and its cards do not call it one that acts unasked', () => {
  const { threads, agent } = setUp();
  const native = { cwd: '/p', title: 'one', status: 'idle', updatedAt: 1, gated: false } as const;
  agent.tell({ id: 'a', ...native, watched: true });
  agent.tell({ id: 'b', ...native, watched: false });
  expect(threads.list().map(({ gated, watched }) => [gated, watched])).toEqual([
    [false, true],
    [false, false],
  ]);
  expect(threads.place(agent, 'a')).not.toHaveProperty('gated');
  expect(threads.place(agent, 'b')).toMatchObject({ gated: false });
});
