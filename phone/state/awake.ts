/**
 * Keeps the screen on while a person watches a run that they asked it for, and not a moment longer: the wish ends with the
 * run, and the browser's lock with the wish, with the thread's screen, and while the page is hidden.
 */
import { type Readable, Store } from './store.ts';

export interface AwakePage {
  /** Absent on a page served by plain http, and in older browsers. */
  readonly wakeLock: Pick<WakeLock, 'request'> | undefined;
  visible(): boolean;
  /** Calls back when the page is shown or hidden. */
  onVisibility(changed: () => void): void;
}

export class Awake {
  readonly #page: AwakePage;
  readonly #asked = new Store<string | null>(null);
  /** The thread on screen, while it runs. */
  #watched: string | null = null;
  #lock: Pick<WakeLockSentinel, 'release'> | null = null;
  #requesting = false;

  constructor(page: AwakePage) {
    this.#page = page;
    // The browser lets go of it by itself when the page is hidden.
    page.onVisibility(() => {
      if (!page.visible()) this.#lock = null;
      this.#settle();
    });
  }

  get possible(): boolean {
    return this.#page.wakeLock !== undefined;
  }

  /** The thread whose run keeps the screen on. */
  get asked(): Readable<string | null> {
    return this.#asked;
  }

  ask(thread: string | null): void {
    this.#asked.set(thread);
    this.#settle();
  }

  /** @param running whether something runs in the thread that is on screen. */
  watch(thread: string, running: boolean): void {
    this.#watched = running ? thread : null;
    if (!running && this.#asked.get() === thread) this.#asked.set(null);
    this.#settle();
  }

  /** The thread is on screen no more; its run may be watched again. */
  leave(thread: string): void {
    if (this.#watched === thread) this.#watched = null;
    this.#settle();
  }

  get #wanted(): boolean {
    const asked = this.#asked.get();
    return asked !== null && asked === this.#watched && this.#page.visible();
  }

  #settle(): void {
    if (!this.#wanted) {
      this.#lock?.release().catch(() => undefined);
      this.#lock = null;
    } else if (this.#lock === null && !this.#requesting) void this.#request();
  }

  async #request(): Promise<void> {
    this.#requesting = true;
    try {
      this.#lock = (await this.#page.wakeLock?.request('screen')) ?? null;
    } catch {
      // A battery that is low: the phone says no, and the screen goes dark as ever. The wish shows as not granted.
      this.#asked.set(null);
    }
    this.#requesting = false;
    this.#settle();
  }
}

export function awakePage(page: Window): AwakePage {
  const { document, navigator } = page;
  return {
    wakeLock: (navigator as { wakeLock?: WakeLock }).wakeLock,
    visible: () => document.visibilityState === 'visible',
    onVisibility: (changed) => document.addEventListener('visibilitychange', changed),
  };
}
