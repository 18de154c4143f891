/** Which timers an app sets, by the place that sets them. */

export interface WatchedTimer {
  readonly kind: 'timeout' | 'interval';
  readonly ms: number;
  /** Functions of the app's bundle that led to it, innermost first. */
  readonly site: string;
  readonly armed: number;
}

export class TimerWatch {
  readonly #seen = new Map<string, WatchedTimer>();
  #watching = false;

  watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#wrap('timeout', 'setTimeout');
    this.#wrap('interval', 'setInterval');
  }

  list(): WatchedTimer[] {
    return [...this.#seen.values()];
  }

  #wrap(kind: WatchedTimer['kind'], name: 'setTimeout' | 'setInterval'): void {
    const set = globalThis[name] as (...args: unknown[]) => unknown;
    const watched = (...args: unknown[]): unknown => {
      this.#note(kind, Number(args[1] ?? 0));
      return set(...args);
    };
    Object.assign(globalThis, { [name]: Object.assign(watched, set) });
  }

  #note(kind: WatchedTimer['kind'], ms: number): void {
    const lines = (new Error().stack ?? '')
      .split('\n')
      .filter((line) => /[/\\](main|chunk-\w+)\.cjs/.test(line));
    const site = lines
      .slice(0, 4)
      .map((line) => /at (\S+)/.exec(line)?.[1] ?? '?')
      .join(' < ');
    const key = `${kind} ${site}`;
    const before = this.#seen.get(key);
    this.#seen.set(key, { kind, ms, site, armed: (before?.armed ?? 0) + 1 });
  }
}
