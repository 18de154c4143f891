/** Threads of Codex as the adapter knows, follows and begins them, against a stand-in. */
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { StandIn } from '../../../codex/stand-in.ts';
import { ACTIVE, lists, prompt, running, stoodInEach } from './stood-in.ts';

const stood = stoodInEach();

describe('threads', () => {
  test('are listed page by page, without those that Codex starts for itself', async () => {
    const thread = (id: string, extra: object = {}) => ({
      id,
      cwd: '/p',
      preview: `\n  ${id} first\nsecond`,
      status: { type: 'notLoaded' },
      updatedAt: 3,
      ...extra,
    });
    const pages: Record<string, object> = {
      null: { data: [thread('a'), thread('b', { ephemeral: true }), { broken: true }], nextCursor: 'next' },
      next: {
        data: [
          thread('c', { name: 'Named' }),
          thread('d', { threadSource: 'thread_title' }),
          thread('e', { parentThreadId: 'a' }),
        ],
        nextCursor: null,
      },
    };
    stood.codex.on('thread/list', ({ cursor }) => ({ result: pages[String(cursor)] }));
    await stood.ready();
    expect(stood.sink.listed).toEqual([
      [
        { id: 'a', cwd: '/p', title: 'a first', status: 'idle', updatedAt: 3000 },
        { id: 'c', cwd: '/p', title: 'Named', status: 'idle', updatedAt: 3000 },
      ],
    ]);
    stood.codex.notify('thread/started', {
      thread: thread('f', { ephemeral: true, threadSource: 'thread_title' }),
    });
    stood.codex.notify('thread/started', { thread: thread('g') });
    await stood.sink.until(() => stood.sink.seen('g').native);
    expect(stood.sink.seen('f').native).toBeNull();
    stood.codex.notify('thread/name/updated', { threadId: 'g', threadName: 'Renamed' });
    await stood.sink.until(() => stood.sink.seen('g').native?.title === 'Renamed');
    stood.codex.notify('thread/archived', { threadId: 'g' });
    await stood.sink.until(() => stood.sink.removed.includes('g'));
  });

  test('one that begins in a terminal is named by its first words', async () => {
    await stood.ready();
    const thread = { id: 'th', cwd: '/p', preview: '', name: null, status: { type: 'idle' }, updatedAt: 12 };
    stood.codex.notify('thread/started', { thread });
    await stood.sink.until(() => stood.sink.seen('th').native?.title === '');
    const turns = { data: [running()], nextCursor: null };
    stood.codex.on('thread/resume', () => ({ result: { thread, initialTurnsPage: turns } }));
    stood.codex.notify('thread/status/changed', { threadId: 'th', status: ACTIVE });
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
    for (const text of ['Fix it\nplease', 'and then this']) {
      const content = [{ type: 'text', text }];
      const item = { type: 'userMessage', id: text, clientId: null, content };
      stood.codex.notify('item/completed', { threadId: 'th', turnId: 'tu', item });
    }
    await stood.sink.until(() => stood.sink.seen('th').items.length === 2);
    expect(stood.sink.seen('th').native?.title).toBe('Fix it');
  });

  test('one that becomes active elsewhere is followed by itself, once its first turn is written', async () => {
    lists(stood.codex, { type: 'idle' });
    await stood.ready();
    const resume = {
      result: { thread: { ...lists(stood.codex, ACTIVE) }, initialTurnsPage: { data: [running()] } },
    };
    let refusals = 1;
    stood.codex.on('thread/resume', () => {
      refusals -= 1;
      return refusals >= 0
        ? { error: { code: -32600, message: 'no rollout found for thread id th' } }
        : resume;
    });
    stood.codex.notify('thread/status/changed', { threadId: 'th', status: ACTIVE });
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
    expect(stood.sink.seen('th')).toMatchObject({
      native: { status: 'working' },
      turn: { id: 'tu', state: 'running' },
    });
  });

  test('of a turn that ended as it was read, the end is read once Codex has written it', async () => {
    const read = { id: 'tu', status: 'interrupted', startedAt: 10, completedAt: null };
    const said = (id: string) => ({ type: 'agentMessage', id, text: id, phase: null, completedAtMs: 1 });
    lists(stood.codex, { type: 'idle' }, [{ ...read, items: [said('first')] }]);
    const ended = { ...read, status: 'completed', completedAt: 11, items: [said('first'), said('last')] };
    const pages = [{ ...read, items: [said('first')] }, ended];
    stood.codex.on('thread/turns/list', () => ({
      result: { data: [pages.length > 1 ? pages.shift()! : ended], nextCursor: null },
    }));
    await stood.ready();
    await stood.agent.open('th');
    expect(stood.sink.seen('th')).toMatchObject({ turn: { state: 'interrupted' }, resets: 1 });
    await stood.sink.until(() => stood.sink.seen('th').resets === 2);
    expect(stood.sink.seen('th')).toMatchObject({
      items: [{ text: 'first' }, { text: 'last' }],
      turn: { id: 'tu', state: 'completed', startedAt: 10_000 },
    });
  });

  test('a turn whose end is never written is not told again', async () => {
    const read = { id: 'tu', status: 'interrupted', startedAt: 10, completedAt: null, items: [] };
    lists(stood.codex, { type: 'idle' }, [read]);
    let asked = 0;
    const all = new Promise<void>((resolve) => {
      stood.codex.on('thread/turns/list', () => {
        asked += 1;
        if (asked === 3) resolve();
        return { result: { data: [read], nextCursor: null } };
      });
    });
    await stood.ready();
    await stood.agent.open('th');
    await all;
    stood.codex.notify('thread/name/updated', { threadId: 'th', threadName: 'Behind it' });
    await stood.sink.until(() => stood.sink.seen('th').native?.title === 'Behind it');
    expect(stood.sink.seen('th')).toMatchObject({ turn: { state: 'interrupted' }, resets: 1 });
  });

  test('opened twice, it is told twice and followed once; what streams is in both', async () => {
    const message = { type: 'agentMessage', id: 'it', text: '', phase: null };
    lists(stood.codex, { type: 'idle' });
    stood.codex.on('thread/turns/list', () => ({ result: { data: [running()] } }));
    await stood.ready();
    await stood.agent.open('th');
    stood.codex.notify('item/started', { threadId: 'th', turnId: 'tu', item: message });
    stood.codex.notify('item/agentMessage/delta', {
      threadId: 'th',
      turnId: 'tu',
      itemId: 'it',
      delta: 'half',
    });
    await stood.sink.until(
      () => stood.sink.seen('th').items[0]?.type === 'agent' && stood.sink.seen('th').items,
    );
    await stood.agent.open('th');
    stood.codex.notify('item/agentMessage/delta', {
      threadId: 'th',
      turnId: 'tu',
      itemId: 'it',
      delta: ' and half',
    });
    await stood.sink.until(() =>
      stood.sink.seen('th').items.find((item) => item.type === 'agent' && item.text === 'half and half'),
    );
    expect(stood.sink.seen('th').resets).toBe(2);
    expect(stood.codex.calls.filter(({ method }) => method === 'thread/resume')).toHaveLength(1);
  });

  test('what arrives while it is read comes behind what was read', async () => {
    const thread = lists(stood.codex, { type: 'idle' });
    stood.codex.on('thread/resume', (_, client) => {
      const send = (message: object) => client.send(JSON.stringify(message));
      const item = { type: 'agentMessage', id: 'it', text: 'whole', phase: 'final_answer' };
      send({
        method: 'item/agentMessage/delta',
        params: { threadId: 'th', turnId: 'tu', itemId: 'it', delta: 'wh' },
      });
      send({ method: 'item/completed', params: { threadId: 'th', turnId: 'tu', item } });
      return { result: { thread, initialTurnsPage: { data: [running()] } } };
    });
    await stood.ready();
    await stood.agent.open('th');
    await stood.sink.until(() => stood.sink.seen('th').items.length === 1);
    expect(stood.sink.seen('th').items).toMatchObject([{ id: 'it', text: 'whole', done: true }]);
  });

  test('one that another process works in can be read', async () => {
    lists(stood.codex, { type: 'notLoaded' });
    const item = { type: 'agentMessage', id: 'it', text: 'from the terminal', phase: null };
    stood.codex.on('thread/resume', () => ({
      error: { code: -32600, message: 'thread th already has an active writer' },
    }));
    stood.codex.on('thread/read', () => ({
      result: { thread: { turns: [{ ...running([item]), status: 'completed' }] } },
    }));
    stood.codex.on('turn/start', () => ({ error: { code: -32600, message: 'thread not found: th' } }));
    await stood.ready();
    await stood.agent.open('th');
    expect(stood.sink.seen('th').items).toMatchObject([{ text: 'from the terminal' }, { type: 'notice' }]);
  });

  test('stop interrupts the turn and ends what it runs', async () => {
    lists(stood.codex, ACTIVE, [running()]);
    stood.codex.on('turn/interrupt', () => ({ result: {} }));
    stood.codex.on('thread/backgroundTerminals/clean', () => ({ result: {} }));
    await stood.ready();
    await stood.agent.stop('th', 'tu');
    const did = stood.codex.calls
      .map(({ method }) => method)
      .filter((method) => /interrupt|clean/.test(method));
    expect(did).toEqual(['turn/interrupt', 'thread/backgroundTerminals/clean']);
  });

  test('stop waits for a command that may just be beginning: Codex would forget it', async () => {
    lists(stood.codex, ACTIVE, [running()]);
    stood.codex.on('turn/interrupt', () => ({ result: {} }));
    stood.codex.on('thread/backgroundTerminals/clean', () => ({ result: {} }));
    await stood.ready();
    const stopped = stood.agent.stop('th', 'tu');
    const item = {
      type: 'commandExecution',
      id: 'it',
      command: 'ls',
      cwd: '/p',
      status: 'inProgress',
      processId: '1',
    };
    stood.codex.notify('item/started', { threadId: 'th', turnId: 'tu', item });
    await stood.sink.until(() => stood.sink.itemTypes('th').includes('command running'));
    const interrupts = () => stood.codex.calls.filter(({ method }) => method === 'turn/interrupt').length;
    expect(interrupts()).toBe(0);
    await stopped;
    expect(interrupts()).toBe(1);
  });

  test('at most 32 idle ones stay followed', async () => {
    const ids = Array.from({ length: 33 }, (_, index) => `th-${index}`);
    const thread = (id: string) => ({ id, cwd: '/p', status: { type: 'idle' }, updatedAt: 1 });
    stood.codex.on('thread/list', () => ({ result: { data: ids.map(thread) } }));
    stood.codex.on('thread/resume', ({ threadId }) => ({ result: { thread: thread(String(threadId)) } }));
    await stood.ready();
    for (const id of ids) await stood.agent.open(id);
    expect((await stood.codex.called('thread/unsubscribe')).params).toEqual({ threadId: 'th-0' });
  });
});

describe('words that Codex took up, and then died before it told or wrote anything of them', () => {
  const TAKEN = { result: { turn: { id: 'taken', items: [], status: 'inProgress' } } };
  const shown = { turn: { id: 'taken', state: 'void' }, native: { status: 'failed' } };
  /** @param again how it lists and resumes what it has, once it is back */
  async function dies(again: (codex: StandIn) => void): Promise<void> {
    await stood.codex.close();
    await stood.sink.until(() => stood.agent.info().state === 'missing');
    expect(stood.sink.seen('th')).toMatchObject(shown);
    const codex = await StandIn.start(stood.folder);
    onTestFinished(() => codex.close());
    again(codex);
    stood.agent.retry();
    await codex.called('thread/resume');
  }

  test('their turn has failed, and is not the one before it', async () => {
    const before = { ...running(), id: 'before', status: 'completed' };
    lists(stood.codex, { type: 'idle' }, [before]);
    stood.codex.on('turn/start', () => TAKEN);
    await stood.ready();
    await stood.agent.startTurn('th', prompt('Go'));
    await dies((codex) => lists(codex, { type: 'notLoaded' }, [before]));
    await stood.sink.until(() => stood.sink.seen('th').resets === 2);
    expect(stood.sink.seen('th')).toMatchObject(shown);
  });

  test('the thread that they began stays to be seen', async () => {
    const thread = { id: 'th', cwd: '/p', preview: '', status: ACTIVE, updatedAt: 12 };
    stood.codex.on('thread/start', () => ({ result: { thread } }));
    stood.codex.on('turn/start', () => TAKEN);
    await stood.ready();
    await stood.agent.startThread('/p', prompt('Go'));
    await dies((codex) =>
      codex.on('thread/resume', () => ({
        error: { code: -32600, message: 'no rollout found for thread id th' },
      })),
    );
    await stood.sink.until(() => stood.agent.info().state === 'ready');
    await expect(stood.agent.open('th')).rejects.toMatchObject({ code: 'unknownThread' });
    expect(stood.sink.removed).toEqual([]);
    expect(stood.sink.seen('th')).toMatchObject(shown);
  });

  test('one of which the whole was told before the answer is not begun again', async () => {
    lists(stood.codex, { type: 'idle' });
    stood.codex.on('turn/start', () => {
      const turn = { id: 'taken', items: [], status: 'completed' };
      stood.codex.notify('turn/started', { threadId: 'th', turn: { ...turn, status: 'inProgress' } });
      stood.codex.notify('turn/completed', { threadId: 'th', turn });
      return TAKEN;
    });
    await stood.ready();
    await stood.agent.startTurn('th', prompt('Go'));
    expect(stood.sink.seen('th').turn).toMatchObject({ id: 'taken', state: 'completed' });
  });
});

describe('a thread whose first turn was asked for', () => {
  const thread = { id: 'th', cwd: '/p', preview: '', status: ACTIVE, updatedAt: 12 };
  beforeEach(() => stood.codex.on('thread/start', () => ({ result: { thread } })));

  test('stays when the answer was lost with the connection, which then tells what became of it', async () => {
    stood.codex.on('turn/start', () => {
      lists(stood.codex, ACTIVE, [running([{ type: 'agentMessage', id: 'm', text: 'Begun.' }])]);
      stood.codex.cut();
      return undefined;
    });
    await stood.ready();
    await expect(stood.agent.startThread('/p', prompt('Go'))).rejects.toMatchObject({
      code: 'unknownOutcome',
      message: expect.stringContaining('look before you send it again'),
    });
    await stood.sink.until(() => stood.sink.seen('th').items.some(({ id }) => id === 'm'));
    expect(stood.sink.removed).toEqual([]);
  });

  test('has begun nothing when the connection was lost before it was asked for', async () => {
    stood.codex.on('thread/start', () => {
      stood.codex.cut();
      return undefined;
    });
    await stood.ready();
    await expect(stood.agent.startThread('/p', prompt('Go'))).rejects.toMatchObject({
      code: 'agentUnavailable',
    });
  });

  test('goes when Codex refused the turn', async () => {
    stood.codex.on('turn/start', () => ({ error: { code: -32600, message: 'no' } }));
    await stood.ready();
    await expect(stood.agent.startThread('/p', prompt('Go'))).rejects.toMatchObject({ code: 'agentRefused' });
    expect(stood.sink.removed).toEqual(['th']);
  });
});
