/** Programs of the desktop: windows that open, with a file or an address. */
import { addressOf } from '../addresses.ts';
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { each } from './verbs.ts';

const OPENS = 'It opens a window on this computer.';

const opens: Program = ({ args }, on) => {
  on.found('expand', OPENS);
  const options = optionsOf(args, { values: ['-a', '-b', '-u', '--env', '-i', '-o'] });
  if (options.has('--args', '--env')) on.found('commit', 'It starts a program with arguments of its own.');
  for (const argument of options.operands) {
    if (argument.text === null && argument.origin === 'unknown') {
      on.found('commit', 'What it opens is only decided while it runs.');
      continue;
    }
    const { scheme, host } = addressOf(argument.text ?? argument.start);
    if (scheme === '') on.read(argument);
    else on.network(host);
    if (scheme !== '' && !/^(https?|file):$/.test(scheme))
      on.found('commit', `It gives another program an address of ${scheme}`);
  }
};

export const DESKTOP: readonly [string, Program][] = [
  ...each('open xdg-open gio gnome-open kde-open wslview explorer.exe', opens),
];
