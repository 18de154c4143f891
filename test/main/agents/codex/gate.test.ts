/** What Codex says it did, against what passed the gate: whatever did not is stopped, and told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCodex } from '../../../../main/host/agents/codex/codex.ts';
import { type Clock, systemClock } from '../../../../main/host/clock.ts';
import { nodeDisk } from '../../../../main/host/files/disk.ts';
import { LONGEST_WAIT_MS } from '../../../../main/host/gate/gate.ts';
import { LocalGate } from '../../../../main/host/gate/local-gate.ts';
import { temporaryFolder } from '../../../codex/codex.ts';
import { listedHook } from '../../../codex/listed-hook.ts';
import { StandIn } from '../../../codex/stand-in.ts';
import { removeFolder } from '../../../remove-folder.ts';
import { callGate } from '../../host/gate/caller.ts';
import { RecordingSink } from './sink.ts';

let folder: string;
let codex: StandIn;
let gate: LocalGate;
let agent: ReturnType<typeof createCodex>;
let sink: RecordingSink;
/** The longest wait for an answer is over; null: nothing waits so long. */
let waitEnds: (() => void) | null;
let trusted: boolean;

const clock: Clock = {
  ...systemClock,
  after(ms, task) {
    if (ms !== LONGEST_WAIT_MS) return systemClock.after(ms, task);
    waitEnds = task;
    return () => {
      waitEnds = null;
    };
  },
};
const once = { scope: 'once', note: '' } as const;

const THREAD = {
  id: 't1',
  cwd: '/nowhere/project',
  preview: '',
  status: { type: 'idle' },
  updatedAt: 1,
};
beforeEach(async () => {
  folder = temporaryFolder('gate');
  waitEnds = null;
  trusted = true;
  codex = await StandIn.start(folder);
  gate = new LocalGate({ folder, disk: nodeDisk, clock });
  await gate.open();
  codex.on('thread/start', ({ ephemeral }) => {
    if (ephemeral !== true) codex.notify('thread/started', { thread: THREAD });
    return { result: { thread: { ...THREAD, id: ephemeral === true ? 'probe' : 't1' } } };
  });
  codex.on('hooks/list', ({ threadId }) => {
    const { command, timeoutS: timeout } = gate.hook as { command: string; timeoutS: number };
    const isTrusted = threadId === 't1' && trusted;
    const hook = listedHook({ command, timeout }, isTrusted ? 'trusted' : 'untrusted');
    return { result: { data: [{ hooks: [hook], errors: [] }] } };
  });
  codex.on('turn/start', () => ({ result: { turn: { id: 'u1' } } }));
  codex.on('turn/interrupt', () => ({ result: {} }));
  codex.on('thread/backgroundTerminals/clean', () => ({ result: {} }));
  agent = createCodex({
    command: '/nowhere/codex',
    runFolder: folder,
    environment: 'local',
    version: '0',
    clock,
    gate,
  });
  sink = new RecordingSink();
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready');
});
afterEach(async () => {
  await gate.close();
  await agent.close();
  await codex.close();
  await removeFolder(folder);
});

const start = () => agent.startThread('/nowhere/project', { text: 'go', request: null });
const item = (id: string, more: object = {}) => ({
  type: 'commandExecution',
  id,
  command: 'git push',
  cwd: '/',
  status: 'inProgress',
  ...more,
});
const begin = (what: object) =>
  codex.notify('item/started', { threadId: 't1', turnId: 'u1', item: what, startedAtMs: 0 });
const turnStarts = () =>
  codex.notify('turn/started', { threadId: 't1', turn: { id: 'u1', status: 'inProgress', items: [] } });
const hook = (action: string, command = 'git push') =>
  JSON.stringify({
    hook_event_name: 'PreToolUse',
    session_id: 't1',
    turn_id: 'u1',
    cwd: '/p',
    tool_name: 'Bash',
    tool_input: { command },
    tool_use_id: action,
  });

test('what was let through begins in peace; what was not ends its turn', async () => {
  await start();
  turnStarts();
  sink.onAsk = ({ key }) => void agent.answer(key, { decision: 'approve', ...once });
  expect(await callGate(gate, hook('call_1'))).toBe('go');
  begin(item('call_1'));
  // What a person runs in a terminal asks nobody.
  begin(item('shell', { source: 'userShell' }));
  await sink.until(() => sink.seen('t1').items.length === 2);
  expect(sink.alarms).toEqual([]);

  sink.onAsk = ({ key }) => void agent.answer(key, { decision: 'decline', ...once });
  expect(await callGate(gate, hook('call_2'))).toMatch(/^no This was declined/);
  begin(item('call_2'));
  expect(await codex.called('turn/interrupt')).toMatchObject({ params: { threadId: 't1', turnId: 'u1' } });
  await codex.called('thread/backgroundTerminals/clean');
  await sink.until(() => sink.alarms.length > 0);
  expect(sink.alarms).toEqual([{ thread: 't1', sentence: expect.stringContaining('without asking') }]);
  begin(item('call_3'));
  begin({ type: 'fileChange', id: 'call_4', changes: [], status: 'inProgress' });
  await sink.until(() => sink.seen('t1').items.some(({ id }) => id === 'call_4'));
  expect(sink.alarms).toHaveLength(1); // once a turn
  await expect.poll(() => codex.calls.filter(({ method }) => method === 'turn/interrupt').length).toBe(3);
});

test('a thread of the gate is not watched besides: it asks about everything already', async () => {
  await start();
  await expect(agent.watch?.('t1', true)).rejects.toMatchObject({ code: 'agentRefused' });
  expect(codex.calls.some(({ method }) => method === 'thread/settings/update')).toBe(false);
});

test('of a turn that began before the host looked, it does not know what was let through', async () => {
  await start();
  begin(item('call_1'));
  await sink.until(() => sink.seen('t1').items.length === 1);
  expect(sink.alarms).toEqual([]);
});

test('a thread whose hook is not trusted any more gets no further turn', async () => {
  await start();
  trusted = false;
  await expect(agent.startTurn('t1', { text: 'more', request: null })).rejects.toMatchObject({
    code: 'agentRefused',
    message: expect.stringContaining('does not trust'),
  });
  expect(codex.calls.filter(({ method }) => method === 'turn/start')).toHaveLength(1);
  // Whatever else is the matter is not taken for an answer.
  codex.on('hooks/list', () => ({ error: { code: -32600, message: 'unknown method' } }));
  await expect(agent.startTurn('t1', { text: 'more', request: null })).rejects.toThrow('unknown method');
});

test('a new thread whose hook is not trusted is not started, and not shown', async () => {
  trusted = false;
  await expect(start()).rejects.toMatchObject({ code: 'agentRefused' });
  expect(codex.calls.some(({ method }) => method === 'turn/start')).toBe(false);
  await codex.called('thread/unsubscribe', ({ params }) => params.threadId === 't1');
  expect(sink.removed).toEqual(['t1']);
});

test('a disk that is full: the thread is not started', async () => {
  gate.guarded.add = () => Promise.reject(new Error('full'));
  await expect(start()).rejects.toMatchObject({ message: expect.stringContaining('Make room') });
  expect(codex.calls.some(({ method }) => method === 'turn/start')).toBe(false);
});

test('calls that are none, or of no thread', async () => {
  await start();
  expect(await callGate(gate, '{"tool_name":"Bash"}')).toBe(
    'no Outpost could not read what this is, so it was not run.',
  );
  const other = hook('call_1').replace('"t1"', '"t2"');
  expect(await callGate(gate, other)).toMatch(/^no Outpost does not know this thread/);
});

test('the same call again takes the place of the first, and is answered once', async () => {
  await start();
  const first = callGate(gate, hook('call_1'));
  await sink.until(() => sink.asks.length === 1);
  const second = callGate(gate, hook('call_1'));
  await sink.until(() => sink.asks.length === 2);
  const [one, two] = sink.asks;
  expect(two!.key).toBe(one!.key);
  expect(await agent.answer(two!.key, { decision: 'approve', ...once })).toBe(true);
  expect(await second).toBe('go');
  await gate.close();
  expect(await first).toBe('');
});

test('nobody answers as long as a call can wait: it is declined, once, and no timer is left of what is answered', async () => {
  await start();
  const late = callGate(gate, hook('call_1'));
  await sink.until(() => sink.asks.length === 1);
  waitEnds!();
  expect(await late).toBe('no Nobody answered in time, so this was not run.');
  const { key } = sink.asks[0]!;
  expect(sink.settledKeys).toEqual([{ key, why: 'expired' }]);
  expect(await agent.answer(key, { decision: 'approve', ...once })).toBe(false);
  sink.onAsk = (ask) => void agent.answer(ask.key, { decision: 'approve', ...once });
  expect(await callGate(gate, hook('call_2'))).toBe('go');
  expect(waitEnds).toBe(null);
});
