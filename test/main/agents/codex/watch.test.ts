/** Watching a thread of a terminal: only where the owner allowed it, never to undo a narrower choice, and as Codex says it is. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Agent } from '../../../../main/host/agents/agent.ts';
import type { StandIn } from '../../../codex/stand-in.ts';
import type { RecordingSink } from './sink.ts';
import { type StoodIn, stoodIn } from './stood-in.ts';

const THREAD = { id: 'th', cwd: '/p', preview: 'Go', status: { type: 'idle' }, updatedAt: 1 };
const PROFILE = { extends: ':workspace', filesystem: { '/var/empty/host-gate': 'deny' } };
const ALLOWED = { default_permissions: ':workspace', permissions: { hostgate: PROFILE } };
const USUAL = {
  approvalPolicy: 'on-request',
  approvalsReviewer: 'user',
  activePermissionProfile: { id: ':workspace', extends: null },
  sandbox: { type: 'workspaceWrite' },
};
const WATCHED = {
  ...USUAL,
  approvalPolicy: 'untrusted',
  activePermissionProfile: { id: 'hostgate', extends: ':workspace' },
};

let stood: StoodIn;
let codex: StandIn;
let agent: Agent;
let sink: RecordingSink;
let config: object;
/** What the thread may do, as Codex answers when it is loaded. */
let settings: object;

beforeEach(async () => {
  config = ALLOWED;
  settings = USUAL;
  stood = await stoodIn('watch');
  ({ agent, codex, sink } = stood);
  codex.on('thread/list', () => ({ result: { data: [THREAD] } }));
  codex.on('thread/resume', () => ({ result: { thread: THREAD, ...settings } }));
  codex.on('config/read', () => ({ result: { config, origins: {} } }));
  codex.on('thread/settings/update', () => ({ result: {} }));
  agent.start(sink);
  await sink.until(() => sink.listed.length > 0);
});
afterEach(() => stood.close());

const updates = () =>
  codex.calls.filter(({ method }) => method === 'thread/settings/update').map(({ params }) => params);
const watched = () => sink.seen('th').native?.watched;
const told = ({ sandbox, ...rest }: typeof USUAL | typeof WATCHED) =>
  codex.notify('thread/settings/updated', {
    threadId: 'th',
    threadSettings: { ...rest, sandboxPolicy: sandbox },
  });

const ON = {
  threadId: 'th',
  approvalPolicy: 'untrusted',
  approvalsReviewer: 'user',
  permissions: 'hostgate',
};
const OFF = { threadId: 'th', approvalPolicy: 'on-request', permissions: ':workspace' };

test('it is watched and no longer watched, each said once', async () => {
  await agent.watch?.('th', true);
  expect(watched()).toBe(true);
  await agent.watch?.('th', true);
  expect(updates()).toEqual([ON]);
  await agent.watch?.('th', false);
  expect(watched()).toBe(false);
  await agent.watch?.('th', false);
  expect(updates()).toEqual([ON, OFF]);
});

test.each([
  ['no profile', { default_permissions: ':workspace', permissions: null }],
  ['a profile that Codex would drop with the rest of the file', { permissions: { hostgate: PROFILE } }],
  [
    'one of this name that denies nothing, so that a yes could run twice',
    { ...ALLOWED, permissions: { hostgate: { ...PROFILE, filesystem: {} } } },
  ],
  [
    'one that is wider',
    { ...ALLOWED, permissions: { hostgate: { ...PROFILE, extends: ':danger-full-access' } } },
  ],
  ['nothing that can be read', { permissions: { hostgate: 7 } }],
])('refused, with what to do at the desk, where there is %s', async (_what, there) => {
  config = there;
  await expect(agent.watch?.('th', true)).rejects.toMatchObject({
    code: 'agentRefused',
    message: expect.stringContaining('"outpost watch" prints them'),
  });
  expect(updates()).toEqual([]);
  expect(watched()).toBe(false);
});

test.each([
  ['may only read', { ...USUAL, sandbox: { type: 'readOnly' } }],
  [
    'has a profile of the owner’s',
    { ...USUAL, activePermissionProfile: { id: 'narrow', extends: ':read-only' } },
  ],
])('a thread that %s is not given more by it', async (_what, now) => {
  settings = now;
  await expect(agent.watch?.('th', true)).rejects.toMatchObject({ code: 'agentRefused' });
  expect(updates()).toEqual([]);
});

test('a Codex that does not say what the thread may do is not asked to change it', async () => {
  settings = {};
  await expect(agent.watch?.('th', true)).rejects.toMatchObject({ code: 'agentRefused' });
  expect(updates()).toEqual([]);
});

test('what a person chooses in the terminal counts, and is told', async () => {
  await agent.watch?.('th', true);
  told(WATCHED);
  told(USUAL);
  await sink.until(() => watched() === false);
  told(WATCHED);
  await sink.until(() => watched() === true);
  // Whoever else answers for the person, it does not ask the person.
  told({ ...WATCHED, approvalsReviewer: 'auto_review' });
  await sink.until(() => watched() === false);
  expect(updates()).toEqual([ON]);
});

test('it is known of a thread that was watched before this host began', async () => {
  settings = WATCHED;
  await agent.open('th');
  expect(watched()).toBe(true);
  expect(updates()).toEqual([]);
});

/** Codex is another process now, or was out of reach for a while. */
async function again(): Promise<void> {
  const { resets } = sink.seen('th');
  codex.cut();
  await sink.until(() => sink.seen('th').resets > resets);
}

test('a new process of Codex, which keeps the policy and loses the profile, is told it again', async () => {
  await agent.watch?.('th', true);
  settings = { ...USUAL, approvalPolicy: 'untrusted' };
  await again();
  expect(updates()).toEqual([ON, ON]);
  expect(watched()).toBe(true);
});

test('but what a person put back meanwhile stays', async () => {
  await agent.watch?.('th', true);
  await again();
  expect(updates()).toEqual([ON]);
  expect(watched()).toBe(false);
});

test('nor is it called watched where the owner took the profile away', async () => {
  await agent.watch?.('th', true);
  settings = { ...USUAL, approvalPolicy: 'untrusted' };
  config = {};
  await again();
  expect(updates()).toEqual([ON]);
  expect(watched()).toBe(false);
});
