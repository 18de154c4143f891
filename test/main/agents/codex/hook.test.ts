import { expect, test } from 'vitest';
import { failedRun, hookConfig, standingOf } from '../../../../main/host/agents/codex/hook.ts';

const HOOK = { command: '/bin/sh -c x', timeoutS: 100 };
const ours = (more: object = {}) => ({
  key: '/<session-flags>/config.toml:pre_tool_use:0:0',
  eventName: 'preToolUse',
  handlerType: 'command',
  command: HOOK.command,
  async: false,
  matcher: null,
  timeoutSec: 100,
  source: 'sessionFlags',
  enabled: true,
  currentHash: 'sha256:1',
  trustStatus: 'trusted',
  ...more,
});
const list = (hooks: ReturnType<typeof ours>[], errors: { message: string }[] = []) => ({
  data: [{ hooks, errors }],
});

test('it guards where it is as it was given, trusted and on', () => {
  expect(standingOf(list([ours({ source: 'user', command: 'x' }), ours()]), HOOK)).toEqual({
    kind: 'guards',
  });
});

test.each([
  ['untrusted', { trustStatus: 'untrusted' }],
  ['changed', { trustStatus: 'modified' }],
  ['switched off', { enabled: false }],
  ['not waited for', { async: true }],
  ['for some tools only', { matcher: 'Bash' }],
  ['given up on earlier', { timeoutSec: 10 }],
])('it does not where it is %s', (_, more) => {
  expect(standingOf(list([ours(more)]), HOOK)).toEqual({ kind: 'idle', hash: 'sha256:1' });
});

test.each([
  ['of the user', { source: 'user' }],
  ['for another moment', { eventName: 'postToolUse' }],
  ['of another kind', { handlerType: 'prompt' }],
  ['another command', { command: 'true' }],
])('one that is %s is not ours', (_, more) => {
  expect(standingOf(list([ours(more)]), HOOK)).toEqual({ kind: 'absent' });
});

test('an error among hooks is one', () => {
  expect(standingOf(list([ours()], [{ message: 'bad hooks.json' }]), HOOK)).toEqual({
    kind: 'faulty',
    message: 'bad hooks.json',
  });
  expect(standingOf({ data: [] }, HOOK)).toEqual({ kind: 'absent' });
});

test('the configuration names a hash only where it is known', () => {
  expect(hookConfig(HOOK, null)).not.toHaveProperty('hooks.state');
  expect(hookConfig(HOOK, 'sha256:1')).toMatchObject({
    'features.unified_exec_tty': false,
    hooks: {
      PreToolUse: [{ hooks: [{ type: 'command', command: HOOK.command, timeout: 100 }] }],
      state: { [ours().key]: { trusted_hash: 'sha256:1' } },
    },
  });
});

test.each([
  ['completed', null],
  ['blocked', null],
  ['failed', { thread: 't', turn: 'u' }],
  ['stopped', { thread: 't', turn: 'u' }],
  ['a later word', { thread: 't', turn: 'u' }],
])('a run that is %s', (status, expected) => {
  const run = { id: 'x', eventName: 'preToolUse', source: 'sessionFlags', status };
  expect(failedRun({ threadId: 't', turnId: 'u', run })).toEqual(expected);
  expect(failedRun({ threadId: 't', turnId: 'u', run: { ...run, source: 'user' } })).toBeNull();
  expect(failedRun({ threadId: 't', turnId: 'u', run: { ...run, eventName: 'stop' } })).toBeNull();
  expect(failedRun({ run })).toBeNull();
});
