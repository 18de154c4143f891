import { beforeEach, describe, expect, test } from 'vitest';
import type { UpdateState } from '../../../../main/contract/state.ts';
import {
  type FoundUpdate,
  UpdateFailure,
  type UpdateSource,
} from '../../../../main/desktop/updates/update-source.ts';
import { Updates } from '../../../../main/desktop/updates/updates.ts';

/** A feed whose answers the test gives, one by one. */
class ScriptedSource implements UpdateSource {
  readonly checks: PromiseWithResolvers<FoundUpdate | undefined>[] = [];
  readonly did: string[] = [];
  fails = false;

  check(): Promise<FoundUpdate | undefined> {
    const answer = withResolvers<FoundUpdate | undefined>();
    this.checks.push(answer);
    return answer.promise;
  }
  placeAtEnd(placed: boolean): void {
    this.did.push(placed ? 'placed at the end' : 'not placed');
  }
  restart(failed: () => void): void {
    this.did.push('restart');
    if (this.fails) failed();
  }
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}
function withResolvers<T>(): PromiseWithResolvers<T> {
  let [resolve, reject]: [(value: T) => void, (error: unknown) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let source: ScriptedSource;
let busy: boolean;
let armed: { ms: number; task: () => void }[];
let states: UpdateState[];
let quits: number;
function make(from: UpdateSource | { off: string } = source): Updates {
  const updates = new Updates({
    source: from,
    clock: {
      now: () => 5000,
      after(ms, task) {
        const timer = { ms, task };
        armed.push(timer);
        return () => {
          armed = armed.filter((other) => other !== timer);
        };
      },
    },
    busy: () => busy,
    quit: () => {
      quits += 1;
    },
  });
  updates.listen(() => states.push(updates.state()));
  return updates;
}

beforeEach(() => {
  source = new ScriptedSource();
  [busy, armed, states, quits] = [false, [], [], 0];
});

async function readyUpdates(): Promise<Updates> {
  const updates = make();
  updates.want(true);
  source.checks[0]?.resolve({ version: '2.0.0', fetch: async () => {}, cancel: () => {} });
  await settled();
  return updates;
}

/** What the app does when it ends. */
function end(updates: Updates): string[] {
  updates.leave();
  updates.end(
    () => source.did.push('quit'),
    () => source.did.push('start again'),
  );
  return source.did;
}

describe('looking', () => {
  test('once at the start, then one timer for the next day, which is armed anew by its check only', async () => {
    const updates = make();
    updates.want(true);
    updates.want(true);
    expect(source.checks).toHaveLength(1);
    expect(armed).toEqual([]);
    source.checks[0]?.resolve(undefined);
    await settled();
    expect(armed.map(({ ms }) => ms)).toEqual([86_400_000]);
    expect(updates.state()).toEqual({ state: 'newest', checkedAt: 5000 });
    armed.splice(0)[0]?.task();
    expect([source.checks.length, armed.length]).toEqual([2, 0]);
  });

  test('switched off it asks nobody, ends a fetch that is under way, and leaves no timer', async () => {
    const updates = make();
    updates.want(false);
    expect([source.checks.length, armed.length]).toEqual([0, 0]);
    updates.want(true);
    let cancelled = false;
    const fetch = withResolvers<void>();
    source.checks[0]?.resolve({
      version: '2.0.0',
      fetch: () => fetch.promise,
      cancel: () => {
        cancelled = true;
      },
    });
    await settled();
    expect(updates.state()).toEqual({ state: 'downloading', version: '2.0.0' });
    updates.want(false);
    expect(cancelled).toBe(true);
    fetch.resolve();
    await settled();
    expect(updates.state().state).toBe('off');
    expect(armed).toEqual([]);
    expect(end(updates)).toEqual(['not placed', 'quit']);
  });

  test('what a check before the last one brings is not heard', async () => {
    const updates = make();
    updates.want(true);
    updates.want(false);
    updates.want(true);
    source.checks[0]?.reject(new UpdateFailure('refused'));
    await settled();
    expect(updates.state()).toEqual({ state: 'checking' });
    source.checks[1]?.resolve(undefined);
    await settled();
    expect(armed.map(({ ms }) => ms)).toEqual([86_400_000]);
  });

  test('a failure is told in words, and looked at again within the hour or when it is asked for', async () => {
    const updates = make();
    updates.want(true);
    source.checks[0]?.reject(new UpdateFailure('unreachable'));
    await settled();
    expect(states.at(-1)).toEqual({ state: 'failed', detail: expect.stringContaining('nobody answered') });
    expect(armed.map(({ ms }) => ms)).toEqual([3_600_000]);
    updates.check();
    expect([source.checks.length, armed.length]).toEqual([2, 0]);
  });

  test('a copy that cannot be replaced says why, and does nothing', () => {
    const updates = make({ off: 'This copy runs from its source.' });
    updates.want(true);
    updates.check();
    expect(updates.state()).toEqual({ state: 'off', detail: 'This copy runs from its source.' });
    expect(armed).toEqual([]);
    expect(updates.restart()).toMatch(/no new version/);
    expect(end(updates)).toEqual(['quit']);
  });
});

describe('an update never interrupts a turn', () => {
  test('asked to restart while a turn runs, it says why not, and the app goes on', async () => {
    const updates = await readyUpdates();
    busy = true;
    expect(updates.restart()).toMatch(/works on a turn/);
    expect(quits).toBe(0);
    expect(updates.state()).toEqual({ state: 'ready', version: '2.0.0' });
    busy = false;
    expect(updates.restart()).toBeNull();
    expect(quits).toBe(1);
    expect(end(updates)).toEqual(['placed at the end', 'restart']);
  });

  test('quit while a turn runs, the app ends as it is; quit without one, the new version is put in place', async () => {
    busy = true;
    expect(end(await readyUpdates())).toEqual(['not placed', 'quit']);
    source = new ScriptedSource();
    busy = false;
    expect(end(await readyUpdates())).toEqual(['placed at the end', 'quit']);
  });

  test('a turn that begins after the restart was asked for keeps the version that runs; it is started again', async () => {
    const updates = await readyUpdates();
    expect(updates.restart()).toBeNull();
    busy = true;
    expect(end(updates)).toEqual(['not placed', 'start again']);
  });

  test('being ready ends nothing by itself', async () => {
    await readyUpdates();
    expect([quits, source.did, armed]).toEqual([0, [], []]);
  });
});

test('a version that cannot be put in place leaves the one that runs, started again', async () => {
  const updates = await readyUpdates();
  source.fails = true;
  updates.restart();
  expect(end(updates)).toEqual(['placed at the end', 'restart', 'start again']);
});
