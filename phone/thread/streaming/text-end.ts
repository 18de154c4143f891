/** UTF-16 units in boxes of their own: drawing more of them anew takes a phone longer than a thumb waits. */
export const MOST_IN_BOXES = 2_000;

/** Where a text that streams in goes on, on the screen. */
export interface TextEnd {
  /** Whoever drew it has not put anything else in its place. */
  readonly isThere: boolean;
  /** UTF-16 units of the text in front of it. */
  readonly from: number;
  /** Whether it is drawn anew once nothing has come for a while. */
  readonly rests: boolean;
  /** UTF-16 units that may be put there until it is drawn anew. */
  readonly most: number;
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
