/**
 * The virtualiser counts all rows anew when one of them gets higher. For a row that grows with each frame below a reader who is
 * at the end, it is told once a second: nothing above that row is placed by it, and below it stands little.
 */
import { measureElement, type Virtualizer } from '@tanstack/react-virtual';

/** Pixels that it may be behind. */
const MOST = 2_000;
/** Milliseconds that it may be behind. */
const LONGEST = 1_000;

type Rows = Virtualizer<HTMLElement, HTMLElement>;

export class LateHeights {
  readonly #late = new Map<HTMLElement, Rows>();
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
    const known = virtualizer.itemSizeCache.get(
      virtualizer.options.getItemKey(virtualizer.indexFromElement(row)),
    );
    if (known === undefined || height <= known || height > known + MOST) {
      this.#late.delete(row);
      return height;
    }
    this.#late.set(row, virtualizer);
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
    for (const [row, virtualizer] of late) {
      if (!row.isConnected) continue;
      // By the height that it knew, it may take the row for one above the screen, and scroll by what it grew.
      virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false;
      virtualizer.resizeItem(virtualizer.indexFromElement(row), row.offsetHeight);
      virtualizer.shouldAdjustScrollPositionOnItemSizeChange = undefined;
    }
  };
}
