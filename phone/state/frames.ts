/** Calls `run` when the screen draws next. */
export type NextFrame = (run: () => void) => void;

/**
 * Joins a burst of changes into one update a frame. The first of a burst is never delayed: it runs at once, and only
 * what follows it within the same frame waits for the next.
 */
export function perFrame(run: () => void, nextFrame: NextFrame): () => void {
  let resting = false;
  let again = false;
  const rest = () => {
    resting = true;
    nextFrame(() => {
      resting = false;
      if (!again) return;
      again = false;
      run();
      rest();
    });
  };
  return () => {
    if (resting) {
      again = true;
      return;
    }
    run();
    rest();
  };
}
