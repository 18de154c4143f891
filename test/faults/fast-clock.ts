/**
 * Time that passes faster, for host, relay and phone alike: what takes a minute until somebody notices takes seconds
 * here, and who notices first stays the same.
 */
export interface FastClock {
  now(): number;
  after(ms: number, run: () => void): () => void;
  /** Somebody sets the clock, or the machine slept: timers keep to what they had left, as the system's do. */
  move(ms: number): void;
}

export function fastClock(times: number): FastClock {
  const start = Date.now();
  let moved = 0;
  return {
    now: () => Math.floor(start + moved + (Date.now() - start) * times),
    after(ms, run) {
      const timer = setTimeout(run, ms / times);
      return () => clearTimeout(timer);
    },
    move(ms) {
      moved += ms;
    },
  };
}
