import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reveal, type Segment } from '../../ui/reveal.ts';

/** What a person would read, with everything revealed in brackets. */
const read = (text: string): string => reveal(text).map(shown).join('');
function shown(segment: Segment): string {
  switch (segment.kind) {
    case 'text':
      return segment.text;
    case 'hidden':
      return `[${segment.name}]`;
    case 'break':
      return '↵\n';
    case 'blanks':
      return '·'.repeat(segment.count);
    case 'gap':
      return `[${segment.label}]`;
  }
}

describe('what a command hides', () => {
  it.each([
    ['a plain command', 'npm test -- --run', 'npm test -- --run'],
    ['a line end inside it', 'echo a\nrm -r b', 'echo a↵\nrm -r b'],
    ['a Windows line end', 'echo a\r\ndir', 'echo a↵\ndir'],
    [
      'a lone carriage return, which a terminal would overwrite with',
      'rm -r /\recho ok',
      'rm -r /[carriage return]echo ok',
    ],
    ['a right-to-left override', 'cat \u202egpj.exe', 'cat [right-to-left override]gpj.exe'],
    ['an isolate', 'a\u2066b\u2069', 'a[left-to-right isolate]b[end of isolate]'],
    ['a zero-width space', 'curl exa\u200bmple.com', 'curl exa[zero-width space]mple.com'],
    ['an escape sequence', 'echo \u001b[8mhidden', 'echo [escape][8mhidden'],
    ['a no-break space', 'rm\u00a0-r', 'rm[no-break space]-r'],
    ['an invisible tag', 'ls\u{e0041}', 'ls[U+E0041]'],
    ['an invisible filler letter', 'ls\u3164', 'ls[U+3164]'],
    ['half a surrogate pair', 'ls\ud800', 'ls[U+D800]'],
    ['a private character', 'ls\ue000', 'ls[U+E000]'],
    ['blanks at the end', 'echo a  ', 'echo a··'],
    ['a tab at the end of a line', 'echo a\t\nb', 'echo a·↵\nb'],
    ['blanks in a row', 'echo a   b', 'echo a···b'],
    ['a screenful of blanks', `echo a${' '.repeat(500)}; rm b`, 'echo a[500 spaces]; rm b'],
    ['a screenful of tabs', `echo a${'\t'.repeat(60)}; rm b`, 'echo a[60 tabs]; rm b'],
    ['a screenful of empty lines', `echo a${'\n'.repeat(101)}rm b`, 'echo a↵\n[100 empty lines]↵\nrm b'],
    ['indentation, which is no trick', 'if x; then\n    y\nfi', 'if x; then↵\n    y↵\nfi'],
    ['letters of any language', 'echo Grüße 你好 שלום', 'echo Grüße 你好 שלום'],
  ])('shows %s', (_what, text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('loses no visible character, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const letters = (value: string) => value.match(/[\p{L}\p{N}\p{P}\p{S}]/gu) ?? [];
        const kept = reveal(text).map((segment) => (segment.kind === 'text' ? segment.text : ''));
        // Filler letters count as letters and as ignorable: these are named instead.
        const visible = letters(text).filter((letter) => !/\p{DI}/u.test(letter));
        expect(letters(kept.join(''))).toEqual(visible);
      }),
    );
  });

  it('costs no more than its length where it hides something everywhere', () => {
    const segments = reveal('a\u200b'.repeat(100_000));
    expect(segments.length).toBeLessThan(5000);
    expect(segments.at(-1)).toMatchObject({
      kind: 'text',
      text: expect.stringMatching(/^(a⟨zero-width space⟩)+$/),
    });
    expect(
      segments
        .map(shown)
        .join('')
        .match(/zero-width space/g),
    ).toHaveLength(100_000);
  });

  it.each([
    ['blanks and tabs', ' \t'.repeat(100_000)],
    ['blanks and tabs in front of a word', `${' \t'.repeat(100_000)}x`],
    ['line ends of both kinds', '\r\n\n'.repeat(100_000)],
    ['a word without an end', 'x'.repeat(500_000)],
  ])('is linear in %s, or this test does not end', (_what, text) => {
    expect(reveal(text).length).toBeGreaterThan(0);
  });

  it('knows when there is nothing to reveal', () => {
    const hides = (text: string) => reveal(text).some(({ kind }) => kind !== 'text');
    expect(hides('const a = 1;')).toBe(false);
    expect(hides('a \u202e b')).toBe(true);
    expect(hides('a ')).toBe(true);
    expect(hides('a  b')).toBe(true);
  });
});
