import { describe, expect, it } from 'vitest';
import type { RefusedReason } from '../../../phone/client/types.ts';
import {
  agentsLeg,
  brokenWords,
  legs,
  refusedWords,
  retryWords,
} from '../../../phone/views/connection-words.ts';

const states = (...args: Parameters<typeof legs>) => legs(...args).map(({ state }) => state);

describe('the legs', () => {
  it('name the one that is broken, and claim nothing behind it', () => {
    const broken = (leg: 'offline' | 'relay' | 'host') =>
      states({ kind: 'broken', leg, since: 0, nextTryAt: null }, 'good');
    expect(broken('offline')).toEqual(['broken', 'unknown', 'unknown', 'unknown']);
    expect(broken('relay')).toEqual(['good', 'broken', 'unknown', 'unknown']);
    expect(broken('host')).toEqual(['good', 'good', 'broken', 'unknown']);
    expect(states({ kind: 'connected', since: 0 }, 'broken')).toEqual(['good', 'good', 'good', 'broken']);
  });

  it('do not take the demo for an agent', () => {
    expect(agentsLeg([{ state: 'ready', demo: true }])).toBe('broken');
    expect(agentsLeg([{ state: 'starting', demo: false }])).toBe('trying');
    expect(
      agentsLeg([
        { state: 'ready', demo: false },
        { state: 'missing', demo: false },
      ]),
    ).toBe('good');
  });
});

it('says what to do about a host that may have forgotten this phone', () => {
  expect(brokenWords('host', 'desk').means).toContain('forgotten this phone: choose “Pair a phone…” there');
});

it('counts down to the next try', () => {
  expect(retryWords(9_500, 1_000)).toBe('Trying again in 9 s');
  expect(retryWords(1_000, 1_000)).toBe('Trying now');
  expect(retryWords(null, 1_000)).toBe('');
});

it('says what happened, what it means and what to do for every refusal', () => {
  const reasons: RefusedReason[] = [
    'used',
    'expired',
    'replaced',
    'revoked',
    'retired',
    'suspended',
    'storage',
    'tooMany',
    'left',
  ];
  for (const reason of reasons) {
    const { what, means, todo } = refusedWords(reason, 'the host');
    for (const text of [what, means, todo]) expect(text).not.toMatch(/!|undefined|^$/);
  }
});
