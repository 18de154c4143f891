import { describe, expect, test } from 'vitest';
import { ENVIRONMENT_STATES } from '../../main/contract/environments.ts';
import {
  activeOf,
  actsOf,
  agentTrouble,
  askedKey,
  factsOf,
  followAsked,
  STATE_WORDS,
} from '../../renderer/model/environments.ts';
import { asking, environment, QUESTIONS, sshHost } from '../e2e/control-panel/environment-states.ts';

test('each state has a mark and words of its own', () => {
  const words = ENVIRONMENT_STATES.map((state) => STATE_WORDS[state].word);
  expect(words).toEqual([...new Set(words)]);
});

describe('what can be done', () => {
  test.each([
    ['up', null, 'Disconnect'],
    ['off', 'Connect', null],
    ['connecting', null, 'Stop trying'],
    ['asking', null, 'Stop trying'],
    ['retrying', 'Try now', 'Stop trying'],
    ['attention', 'Connect again', 'Leave it off'],
  ] as const)('%s: %s, %s', (state, connect, disconnect) => {
    expect(actsOf(environment('devbox', { state }))).toEqual({ connect, disconnect });
  });

  test('a question of Outpost’s own is asked over a connection that is there', () => {
    expect(actsOf(asking(QUESTIONS.startDaemon)).disconnect).toBe('Disconnect');
  });
});

test('what is known is said; versions only where they differ from the one here', () => {
  const known = environment('devbox', { latencyMs: 18.4, agentVersion: '0.139.2' });
  expect(factsOf(known, '0.144.0')).toEqual([
    '18 ms there and back',
    'Codex 0.139.2 there, 0.144.0 on this computer',
  ]);
  expect(factsOf(known, '0.139.2')[1]).toBe('Codex 0.139.2');
  expect(factsOf(known, null)[1]).toBe('Codex 0.139.2');
  expect(factsOf({ latencyMs: 0.4, agentVersion: null }, '0.144.0')).toEqual(['under 1 ms there and back']);
  expect(factsOf({ latencyMs: null, agentVersion: null }, null)).toEqual([]);
});

test('a host stands as its environment does, once that is not off', () => {
  const host = sshHost('devbox');
  expect(activeOf(host, [environment('gpu-1'), environment('devbox')])?.id).toBe('ssh:devbox');
  expect(activeOf(host, [environment('devbox', { state: 'off' })])).toBeUndefined();
});

describe('the question in the dialog', () => {
  const none = new Set<string>();
  const first = asking({ ...QUESTIONS.password, id: 'q1' });
  const second = asking({ ...QUESTIONS.oneTimeCode, id: 'q2' });
  const connecting = environment('devbox', { state: 'connecting' });
  const other = { ...asking({ id: 'q9' }), id: 'ssh:gpu-1', name: 'gpu-1' };

  test('rises by itself, and goes on with what the same host asks next', () => {
    const asked = followAsked(undefined, [environment('local'), first], none, true);
    expect(asked).toEqual({ environment: 'ssh:devbox', question: first.question });
    const between = followAsked(asked, [connecting, other], none, true);
    expect(between).toBe(asked);
    expect(followAsked(between, [second, other], none, false)?.question.id).toBe('q2');
  });

  test('makes room for another host’s once its own needs nothing more', () => {
    const asked = followAsked(undefined, [first], none, true);
    expect(followAsked(asked, [environment('devbox'), other], none, true)?.environment).toBe('ssh:gpu-1');
    expect(followAsked(asked, [environment('devbox')], none, true)).toBeUndefined();
    expect(followAsked(asked, [], none, true)).toBeUndefined();
  });

  test('does not rise over somebody who types, nor again when it was put off', () => {
    expect(followAsked(undefined, [first], none, false)).toBeUndefined();
    const asked = followAsked(undefined, [first], none, true)!;
    expect(followAsked(undefined, [first, other], new Set([askedKey(asked)]), true)?.environment).toBe(
      'ssh:gpu-1',
    );
  });
});

test.each([
  ['ready', '', null],
  ['starting', '', 'Codex is being started there. The first time takes longer.'],
  ['signedOut', 'It is signed out.', 'Codex does not work there yet. It is signed out.'],
] as const)('an agent that is %s there', (state, detail, text) => {
  const agent = { name: 'Codex', state, detail };
  expect(agentTrouble(environment('devbox'), agent)?.text ?? null).toBe(text);
  // What is missing has a notice of its own, and one that is not connected cannot be blamed.
  expect(agentTrouble(environment('devbox', { missing: { about: 'x', command: null } }), agent)).toBeNull();
  expect(agentTrouble(environment('devbox', { state: 'off' }), agent)).toBeNull();
});
