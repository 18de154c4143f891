import { expect, test } from 'vitest';
import type { Change } from '../../main/contract/contract.ts';
import type { HostState } from '../../main/contract/state.ts';
import { HostStore } from '../../renderer/host-store.ts';
import { STATES } from '../e2e/control-panel/states.ts';

/** A host that answers when the test says so. */
function slowHost() {
  const asked: { resolve: (state: HostState) => void; reject: (error: Error) => void }[] = [];
  const listeners = new Set<(change: Change) => void>();
  return {
    asked,
    emit: (change: Change) => {
      for (const listener of listeners) listener(change);
    },
    listening: () => listeners.size,
    api: {
      snapshot: () => new Promise<HostState>((resolve, reject) => asked.push({ resolve, reject })),
      subscribe: (listener: (change: Change) => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}

test('it asks when it is made, and what changes before the answer is in it', async () => {
  const host = slowHost();
  const store = new HostStore(host.api);
  expect([host.asked.length, store.get()]).toEqual([1, { kind: 'loading' }]);
  const { waiting } = STATES.waiting();
  host.emit({ slice: 'waiting', value: waiting });
  host.asked[0]!.resolve(STATES.well());
  await store.answered;
  expect(store.get()).toMatchObject({ kind: 'shown', state: { waiting } });
});

test('its listeners hear every change, and nothing once they have left', async () => {
  const host = slowHost();
  const store = new HostStore(host.api);
  host.asked[0]!.resolve(STATES.well());
  await store.answered;
  let heard = 0;
  const leave = store.subscribe(() => {
    heard += 1;
  });
  host.emit({ slice: 'waiting', value: [] });
  leave();
  host.emit({ slice: 'waiting', value: [] });
  expect(heard).toBe(1);
});

test('an error is an answer too; asked again, the host is heard once more and only once', async () => {
  const host = slowHost();
  const store = new HostStore(host.api);
  host.asked[0]!.reject(new Error('gone'));
  await store.answered;
  expect([store.get().kind, host.listening()]).toEqual(['failed', 0]);
  const shown = new Promise<void>((resolve) => {
    store.subscribe(() => store.get().kind === 'shown' && resolve());
  });
  store.retry();
  store.retry();
  expect([store.get().kind, host.asked.length]).toEqual(['loading', 2]);
  host.asked[1]!.resolve(STATES.well());
  await shown;
  expect(host.listening()).toBe(1);
});
