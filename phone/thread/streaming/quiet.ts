/** Whether text streams in: what can wait, waits until none does, because each frame has enough to do. */

/** Milliseconds for which no text has come. */
const REST = 100;

let grew = Number.NEGATIVE_INFINITY;

/** Says that text has come. */
export function noteGrowth(): void {
  grew = performance.now();
}

/** Calls `act` once no text streams in: now, if none does. @returns what takes that back */
export function whenQuiet(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    const left = grew + REST - performance.now();
    if (left > 0) timer = setTimeout(look, left);
    else act();
  };
  look();
  return () => clearTimeout(timer);
}
