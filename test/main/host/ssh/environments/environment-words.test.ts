/** What an owner reads of the gate of an SSH host. */
import { expect, test } from 'vitest';
import type { NoHook } from '../../../../../main/host/gate/gate.ts';
import {
  detailOf,
  findingsOf,
  gateMissing,
} from '../../../../../main/host/ssh/environments/environment-words.ts';
import type { Look } from '../../../../../main/host/ssh/remote/look.ts';
import { environment } from '../../../../e2e/control-panel/environment-states.ts';

const look: Look = {
  ...{ system: 'Linux', machine: 'x86_64', shell: '/bin/bash', home: '/home/ada', free: null },
  codex: { path: '/usr/bin/codex', version: '0.169.0' },
  daemon: { state: 'running', version: '0.169.0' },
};
const HOOK = { command: 'ask', timeoutS: 1 };
const ABSENT: NoHook = { absent: 'Not gated: it cannot ask.' };
const PROBLEM: NoHook = { problem: 'No thread is started there. Install Perl.' };

const detail = (hook: typeof HOOK | NoHook | null, of: Look = look) =>
  detailOf({
    ...{ connection: { state: 'up', since: 0 }, asksToCopy: false, unseen: null, again: null, now: 0 },
    ...{ look: of, hook },
  });

test('threads that are not gated are told of where they would be started', () => {
  expect(detail(ABSENT)).toBe(
    'Connected to Linux (x86_64). Threads there are not gated: inside their sandbox, they act without asking.',
  );
  for (const hook of [HOOK, PROBLEM, null]) expect(detail(hook)).toBe('Connected to Linux (x86_64).');
  // Without Codex there are no threads.
  expect(detail(ABSENT, { ...look, codex: null })).toBe('Connected to Linux (x86_64).');
});

test('what is in the way of the gate is missing, as a program is', () => {
  expect(gateMissing(PROBLEM)).toEqual({ about: 'No thread is started there. Install Perl.', command: null });
  for (const hook of [HOOK, ABSENT, null]) expect(gateMissing(hook)).toBeNull();
});

test.each([
  [HOOK, 'good', 'ask before every command'],
  [ABSENT, 'attention', 'Not gated'],
  [PROBLEM, 'bad', 'Install Perl'],
] as const)('a look at it: %j', (hook, state, words) => {
  const agent = {
    id: 'codex',
    environment: 'e',
    name: 'Codex',
    state: 'ready',
    detail: '',
    demo: false,
  } as const;
  const shell = {
    run: () => Promise.reject(new Error()),
    stream: () => Promise.reject(new Error()) as never,
  };
  const far = { shell, look, server: null };
  const of = (each: typeof hook | null) =>
    findingsOf(environment('devbox'), far, agent, each).find(({ title }) => title === 'Gate');
  expect(of(hook)).toMatchObject({ state, detail: expect.stringContaining(words) });
  expect(of(null)).toBeUndefined();
});
