import { afterEach, expect, it, vi } from 'vitest';
import type { HighlightRequest } from '../../ui/highlight-worker.ts';
import { highlightBeside } from '../../ui/highlighter.ts';

/** A worker as the page has it; what it does is said by the test. */
class Workshop extends EventTarget {
  static readonly begun: Workshop[] = [];
  readonly asked: HighlightRequest[] = [];
  ended = false;

  constructor() {
    super();
    Workshop.begun.push(this);
  }
  postMessage(request: HighlightRequest): void {
    this.asked.push(request);
  }
  terminate(): void {
    this.ended = true;
  }
  answer(id: number, lines: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: { id, lines } }));
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('has code coloured by one worker, and by another one when that could not be loaded', async () => {
  vi.stubGlobal('Worker', Workshop);
  const lost = [highlightBeside('a', 'c'), highlightBeside('b', 'c')];
  expect(Workshop.begun).toHaveLength(1);
  const [first] = Workshop.begun;
  first?.dispatchEvent(new Event('error'));
  // Without its colours it is read all the same.
  expect(await Promise.all(lost)).toEqual([null, null]);
  expect(first?.ended).toBe(true);

  const found = highlightBeside('a', 'c');
  expect(Workshop.begun).toHaveLength(2);
  const [, second] = Workshop.begun;
  second?.answer(second.asked[0]!.id, [[{ text: 'a', ink: null }]]);
  expect(await found).toEqual([[{ text: 'a', ink: null }]]);
});
