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
