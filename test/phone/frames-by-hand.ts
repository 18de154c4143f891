/** Frames that the test draws. */
export class FramesByHand {
  readonly #waiting: (() => void)[] = [];
  readonly next = (run: () => void): void => {
    this.#waiting.push(run);
  };
  draw(): void {
    for (const run of this.#waiting.splice(0)) run();
  }
}
