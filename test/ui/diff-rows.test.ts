import { describe, expect, it } from 'vitest';
import { countLines } from '../../ui/count-lines.ts';
import { parseHunks } from '../../ui/diff-rows.ts';

const HUNKS = `@@ -1,3 +1,4 @@ function greet() {
 const a = 1;
-const b = 2;
+const b = 3;
+const c = 4;
 done();
@@ -10,1 +11,1 @@
-old
\\ No newline at end of file
+new
`;

describe('parseHunks', () => {
  it('gives every line its kind and number', () => {
    expect(parseHunks(HUNKS)).toEqual({
      added: 3,
      removed: 2,
      rows: [
        { kind: 'hunk', oldStart: 1, newStart: 1, heading: 'function greet() {' },
        { kind: 'same', text: 'const a = 1;', line: 1 },
        { kind: 'removed', text: 'const b = 2;', line: 2 },
        { kind: 'added', text: 'const b = 3;', line: 2 },
        { kind: 'added', text: 'const c = 4;', line: 3 },
        { kind: 'same', text: 'done();', line: 4 },
        { kind: 'hunk', oldStart: 10, newStart: 11, heading: '' },
        { kind: 'removed', text: 'old', line: 10 },
        { kind: 'remark', text: 'No newline at end of file' },
        { kind: 'added', text: 'new', line: 11 },
      ],
    });
  });

  it.each([
    ['is cut off', HUNKS.slice(0, 60)],
    ['counts its lines wrongly', HUNKS.replace('+1,4', '+1,9')],
    ['has lines in front of its first hunk', `rm -r everything\n${HUNKS}`],
    ['has a file header, which would not be shown', `--- a\n+++ b\n${HUNKS}`],
    ['hides lines between its hunks', HUNKS.replace('@@ -10', 'evil\n@@ -10')],
    ['is not a diff', 'hello'],
  ])('parses nothing of a text that %s, so that all of it is shown as it came', (_what, text) => {
    expect(parseHunks(text)).toBeNull();
  });

  it('takes the empty diff of an empty file', () => {
    expect(parseHunks('')).toEqual({ rows: [], added: 0, removed: 0 });
  });
});

it('counts lines without parsing', () => {
  expect(countLines(HUNKS)).toEqual({ added: 3, removed: 2 });
  expect(countLines('')).toEqual({ added: 0, removed: 0 });
});
