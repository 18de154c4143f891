import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, languageNamed, languageOfPath } from '../../ui/code-languages.ts';
import { codeOfDiff, coloursOfDiff } from '../../ui/diff-code.ts';
import { parseHunks } from '../../ui/diff-rows.ts';
import { COLOURED, highlight } from '../../ui/highlight.ts';

const joined = (lines: readonly (readonly { text: string }[])[] | null) =>
  lines?.map((line) => line.map(({ text }) => text).join('')).join('\n');

describe('highlight', () => {
  it.each(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[])('loses no text of %s', async (language) => {
    const text = await readFile(new URL('../../ui/diff.tsx', import.meta.url), 'utf8');
    expect(joined(await highlight(text, language))).toBe(text);
  });

  it('knows what is what', async () => {
    const [line] = (await highlight('const a = "b"; // c', 'typescript'))!;
    expect(line).toEqual([
      { text: 'const', ink: 'magenta' },
      { text: ' a = ', ink: null },
      { text: '"b"', ink: 'green' },
      { text: '; ', ink: null },
      { text: '// c', ink: 'soft' },
    ]);
  });

  it('leaves what is too long, or nobody wrote, without colours', async () => {
    expect(await highlight('a\n'.repeat(COLOURED), 'typescript')).toBe(null);
    expect(await highlight('('.repeat(3000), 'typescript')).toBe(null);
  });

  it('takes HTML for text', async () => {
    expect(joined(await highlight('<script>alert(1)</script>', 'xml'))).toBe('<script>alert(1)</script>');
  });
});

describe('the language of code', () => {
  it.each([
    ['ts', 'typescript'],
    ['TSX', 'typescript'],
    ['python {cell=1}', 'python'],
    ['c++', 'cpp'],
    ['constructor', null],
    ['', null],
    ['x'.repeat(10_000), null],
  ])('behind a fence, %s', (name, language) => {
    expect(languageNamed(name)).toBe(language);
  });

  it.each([
    ['src/beam.ts', 'typescript'],
    ['Dockerfile', 'dockerfile'],
    ['deploy/Dockerfile.prod', 'dockerfile'],
    ['a.ts/readme', null],
    ['__proto__', null],
    ['.env', null],
  ])('of the file %s', (path, language) => {
    expect(languageOfPath(path)).toBe(language);
  });
});

it('gives each row of a diff the colours of its own side', async () => {
  const { rows } = parseHunks('@@ -1,2 +1,2 @@\n same\n-"old"\n+1\n')!;
  const { before, after } = codeOfDiff(rows);
  expect([before, after]).toEqual(['same\n"old"', 'same\n1']);
  const colours = coloursOfDiff(
    rows,
    await highlight(before, 'typescript'),
    await highlight(after, 'typescript'),
  );
  expect(colours.map((pieces) => pieces?.[0]?.ink)).toEqual([undefined, null, 'green', 'yellow']);
});
