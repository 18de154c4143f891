import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ansiSpans } from '../../../phone/thread/ansi-spans.ts';
import AnsiText from '../../../phone/thread/ansi-text.tsx';

const first = (text: string) => ansiSpans(text)[0];

describe('the styles of a terminal', () => {
  it.each([
    ['a named colour', '\u001b[31mx', 'red', null],
    ['a bright one', '\u001b[94mx', 'blue', null],
    ['grey', '\u001b[90mx', 'soft', null],
    ['white, which is the text itself', '\u001b[97mx', null, null],
    ['one of 256, by its hue', '\u001b[38;5;208mx', 'yellow', null],
    ['one of sixteen million', '\u001b[38;2;250;10;20mx', 'red', null],
    ['a grey of those', '\u001b[38;2;120;120;120mx', 'soft', null],
    ['a ground', '\u001b[42mx', null, 'green'],
    ['turned round', '\u001b[7mx', null, 'plain'],
  ])('know %s', (_what, text, ink, ground) => {
    expect(first(text)).toMatchObject({ text: 'x', ink, ground });
  });

  it('hide nothing', () => {
    expect(first('\u001b[8msecret')).toMatchObject({ text: 'secret', looks: [] });
  });

  it('lose no text', () => {
    const text = 'a\u001b[1;31mb\u001b[0m c\u001b[4md\u001b[24;39me';
    expect(
      ansiSpans(text)
        .map((span) => span.text)
        .join(''),
    ).toBe('ab cde');
  });

  it('make no HTML of it', () => {
    const html = renderToStaticMarkup(
      createElement(AnsiText, { text: '\u001b[31m<img src=x onerror=alert(1)>' }),
    );
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img');
  });

  it.each([['\u001b[38;2;999;;mx'], ['\u001b[38;5mx'], ['\u001b[38;5;999mx'], ['\u001b[99999999999999mx']])(
    'put up with %j',
    (text) => {
      expect(first(text)!.text.endsWith('x')).toBe(true);
    },
  );
});
