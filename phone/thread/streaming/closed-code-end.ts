import { fenceClosed } from '../fence.ts';
import { MOST_IN_BOXES, type TextEnd } from './text-end.ts';

/** The end of code whose fence is closed: nothing goes on there, and what follows is a block of its own. */
export class ClosedCodeEnd implements TextEnd {
  readonly rests = false;
  readonly most = MOST_IN_BOXES;
  readonly from: number;
  readonly #figure: Element;

  static of(figure: Element, written: string): ClosedCodeEnd | null {
    const from = fenceClosed(written, figure.querySelector('code')?.textContent ?? '');
    return from === null ? null : new ClosedCodeEnd(figure, from);
  }

  private constructor(figure: Element, from: number) {
    this.#figure = figure;
    this.from = from;
  }

  get isThere(): boolean {
    return this.#figure.isConnected;
  }

  goesOn(_before: string, now: string): boolean {
    return now.slice(this.from).trim() === '';
  }

  settle(): void {
    // Nothing was put there.
  }
}
