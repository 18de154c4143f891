/** What is chosen for a thread of a terminal: it may be told to do less, and never more than it was seen to do there. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Agent } from '../../../../main/host/agents/agent.ts';
import type { TurnOptions } from '../../../../protocol/session/options.ts';
import type { StandIn } from '../../../codex/stand-in.ts';
import type { RecordingSink } from './sink.ts';
import { type StoodIn, stoodIn } from './stood-in.ts';

const THREAD = { id: 'th', cwd: '/p', preview: 'Go', status: { type: 'idle' }, updatedAt: 1 };
const EFFORTS = [{ reasoningEffort: 'low', description: 'Fast' }, { reasoningEffort: 'high' }];
const MODELS: unknown[] = [
  { id: 'lamp', model: 'lamp', displayName: 'Lamp', isDefault: true, supportedReasoningEfforts: EFFORTS },
  { id: 'torch', model: 'torch', supportedReasoningEfforts: [], inputModalities: ['text'] },
  { id: 'old', model: 'old', hidden: true },
  { id: 7 },
];

let stood: StoodIn;
let codex: StandIn;
let agent: Agent;
let sink: RecordingSink;
let settings: Record<string, unknown>;

beforeEach(async () => {
  settings = {
    approvalPolicy: 'on-request',
    sandbox: { type: 'workspaceWrite' },
    model: 'lamp',
    reasoningEffort: 'low',
  };
  stood = await stoodIn('choices');
  ({ agent, codex, sink } = stood);
  codex.on('thread/list', () => ({ result: { data: [THREAD] } }));
  codex.on('thread/resume', () => ({ result: { thread: THREAD, ...settings } }));
  codex.on('thread/settings/update', () => ({ result: {} }));
  codex.on('model/list', () => ({ result: { data: MODELS, nextCursor: null } }));
  codex.on('turn/start', () => ({ result: { turn: { id: 'tu' } } }));
  agent.start(sink);
  await sink.until(() => sink.listed.length > 0);
});
afterEach(() => stood.close());

const updates = () =>
  codex.calls.filter(({ method }) => method === 'thread/settings/update').map(({ params }) => params);
const turns = () => codex.calls.filter(({ method }) => method === 'turn/start').length;
const say = (options: TurnOptions) => agent.startTurn('th', { text: 'Go on.', request: null, options });
/** As Codex tells it to everyone who follows the thread. */
async function told(sandbox: string, more: object = {}): Promise<void> {
  codex.notify('thread/settings/updated', {
    threadId: 'th',
    threadSettings: { ...settings, sandboxPolicy: { type: sandbox }, effort: 'low', ...more },
  });
  codex.notify('thread/name/updated', { threadId: 'th', threadName: `${sandbox} now` });
  await sink.until(() => sink.seen('th').native?.title === `${sandbox} now`);
}

test('what cannot be chosen, or is hidden, is not offered', async () => {
  expect(await agent.choices!()).toEqual({
    models: [
      {
        id: 'lamp',
        name: 'Lamp',
        description: '',
        efforts: [
          { id: 'low', description: 'Fast' },
          { id: 'high', description: '' },
        ],
        effort: null,
        standard: true,
        images: true,
      },
      {
        id: 'torch',
        name: 'torch',
        description: '',
        efforts: [],
        effort: null,
        standard: false,
        images: false,
      },
    ],
    modes: ['plan', 'ask', 'work'],
  });
});

test('what is so already is not said again', async () => {
  await say({ model: 'lamp', effort: 'low', mode: 'work' });
  expect(updates()).toEqual([]);
  expect(turns()).toBe(1);
});

test('a thread that was seen to write may do so again', async () => {
  await say({ mode: 'ask' });
  const collaboration = (mode: string) => ({
    collaborationMode: {
      mode,
      settings: { model: 'lamp', reasoning_effort: 'low', developer_instructions: null },
    },
  });
  const asked = { threadId: 'th', model: 'lamp', effort: 'low' };
  expect(updates()).toEqual([{ ...asked, permissions: ':read-only', ...collaboration('default') }]);
  await told('readOnly');
  expect(sink.seen('th').native?.options).toEqual({ model: 'lamp', effort: 'low', mode: 'ask' });
  await say({ mode: 'work' });
  expect(updates()[1]).toEqual({ ...asked, permissions: ':workspace', ...collaboration('default') });
});

test('one that only reads by its owner’s choice is not let write', async () => {
  settings.sandbox = { type: 'readOnly' };
  await say({ mode: 'plan' });
  expect(updates()).toHaveLength(1);
  await expect(say({ mode: 'work' })).rejects.toMatchObject({ code: 'agentRefused' });
  expect(updates()).toHaveLength(1);
  expect(turns()).toBe(1);
});

test('one that is watched keeps the mode that it asks in', async () => {
  settings = {
    ...settings,
    approvalPolicy: 'untrusted',
    approvalsReviewer: 'user',
    activePermissionProfile: { id: 'hostgate' },
  };
  await expect(say({ mode: 'ask' })).rejects.toMatchObject({ code: 'agentRefused' });
  await say({ effort: 'high' });
  expect(updates()).toEqual([{ threadId: 'th', model: 'lamp', effort: 'high' }]);
});

test('one that may do anything is none of the modes', async () => {
  settings.sandbox = { type: 'dangerFullAccess' };
  await agent.open('th');
  expect(sink.seen('th').native?.options).toEqual({ model: 'lamp', effort: 'low' });
});

test.each([
  ['a model that is not there', { model: 'gone' }],
  ['a hidden one', { model: 'old' }],
  ['an effort of another model', { model: 'torch', effort: 'low' }],
  ['an effort that is none', { effort: 'banana' }],
])('%s is refused, and nothing is started', async (_, options) => {
  await expect(say(options)).rejects.toMatchObject({ code: 'agentRefused' });
  expect(updates()).toEqual([]);
  expect(turns()).toBe(0);
});
