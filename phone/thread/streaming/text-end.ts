/** Where a text that streams in goes on, on the screen. */
export interface TextEnd {
  /** Whoever drew it has not put anything else in its place. */
  readonly isThere: boolean;
  /** UTF-16 units of the text in front of it. */
  readonly from: number;
  /** Whether it is drawn anew once nothing has come for a while. */
  readonly rests: boolean;
  /**
   * Puts there what has come.
   * @param before what it says by now
   * @param now the same with more behind it
   * @returns false: it has to be drawn anew
   */
  goesOn(before: string, now: string): boolean;
  /** It stands there as it was drawn. */
  settle(): void;
}
