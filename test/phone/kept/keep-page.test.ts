import { expect, test, vi } from 'vitest';
import { keepPage } from '../../../phone/kept/keep-page.ts';
import { loadAgain } from '../../../phone/kept/load-again.ts';

const HOUR = 60 * 60_000;

function pageWith(register?: () => Promise<unknown>) {
  const document = new EventTarget() as EventTarget & { visibilityState: string };
  const page = { document, navigator: register === undefined ? {} : { serviceWorker: { register } } };
  const look = (state: 'visible' | 'hidden') => {
    document.visibilityState = state;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  return { page: page as unknown as Parameters<typeof keepPage>[0], look };
}

test('a newer page is looked for when a person comes back, at most once an hour', async () => {
  const update = vi.fn(() => Promise.reject(new Error('no network')));
  const { page, look } = pageWith(async () => ({ update }));
  let now = 0;
  await keepPage(page, () => now);
  look('visible');
  expect(update).not.toHaveBeenCalled();
  now = HOUR;
  look('hidden');
  expect(update).not.toHaveBeenCalled();
  look('visible');
  look('visible');
  expect(update).toHaveBeenCalledOnce();
});

test('where the browser keeps no pages, nothing is said', async () => {
  await keepPage(pageWith().page);
  await keepPage(pageWith(() => Promise.reject(new DOMException('', 'SecurityError'))).page);
});

/** @param worker what `update` finds. */
function loaded(worker: EventTarget | null, registration: object | null = {}) {
  const reload = vi.fn();
  const update = vi.fn(async () => {});
  const setTimeout = vi.fn((late: () => void) => {
    ending = late;
    return 0;
  });
  let ending = () => {};
  const getRegistration = async () =>
    registration === null ? undefined : { update, installing: worker, waiting: null };
  const page = { location: { reload }, setTimeout, navigator: { serviceWorker: { getRegistration } } };
  return { page: page as unknown as Parameters<typeof loadAgain>[0], reload, update, late: () => ending() };
}

test('loading again waits until a newer page is kept', async () => {
  const worker = Object.assign(new EventTarget(), { state: 'installing' });
  const { page, reload, update } = loaded(worker);
  const again = loadAgain(page);
  await vi.waitFor(() => expect(update).toHaveBeenCalled());
  worker.dispatchEvent(new Event('statechange'));
  await Promise.resolve();
  expect(reload).not.toHaveBeenCalled();
  // It says so to whoever waits by then.
  await vi.waitFor(() => {
    worker.state = 'activated';
    worker.dispatchEvent(new Event('statechange'));
    expect(reload).toHaveBeenCalledOnce();
  });
  await again;
});

test('loading again waits for nothing where there is nothing newer, and not for ever', async () => {
  for (const { page, reload } of [loaded(null), loaded(null, null)]) {
    await loadAgain(page);
    expect(reload).toHaveBeenCalledOnce();
  }
  const { page, reload, late } = loaded(Object.assign(new EventTarget(), { state: 'installing' }));
  const again = loadAgain(page);
  late();
  await again;
  expect(reload).toHaveBeenCalledOnce();
});
