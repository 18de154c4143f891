/** What a phone says, and how it wants it to go on, reaches the agent as it was said. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HandDevice } from './hand-device.ts';
import { type HostFixture, startHost } from './host-fixture.ts';

let host: HostFixture;
let device: HandDevice;
beforeEach(async () => {
  host = await startHost();
  device = await HandDevice.pair(await host.pair());
});
afterEach(async () => {
  device.close();
  await host.close();
});

const id = (name: string) => `request-${name}`.padEnd(20, '0');
const start = (name: string, options?: object) =>
  device.ask('thread/start', {
    requestId: id(name),
    project: host.project.id,
    agent: 'scripted',
    text: 'Do it.',
    ...(options && { options }),
  });

test('the choices of an agent are what it says', async () => {
  expect(await device.ask('agent/choices', { agent: 'scripted' })).toMatchObject({
    result: { models: [], modes: ['plan', 'work'] },
  });
  host.agent.become('stopped');
  expect((await device.ask('agent/choices', { agent: 'scripted' })).error).toMatchObject({
    data: { code: 'agentUnavailable' },
  });
  expect((await device.ask('agent/choices', { agent: 'nobody' })).error).toMatchObject({
    data: { code: 'agentUnavailable' },
  });
});

test('what was chosen goes with the words, and only then', async () => {
  const options = { model: 'lamp', effort: 'low', mode: 'plan' };
  const { result } = await start('new', { ...options, sandbox: 'danger-full-access' });
  const { thread } = result as { thread: string };
  await device.ask('turn/start', { requestId: id('turn'), thread, text: 'More.', options: { mode: 'ask' } });
  await device.ask('turn/start', { requestId: id('again'), thread, text: 'And more.' });
  expect(host.agent.prompts).toMatchObject([
    { options },
    { options: { mode: 'ask' } },
    { text: 'And more.' },
  ]);
  expect(host.agent.prompts[0]?.options).toEqual(options);
  expect(host.agent.prompts[2]).not.toHaveProperty('options');
});

test('the same words with another choice are another request', async () => {
  await start('new', { mode: 'plan' });
  expect((await start('new', { mode: 'work' })).error).toMatchObject({ data: { code: 'requestConflict' } });
  expect(host.agent.prompts).toHaveLength(1);
});

test('a mode that is none is refused', async () => {
  expect((await start('new', { mode: 'danger' })).error).toMatchObject({ code: -32602 });
  expect(host.agent.prompts).toEqual([]);
});

test('what the agent can do with a thread is said, and what it cannot is refused', async () => {
  const { result } = await start('new');
  const { thread } = result as { thread: string };
  const change = { kind: 'set', text: 'Light the lamp.' };
  const acts = ['fork', 'review', 'compact', 'goal'] as const;
  for (const act of acts) {
    const { error } = await device.ask(`thread/${act}`, { requestId: id(act), thread, change });
    expect(error, act).toMatchObject({ data: { code: 'agentRefused' } });
  }
  const done: unknown[] = [];
  Object.assign(host.agent, {
    fork: async (of: string) => ({ thread: `${of}-fork` }),
    review: async () => ({ turn: 'review-turn' }),
    compact: async (of: string) => void done.push(of),
    goal: async (of: string, what: object) => void done.push(of, what),
  });
  expect(await device.ask('agent/choices', { agent: 'scripted' })).toMatchObject({
    result: { abilities: acts },
  });
  const answers = [];
  for (const act of acts)
    answers.push((await device.ask(`thread/${act}`, { requestId: id(`2${act}`), thread, change })).result);
  expect(answers).toEqual([{ thread: `${thread}-fork` }, { turn: 'review-turn' }, {}, {}]);
  expect(done).toEqual(['t1', 't1', change]);
});

test('a goal is part of what every phone sees of a thread', async () => {
  const goal = { text: 'Light the lamp.', state: 'active' as const };
  host.agent.tell({ id: 't9', cwd: host.project.path, title: 'Nine', status: 'idle', updatedAt: 1, goal });
  const { result } = await device.ask('home/open', {});
  expect(result).toMatchObject({ threads: [{ title: 'Nine', goal }] });
});

test('in a thread that is paused nothing begins, and its goal is paused with it', async () => {
  const goals: object[] = [];
  Object.assign(host.agent, {
    review: async () => ({ turn: 'review-turn' }),
    compact: async () => {},
    goal: async (_: string, what: object) => void goals.push(what),
  });
  const goal = { text: 'Light the lamp.', state: 'active' as const };
  host.agent.tell({ id: 't9', cwd: host.project.path, title: 'Nine', status: 'idle', updatedAt: 1, goal });
  const thread = 'local.scripted.t9';
  await device.ask('thread/pause', { requestId: id('pause'), thread, on: true });
  expect(goals).toEqual([{ kind: 'pause' }]);
  for (const [act, kind] of [['review'], ['compact'], ['goal', 'set'], ['goal', 'resume']] as const) {
    const change = { kind, text: 'Again.' };
    const { error } = await device.ask(`thread/${act}`, { requestId: id(`${act}-${kind}`), thread, change });
    expect(error, act).toMatchObject({ data: { code: 'paused' } });
  }
  await device.ask('thread/goal', { requestId: id('clear'), thread, change: { kind: 'clear' } });
  expect(goals).toEqual([{ kind: 'pause' }, { kind: 'clear' }]);
});

test('what is queued is seen by every phone, begins when the turn has ended, and outlives the host', async () => {
  const { result } = await start('new');
  const { thread } = result as { thread: string };
  const turn = (state: 'running' | 'completed') => ({
    type: 'turn' as const,
    turn: { id: 'turn1', state, error: null, startedAt: 1, endedAt: state === 'running' ? null : 2 },
  });
  host.agent.sink.change('t1', turn('running'));
  const add = (name: string) =>
    device.ask('queue/add', { requestId: id(name), thread, text: `${name}\nand more` });
  const first = (await add('first')).result as { entry: string };
  await add('second');
  expect(host.agent.prompts).toHaveLength(1);

  const { threads } = (await device.ask('home/open', {})).result as { threads: { queue?: object }[] };
  expect(threads[0]?.queue).toMatchObject({
    held: null,
    entries: [{ text: 'first and more' }, { text: 'second and more' }],
  });
  expect(await device.ask('queue/read', { thread, entry: first.entry })).toMatchObject({
    result: { text: 'first\nand more' },
  });
  const remove = () => device.ask('queue/remove', { requestId: id('remove'), thread, entry: first.entry });
  expect(await remove()).toMatchObject({ result: {} });
  expect((await device.ask('queue/read', { thread, entry: first.entry })).error).toMatchObject({
    data: { code: 'notQueued' },
  });

  // The turn ends while no host runs.
  const { histories } = host.agent;
  await host.restart();
  host.agent.histories.set('t1', { ...histories.get('t1')!, turn: turn('completed').turn });
  const begun = host.agent.whenPrompted();
  host.agent.sink.threads([{ id: 't1', cwd: host.project.path, title: 'One', status: 'idle', updatedAt: 1 }]);
  expect(await begun).toMatchObject({ thread: 't1', text: 'second\nand more', request: id('second') });
});

test('a paused thread keeps what is queued until it is resumed', async () => {
  const { result } = await start('new');
  const { thread } = result as { thread: string };
  host.agent.tell({ id: 't1', cwd: host.project.path, title: 'One', status: 'idle', updatedAt: 1 });
  await device.ask('thread/pause', { requestId: id('pause'), thread, on: true });
  await device.ask('queue/add', { requestId: id('queued'), thread, text: 'Later.' });
  expect((await device.ask('queue/release', { requestId: id('go'), thread })).error).toMatchObject({
    data: { code: 'paused' },
  });
  expect(host.agent.prompts).toHaveLength(1);
  const begun = host.agent.whenPrompted();
  await device.ask('thread/pause', { requestId: id('resume'), thread, on: false });
  expect(await begun).toMatchObject({ text: 'Later.' });
});

test('files are looked for in a project that is open, and nowhere else', async () => {
  const search = (project: string, query: string) => device.ask('project/search', { project, query });
  expect(await search(host.project.id, 'lamp')).toMatchObject({ result: { files: [] } });
  const asked: string[][] = [];
  const files = [{ path: 'src/lamp.ts', folder: false }];
  Object.assign(host.agent, {
    findFiles: async (...args: string[]) => {
      asked.push(args);
      return files;
    },
  });
  expect(await search(host.project.id, 'lamp')).toMatchObject({ result: { files } });
  expect((await search('closed', 'lamp')).error).toMatchObject({ data: { code: 'unknownProject' } });
  expect((await search(host.project.id, '')).error).toMatchObject({ code: -32602 });
  expect(asked).toEqual([[host.project.path, 'lamp']]);
});

test('what was attached goes with the words, once, and only where the agent can see it', async () => {
  const { result } = await start('new');
  const { thread } = result as { thread: string };
  const attachment = 'p'.repeat(22);
  const data = Buffer.from([0xff, 0xd8, 0xff, 0xe0]).toString('base64url');
  const part = { attachment, name: 'lamp.jpg', kind: 'image', size: 4, at: 0, data };
  const say = (name: string, ...attachments: string[]) =>
    device.ask('turn/start', { requestId: id(name), thread, text: 'Look.', attachments });

  expect((await say('early', attachment)).error).toMatchObject({ data: { code: 'unknownAttachment' } });
  expect(await device.ask('attachment/put', part)).toMatchObject({ result: { received: 4 } });
  expect((await say('cannot', attachment)).error).toMatchObject({ data: { code: 'agentRefused' } });
  Object.assign(host.agent, { attach: true });
  expect(await say('now', attachment)).toMatchObject({ result: {} });
  expect(host.agent.prompts.at(-1)).toMatchObject({
    text: 'Look.',
    attachments: [{ kind: 'image', name: 'lamp.jpg', path: expect.stringContaining(host.folder) }],
  });
  expect((await say('again', attachment)).error).toMatchObject({ data: { code: 'unknownAttachment' } });

  await device.ask('attachment/put', part);
  expect(await device.ask('attachment/remove', { attachment })).toMatchObject({ result: {} });
  expect((await say('removed', attachment)).error).toMatchObject({ data: { code: 'unknownAttachment' } });
  expect((await device.ask('attachment/put', { ...part, size: 30 * 1024 * 1024 })).error).toMatchObject({
    code: -32602,
  });
});
