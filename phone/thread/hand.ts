/**
 * Whether a person has a hand on what scrolls. While one scrolls, some browsers take no other orders where to scroll to, and
 * others break off what the hand does: whatever has to be put right first is put right before it moves.
 */

/** Milliseconds in which it goes on by itself once it was let go. */
const GOES_ON = 1_000;

export class Hand {
  #until = Number.NEGATIVE_INFINITY;

  get isOn(): boolean {
    return performance.now() < this.#until;
  }

  /** @param comes told before the first scrolling that may come of it. @returns a function that ends it. */
  watch(it: HTMLElement, comes: () => void): () => void {
    const on = (until: number) => {
      const was = this.isOn;
      this.#until = until;
      if (!was) comes();
    };
    const touches = () => on(Number.POSITIVE_INFINITY);
    const lets = ({ touches }: TouchEvent) => {
      if (touches.length === 0) on(performance.now() + GOES_ON);
    };
    const moves = () => on(Math.max(this.#until, performance.now() + GOES_ON));
    const [passive, gone] = [{ passive: true, capture: true }, new AbortController()];
    const { signal } = gone;
    it.addEventListener('touchstart', touches, { ...passive, signal });
    for (const name of ['touchend', 'touchcancel'] as const)
      it.addEventListener(name, lets, { ...passive, signal });
    for (const name of ['wheel', 'keydown', 'pointerdown'] as const)
      it.addEventListener(name, moves, { ...passive, signal });
    return () => gone.abort();
  }
}
