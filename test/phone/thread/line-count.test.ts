import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineCount } from '../../../phone/thread/line-count.ts';

/** Lines of a text, of which the last need not have an end. */
const linesOf = (text: string): number => text.match(/[^\n]*\n|[^\n]+$/g)?.length ?? 0;

it('counts the lines of a text that grows, is cut in front or is another one, as those of each whole text', () => {
  const text = fc
    .array(fc.constantFrom('\n', 'a', 'bc\n', '\n\n'), { maxLength: 8 })
    .map((all) => all.join(''));
  const step = fc.record({ keeps: fc.boolean(), cut: fc.nat(3), more: text });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const count = lineCount();
      let now = '';
      for (const { keeps, cut, more } of steps) {
        now = keeps ? now.slice(cut) + more : more;
        expect(count(now)).toBe(linesOf(now));
      }
    }),
  );
});
