/**
 * From start to exit, shared by `app`, windows and everything that "cannot be used before the app is ready".
 * `start → ready → quitting → exit`
 */
let ready = false;
let quitting = false;
let announceReady: () => void = () => {};
const whenReady = new Promise<void>((resolve) => {
  announceReady = resolve;
});
const atExit: (() => Promise<void>)[] = [];

export const lifecycle = {
  get ready(): boolean {
    return ready;
  },
  get quitting(): boolean {
    return quitting;
  },
  whenReady: (): Promise<void> => whenReady,

  setReady(): void {
    ready = true;
    announceReady();
  },

  setQuitting(value: boolean): void {
    quitting = value;
  },

  /** @throws Error as Electron's when something is made too early */
  requireReady(what: string): void {
    if (!ready) throw new Error(`Cannot create ${what} before app is ready`);
  },

  /** What must be finished before the process may end. */
  beforeExit(work: () => Promise<void>): void {
    atExit.push(work);
  },

  async exit(code: number): Promise<void> {
    await Promise.allSettled(atExit.map((work) => work()));
    process.exit(code);
  },
};
