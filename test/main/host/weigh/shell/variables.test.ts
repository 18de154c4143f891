/** Who gives variables their values, and where that is not certain. */
import { expect, it } from 'vitest';
import { parseShell } from '../../../../../main/host/weigh/shell/parse.ts';
import { variablesOf } from '../../../../../main/host/weigh/shell/variables.ts';

/** Of each variable its values; `?` for one that is not in the text, `r` for what `read` reads, `~` where it may not happen. */
function valuesOf(text: string): Record<string, string[]> {
  const { assigned } = variablesOf(parseShell(text)!.script);
  return Object.fromEntries(
    [...assigned].map(([name, all]) => [
      name,
      all.map(({ value, read, within }) => {
        const shown = value === null ? (read === true ? 'r' : '?') : 'type' in value ? value.text : null;
        const list = Array.isArray(value) ? `(${value.map((word) => word.text).join(' ')})` : '';
        return `${shown ?? list}${within === null ? '' : '~'}`;
      }),
    ]),
  );
}

it.each([
  ['x=a', { x: ['a'] }],
  ['x=a y=b; x=c', { x: ['a', 'c'], y: ['b'] }],
  ['x=', { x: [''] }],
  ['x=(a b)', { x: ['(a b)'] }],
  ['x+=a', { x: ['?'] }],
  ['x[0]=a', { x: ['?'] }],
  // In front of a program they are for that program alone.
  ['x=a p', {}],
  ['export x=a y', { x: ['a'] }],
  ['readonly x=a y', { x: ['a'] }],
  ['local x=a y', { x: ['a'], y: ['?'] }],
  ['declare -i x=a', { x: ['?'] }],
  ['typeset -l x=a', { x: ['?'] }],
  ['declare -r x=a', { x: ['a'] }],
  ['for x in a b; do y; done', { x: ['a', 'b'] }],
  ['for x; do y; done', { x: ['?'] }],
  ['select x in a; do y; done', { x: ['?'] }],
  ['read -r x y', { x: ['r'], y: ['r'] }],
  ['mapfile -t x', { x: ['r'] }],
  ['printf -v x a', { x: ['?'], a: ['?'] }],
  ['getopts ab x', { ab: ['?'], x: ['?'] }],
  ['unset x', { x: ['?'] }],
  ['let x', { x: ['?'] }],
  ['((x = 1, y += 2, z++))', { x: ['?'], y: ['?'], z: ['?'] }],
  ['p $((x = 1))', { x: ['?'] }],
  ['p ${x:=a} ${y=a} ${z:-a}', { x: ['?'], y: ['?'] }],
  ['exec {x}> a', { x: ['?'] }],
])('%s', (text, values) => {
  expect(valuesOf(text)).toEqual(values);
});

it.each([
  'if x=a; then y; fi',
  'if y; then x=a; fi',
  'while y; do x=a; done',
  'case y in z) x=a ;; esac',
  'f() { x=a; }',
  '(x=a)',
  'y | x=a',
  'p $(x=a)',
  'p <(x=a)',
  'coproc { x=a; }',
  'y && x=a',
  'y || x=a',
])('may not happen: %s', (text) => {
  expect(valuesOf(text)).toEqual({ x: ['a~'] });
});

it.each(['x=a && y', 'x=a; y', '{ x=a; }', 'x=a || y'])('happens: %s', (text) => {
  expect(valuesOf(text)).toEqual({ x: ['a'] });
});

it('is certain for what stands behind it in the same list', () => {
  const text = 'y && x=a && p $x; q';
  const [only] = variablesOf(parseShell(text)!.script).assigned.get('x')!;
  expect(text.slice(only!.within!.pos, only!.within!.end)).toBe('x=a && p $x');
});

it('knows the names of functions', () => {
  const { functions } = variablesOf(parseShell('f() { g() { x; }; }; function h { y; }')!.script);
  expect([...functions]).toEqual(['f', 'g', 'h']);
});
