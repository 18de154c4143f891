import { describe, expect, test } from 'vitest';
import { Ending } from '../../../main/desktop/ending.ts';
import { STATES } from '../../e2e/control-panel/states.ts';

interface Scene {
  readonly works?: boolean;
  readonly confirmed?: boolean;
  readonly closing?: 'goOn' | 'quit' | 'cancel';
}

function scene({ works = false, confirmed = false, closing = 'cancel' }: Scene = {}) {
  const done: string[] = [];
  const working = works ? [{ thread: 't', title: 'Fix the tests', since: 1 }] : [];
  const ending = new Ending({
    state: async () => ({ ...STATES.well(), working }),
    confirmQuit: async () => {
      done.push('quit?');
      return confirmed;
    },
    askClosing: async () => {
      done.push('close?');
      return closing;
    },
    quit: () => void done.push('quit'),
    discardWindow: () => void done.push('window closed'),
  });
  return { ending, done };
}

describe('quitting', () => {
  test('is not asked about while nothing runs', async () => {
    const { ending, done } = scene();
    await ending.quit();
    expect(done).toEqual(['quit']);
  });
  test('is asked about while a turn runs, and happens on a yes only', async () => {
    const no = scene({ works: true });
    await no.ending.quit();
    expect(no.done).toEqual(['quit?']);
    const yes = scene({ works: true, confirmed: true });
    await yes.ending.quit();
    expect(yes.done).toEqual(['quit?', 'quit']);
  });
  test('chosen twice is asked once', async () => {
    const { ending, done } = scene({ works: true });
    await Promise.all([ending.quit(), ending.quit()]);
    expect(done).toEqual(['quit?']);
  });
});

describe('closing the window', () => {
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  test('is not asked about where an icon stays', () => {
    const { ending, done } = scene();
    expect(ending.mayClose()).toBe(true);
    expect(done).toEqual([]);
  });
  test.each([
    ['goOn', ['close?', 'window closed']],
    ['quit', ['close?', 'quit']],
    ['cancel', ['close?']],
  ] as const)('is asked about where none does: %s', async (closing, expected) => {
    const { ending, done } = scene({ closing });
    ending.withoutTray();
    expect(ending.mayClose()).toBe(false);
    expect(ending.mayClose()).toBe(false);
    await settled();
    expect(done).toEqual(expected);
  });
  test('and quitting there still asks about a turn', async () => {
    const { ending, done } = scene({ closing: 'quit', works: true });
    ending.withoutTray();
    ending.mayClose();
    await settled();
    expect(done).toEqual(['close?', 'quit?']);
  });
  test('an end that has begun is held up by nothing', () => {
    const { ending, done } = scene();
    ending.withoutTray();
    ending.begun();
    expect(ending.mayClose()).toBe(true);
    expect(done).toEqual([]);
  });
});
