import { describe, expect, it } from 'vitest';
import { agentsLeg, legs } from '../../../phone/views/legs.ts';

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
