/** The windows that exist now, by id. */
import type { BrowserWindow } from './browser-window.ts';

const open = new Map<number, BrowserWindow>();
let allClosed: () => void = () => {};
let lastId = 0;

export const windows = {
  nextId: (): number => ++lastId,
  all: (): BrowserWindow[] => [...open.values()],
  byId: (id: number): BrowserWindow | undefined => open.get(id),
  add: (window: BrowserWindow): void => void open.set(window.id, window),
  remove(id: number): void {
    open.delete(id);
    if (open.size === 0) allClosed();
  },
  onAllClosed(listener: () => void): void {
    allClosed = listener;
  },
};
