import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Tokens = Record<string, string>;

const css = readFileSync(new URL('../../ui/theme.css', import.meta.url), 'utf8').replace(
  /\/\*[\s\S]*?\*\//g,
  '',
);

/** The declarations of the first `:root { … }` behind `heading`. */
function tokensAfter(heading: string): Tokens {
  const from = css.indexOf(heading);
  if (from < 0) throw new Error(`no ${heading} in the theme`);
  const block = /:root \{([^}]*)\}/.exec(css.slice(from))?.[1] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+):\s*([^;]+);/g)].map((m) => [m[1]!, m[2]!.trim()]),
  );
}

const light = tokensAfter(':root {');
const dark = { ...light, ...tokensAfter('@media (prefers-color-scheme: dark)') };
const themes: Record<string, Tokens> = {
  light,
  dark,
  'light, more contrast': { ...light, ...tokensAfter('@media (prefers-contrast: more)') },
  'dark, more contrast': {
    ...dark,
    ...tokensAfter('@media (prefers-contrast: more) and (prefers-color-scheme: dark)'),
  },
};

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  if (!/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`not a plain colour: ${hex}`);
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

const grounds = ['page', 'surface', 'sunken'];
const texts = ['text', 'text-soft', 'accent', 'working', 'waiting', 'done', 'trouble', 'away'];
const readable: [string, string][] = [
  ...texts.flatMap((text) => grounds.map((ground): [string, string] => [text, ground])),
  ...['steer', 'continue', 'expand', 'commit'].map((tier): [string, string] => [`tier-${tier}`, 'surface']),
  ...['red', 'green', 'yellow', 'blue', 'magenta', 'cyan'].flatMap((ink) =>
    ['page', 'surface', 'sunken', 'added-ground', 'added-marked', 'removed-ground', 'removed-marked'].map(
      (ground): [string, string] => [`ink-${ink}`, ground],
    ),
  ),
  ['text', 'pressed'],
  ['text-soft', 'pressed'],
  ['text', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-pressed'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-pressed'],
  ['danger', 'surface'],
  ['text', 'waiting-soft'],
  ['waiting', 'waiting-soft'],
  ['text', 'trouble-soft'],
  ['trouble', 'trouble-soft'],
  ['text', 'added-ground'],
  ['text', 'added-marked'],
  ['text', 'removed-marked'],
  ['added', 'added-ground'],
  ['text', 'removed-ground'],
  ['removed', 'removed-ground'],
  ['revealed', 'revealed-ground'],
];

describe.each(Object.entries(themes))('the %s theme', (_name, tokens) => {
  it.each(readable)('reads --%s on --%s at 4.5:1', (text, ground) => {
    expect(contrast(tokens[text]!, tokens[ground]!)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(grounds)('shows what is pressed on --%s at 3:1', (ground) => {
    expect(contrast(tokens.edge!, tokens[ground]!)).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens.focus!, tokens[ground]!)).toBeGreaterThanOrEqual(3);
  });
});

it('knows a failing pair', () => {
  expect(contrast('#777777', '#ffffff')).toBeLessThan(4.5);
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});
