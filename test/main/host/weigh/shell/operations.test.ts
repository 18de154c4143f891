/** `${name%word}` and the like, as Bash 5 does them. */
import type { Word } from 'unbash';
import { expect, it } from 'vitest';
import { operated } from '../../../../../main/host/weigh/shell/operations.ts';
import { parseShell } from '../../../../../main/host/weigh/shell/parse.ts';

/** @param expansion of the variable `x` */
function of(text: string, expansion: string): string | null {
  const [statement] = parseShell(`p ${expansion}`)!.script.commands;
  const command = statement!.command;
  if (command.type !== 'Command') throw new Error(`no command: ${expansion}`);
  const [part] = (command.args[0] as Word).parts ?? [];
  if (part?.type !== 'ParameterExpansion' || part.operation === undefined)
    throw new Error(`no operation: ${expansion}`);
  return operated(text, part.operation);
}

it.each([
  ['a.b.c', '${x%.*}', 'a.b'],
  ['a.b.c', '${x%%.*}', 'a'],
  ['a.b.c', '${x#*.}', 'b.c'],
  ['a.b.c', '${x##*.}', 'c'],
  ['a.b.c', '${x%.d}', 'a.b.c'],
  ['a.b.c', '${x%?}', 'a.b.'],
  ['a.b.c', '${x#a}', '.b.c'],
  ['a\nb', '${x%?b}', 'a'],
  ['axc', '${x%.c}', 'axc'],
  ['src/a.ts', '${x##*/}', 'a.ts'],
  ['src/a.ts', '${x%/*}', 'src'],
  ['aXbX', '${x/X/-}', 'a-bX'],
  ['aXbX', '${x//X/-}', 'a-b-'],
  ['aXbX', '${x//X}', 'ab'],
  ['aXbX', '${x/#a/-}', '-XbX'],
  ['aXbX', '${x/#X/-}', 'aXbX'],
  ['aXbX', '${x/%X/-}', 'aXb-'],
  ['aXbX', '${x/%a/-}', 'aXbX'],
  ['push', '${x:1}', 'ush'],
  ['push', '${x:1:2}', 'us'],
  ['push', '${x:0:9}', 'push'],
  ['push', '${x:9}', ''],
  ['push', '${x^}', 'Push'],
  ['push', '${x^^}', 'PUSH'],
  ['PUSH', '${x,}', 'pUSH'],
  ['PUSH', '${x,,}', 'push'],
])('%s, %s: “%s”', (text, expansion, result) => {
  expect(of(text, expansion)).toBe(result);
});

it.each([
  // What counts from the end, and words that are made while it runs or quoted.
  ...['${x: -1}', '${x:0:-1}', '${x:y}', '${x:$y}', '${x%$y}', '${x%"*"}', '${x/$y/a}', '${x/a/$y}'],
  // Patterns of more than one kind.
  ...['${x%*.*}', '${x%[a-z]}', '${x/a*/b}', '${x//?/b}', '${x//a/&}', '${x^^[a-c]}', '${x@U}', '${x@Q}'],
])('does not say what %s is', (expansion) => {
  expect(of('a.b.c', expansion)).toBeNull();
});

it('does not take long texts apart', () => {
  expect(of('a'.repeat(300), '${x%a}')).toHaveLength(299);
  expect(of('a'.repeat(301), '${x%a}')).toBeNull();
});
