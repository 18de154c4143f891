/** Text that is made to cost much is not judged, and held at the desk. */
import { expect, it } from 'vitest';
import { weighCommand } from '../../../../main/host/weigh/command.ts';
import { place } from './programs/place.ts';

const around = (open: string, inside: string, close: string, times: number): string =>
  open.repeat(times) + inside + close.repeat(times);

it.each([
  ['substitutions in each other', `echo ${around('$(', 'ls', ')', 8000)}`],
  ['substitutions in quotes in each other', `echo ${around('"$(', 'ls', ')"', 500)}`],
  ['substitutions that never end', '"$('.repeat(20_000)],
  ['groups in each other', around('(', 'ls', ')', 20_000)],
  ['loops in each other', around('while a; do ', 'ls', '; done', 3000)],
  ['conditions in each other', around('if a; then ', 'ls', '; fi', 400)],
  ['a long sum', `echo $((${'1+'.repeat(20_000)}1))`],
])('%s', (_what, command) => {
  const { verdict } = weighCommand(command, place);
  expect(verdict.tier).toBe('commit');
});

it('does not follow a variable that is written again and again', () => {
  const { tier } = weighCommand(`${'a=$a; '.repeat(5000)} rm "$a"`, place).verdict;
  expect(tier).toBe('commit');
});
