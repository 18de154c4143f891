/**
 * The virtualiser counts all rows anew when one of them gets higher. For a row that grows with each frame below a reader who is
 * at the end, it is told every few seconds: nothing above that row is placed by it, and below it stands little.
 */
import { measureElement, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';

/** Pixels that it may be behind. */
const MOST = 2_000;
/** Milliseconds that it may be behind. */
const LONGEST = 3_000;

type Rows = Virtualizer<HTMLElement, HTMLElement>;

export class LateHeights {
  readonly #late = new Map<HTMLElement, { virtualizer: Rows; key: VirtualItem['key']; height: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param grown told of a row that is higher than what is returned
   * @returns the height that the virtualiser is to know now
   */
  measure(
    row: HTMLElement,
    entry: ResizeObserverEntry | undefined,
    virtualizer: Rows,
    grown: (() => void) | null,
  ): number {
    const height = measureElement(row, entry, virtualizer);
    if (entry === undefined || grown === null) return height;
    const key = virtualizer.options.getItemKey(virtualizer.indexFromElement(row));
    const known = virtualizer.itemSizeCache.get(key);
    if (known === undefined || height <= known || height > known + MOST) {
      this.#late.delete(row);
      return height;
    }
    this.#late.set(row, { virtualizer, key, height });
    this.#timer ??= setTimeout(() => this.tell(), LONGEST);
    grown();
    return known;
  }

  /** The virtualiser is told now, as before anything else than the end is shown. */
  readonly tell = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const late = [...this.#late];
    this.#late.clear();
    for (const [row, { virtualizer, key, height }] of late) {
      const { count, getItemKey } = virtualizer.options;
      let index = count - 1;
      while (index >= 0 && getItemKey(index) !== key) index -= 1;
      if (index < 0) continue;
      // What is drawn has moved what stands below it already; room for what is not any more comes above the screen.
      const { shouldAdjustScrollPositionOnItemSizeChange } = virtualizer;
      virtualizer.shouldAdjustScrollPositionOnItemSizeChange ??= () => !row.isConnected;
      virtualizer.resizeItem(index, height);
      virtualizer.shouldAdjustScrollPositionOnItemSizeChange = shouldAdjustScrollPositionOnItemSizeChange;
    }
  };
}
