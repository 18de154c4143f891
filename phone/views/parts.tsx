/** What is not needed for the first paint of the inbox. Each is loaded when it is opened, or by `loadAhead`. */
import type { Detail } from '../navigation.ts';
import { later } from './later.tsx';

export const ThreadScreen = later(async () => (await import('../thread/thread-screen.tsx')).ThreadScreen);
export const NestedScreen = later(async () => (await import('../thread/nested-screen.tsx')).NestedScreen);
/** Rises over the thread, where nothing stands until it is there. */
export const ApprovalSheet = later(
  async () => (await import('../thread/approval-sheet.tsx')).ApprovalSheet,
  null,
);
/** Likewise. */
export const ChooseSheet = later(async () => (await import('./choose-sheet.tsx')).ChooseSheet, null);
export const OffersSheet = later(async () => (await import('./offers-sheet.tsx')).OffersSheet, null);
export const NewThread = later(async () => (await import('./new-thread.tsx')).NewThread);
export const Starting = later(async () => (await import('./starting.tsx')).Starting);
/** Stands above what was known last, which is there without it. */
export const BrokenWay = later(async () => (await import('./broken-way.tsx')).BrokenWay, null);
export const Refused = later(async () => (await import('./refused.tsx')).Refused);
/** Rises over the list, where nothing stands until it is there. */
export const ThreadMenu = later(async () => (await import('./thread-menu.tsx')).ThreadMenu, null);
export const Archived = later(async () => (await import('./archived.tsx')).Archived);
export const ThreadsView = later(async () => (await import('./threads.tsx')).ThreadsView);
export const HostsView = later(async () => (await import('./hosts.tsx')).HostsView);
export const Pair = later(async () => {
  const [{ Pair }] = await Promise.all([import('./pair.tsx'), import('../pairing-client.ts')]);
  return Pair;
});
export const Welcome = later(async () => (await import('./pair.tsx')).Welcome);

/** In the order in which a person who has just read the inbox may want them. */
const AHEAD: readonly (() => Promise<unknown>)[] = [
  BrokenWay.load,
  ThreadScreen.load,
  ApprovalSheet.load,
  async () => (await import('../thread/agent-text.tsx')).loadMarkdown(),
  NewThread.load,
  Starting.load,
  ThreadMenu.load,
  ChooseSheet.load,
  ThreadsView.load,
  HostsView.load,
  NestedScreen.load,
  // Last, because it fetches all that was not loaded.
  async () => (await import('../kept/keep-page.ts')).keepPage(window),
];

let begun = false;

/**
 * Loads one part after the other while nothing else is to do, so that a tap finds it there, also without a network. Not
 * where the person asked their browser to save data.
 */
export function loadAhead(page: Window): void {
  const { connection } = page.navigator as Navigator & { connection?: { saveData?: boolean } };
  if (begun || connection?.saveData === true) return;
  begun = true;
  void (async () => {
    for (const load of AHEAD) {
      await idle(page);
      // What does not come now is asked for again when it is opened.
      await load().catch(() => undefined);
    }
  })();
}

/** A page on which text streams in is never idle, and its parts are wanted all the same. */
const IDLE_WITHIN_MS = 2_000;
/** Safari knows no idle time: a few frames between two parts let what is waiting go first. */
const BETWEEN_PARTS_MS = 50;

const idle = (page: Window): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in page) page.requestIdleCallback(() => resolve(), { timeout: IDLE_WITHIN_MS });
    else (page as Window).setTimeout(resolve, BETWEEN_PARTS_MS);
  });

/** The part that the page opens with, after a reload. */
export function loadFor(detail: Detail | null): void {
  if (detail?.view === 'thread') void ThreadScreen.load();
  if (detail?.view === 'nested') void NestedScreen.load();
}
