import { expect, test } from 'vitest';
import type { Change } from '../../../main/contract/contract.ts';
import { followState } from '../../../main/contract/follow.ts';
import type { HostState } from '../../../main/contract/state.ts';
import { STATES } from '../../e2e/control-panel/states.ts';

function source() {
  const listeners = new Set<(change: Change) => void>();
  let answer: (state: HostState) => void = () => {};
  let fail: (error: Error) => void = () => {};
  return {
    api: {
      snapshot: () =>
        new Promise<HostState>((resolve, reject) => {
          answer = resolve;
          fail = reject;
        }),
      subscribe: (listener: (change: Change) => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    listeners,
    answer: (state: HostState) => answer(state),
    fail: (error: Error) => fail(error),
    emit: (change: Change) => {
      for (const listener of listeners) listener(change);
    },
  };
}
const expired: Change = { slice: 'pairing', value: { state: 'expired' } };

test('shows the snapshot, then each change on top of it', async () => {
  const host = source();
  const shown: string[] = [];
  const followed = followState(host.api, (state) => shown.push(state.pairing.state));
  host.answer(STATES.well());
  await followed;
  host.emit(expired);
  expect(shown).toEqual(['none', 'expired']);
});

test('a change that comes before the snapshot does is not lost', async () => {
  const host = source();
  const shown: string[] = [];
  const followed = followState(host.api, (state) => shown.push(state.pairing.state));
  host.emit(expired);
  host.answer(STATES.well());
  await followed;
  expect(shown).toEqual(['expired']);
});

test('ends, and leaves nothing behind when the snapshot fails', async () => {
  const host = source();
  const followed = followState(host.api, () => {});
  host.answer(STATES.well());
  (await followed)();
  expect(host.listeners.size).toBe(0);

  const failing = source();
  const failed = followState(failing.api, () => {});
  failing.fail(new Error('gone'));
  await expect(failed).rejects.toThrow('gone');
  expect(failing.listeners.size).toBe(0);
});
