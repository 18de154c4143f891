/** Time as the relay sees it, handed in so that tests decide when it passes. */
export interface Clock {
  /** Milliseconds that never go backwards. Their zero means nothing. */
  now(): number;
  /** Runs `act` once, after `milliseconds`. The function it returns cancels that. */
  after(milliseconds: number, act: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};
