import { describe, expect, test } from 'vitest';
import { Weigher } from '../../../main/host/weigher.ts';
import * as weighing from '../../../main/host/weighing.ts';

const PLACE = { cwd: '/p', project: '/p', home: '/home/a', platform: 'posix', real: () => null } as const;
const PUSH = { kind: 'command', command: 'git push', cwd: '/p', network: null } as const;
const weigh = (weigher: Weigher) => weigher.weighAsk(PUSH, 'insideSandbox', PLACE, { checksFail: false });

describe('what weighs actions', () => {
  test('weighs nothing before it is loaded', async () => {
    const weigher = new Weigher(async () => weighing);
    expect(weigher.isLoaded).toBe(false);
    expect(() => weigh(weigher)).toThrow('not loaded yet');
    expect(() => weigher.checkIn('npm test')).toThrow('not loaded yet');
    await weigher.load();
    expect(weigh(weigher).verdict.tier).toBe('commit');
    expect(weigher.checkIn('npm test')).toBe('decides');
  });

  test('is loaded once, however many ask for it', async () => {
    let loads = 0;
    const weigher = new Weigher(async () => {
      loads++;
      return weighing;
    });
    await Promise.all([weigher.load(), weigher.load()]);
    await weigher.load();
    expect(loads).toBe(1);
  });
});
