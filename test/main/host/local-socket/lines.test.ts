import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../../main/host/local-socket/lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('LineSplitter', () => {
  it('gives the same lines however the stream is cut', () => {
    const stream = bytes('one\n\nzwei — drei\n{"a":1}\nrest');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
        const splitter = new LineSplitter(64);
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const lines = edges
          .slice(1)
          .flatMap((end, index) => [...splitter.push(stream.slice(edges[index], end))]);
        expect(lines).toEqual(['one', '', 'zwei — drei', '{"a":1}'].map((text) => ({ text })));
      }),
    );
  });

  it('takes a line of exactly the limit, and ends at one byte more', () => {
    expect([...new LineSplitter(4).push(bytes('four\n'))]).toEqual([{ text: 'four' }]);
    const splitter = new LineSplitter(4);
    expect([...splitter.push(bytes('fiver'))]).toEqual([{ fault: 'tooLong' }]);
    expect([...splitter.push(bytes('\nnext\n'))]).toEqual([]);
  });

  it('holds no more than the limit of a line that never ends', () => {
    const splitter = new LineSplitter(10);
    const lines = Array.from({ length: 11 }, () => [...splitter.push(bytes('x'))]).flat();
    expect(lines).toEqual([{ fault: 'tooLong' }]);
  });

  it('passes over a line that is not UTF-8', () => {
    const splitter = new LineSplitter(64);
    expect([...splitter.push(Uint8Array.of(0xff, 0x0a, 0x61, 0x0a))]).toEqual([
      { fault: 'malformed' },
      { text: 'a' },
    ]);
  });
});
