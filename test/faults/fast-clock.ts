/**
 * Time that passes faster, for host, relay and phone alike: what takes a minute until somebody notices takes seconds
 * here, and who notices first stays the same.
 */
export interface FastClock {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

export function fastClock(times: number): FastClock {
  const start = Date.now();
  return {
    now: () => Math.floor(start + (Date.now() - start) * times),
    after(ms, run) {
      const timer = setTimeout(run, ms / times);
      return () => clearTimeout(timer);
    },
  };
}
