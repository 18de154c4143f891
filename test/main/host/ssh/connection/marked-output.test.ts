import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarkedOutput } from '../../../../../main/host/ssh/connection/marked-output.ts';

const LIMITS = { before: 100, between: 200 };
const read = (text: string, size: number): MarkedOutput => {
  const output = new MarkedOutput('<b', '<e', LIMITS);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) output.push(bytes.subarray(at, at + size));
  return output;
};

describe('output between marks', () => {
  it('is found however it comes', () => {
    const noise = fc.string({ maxLength: 20 }).filter((text) => !text.includes('<'));
    fc.assert(
      fc.property(
        noise,
        noise,
        fc.integer({ min: 0, max: 255 }),
        noise,
        fc.integer({ min: 1, max: 9 }),
        (before, text, code, after, size) => {
          const output = read(`${before}<b${text}<e${code};${after}`, size);
          expect([output.began, output.state, output.bytes.toString(), output.status]).toEqual([
            true,
            'done',
            text,
            code,
          ]);
        },
      ),
    );
  });

  it('is bounded to the byte, and so is what comes before it', () => {
    for (const size of [1, 7, 1_000]) {
      expect(read(`<b${'x'.repeat(200)}<e0;`, size).state).toBe('done');
      expect(read(`<b${'x'.repeat(201)}<e0;`, size).state).toBe('tooMuch');
      expect(read(`<b${'x'.repeat(300)}`, size).state).toBe('tooMuch');
      expect(read('x'.repeat(101), size)).toMatchObject({ state: 'tooMuch', began: false });
      expect(read('x'.repeat(100), size).state).toBe('more');
    }
  });

  it('does not end at half a mark', () => {
    expect(read('<bx<e', 1).state).toBe('more');
    expect(read('<bx<e1', 1).state).toBe('more');
    expect(read('<bx<e1;', 1)).toMatchObject({ state: 'done', status: 1 });
  });
});
