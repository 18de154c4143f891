/** Programs that run text of another shell, or of another system on the same computer. */
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import type { Argument } from '../shell/argument.ts';
import { each } from './verbs.ts';

/** Before its text nothing but these may stand, in any letters. */
const QUIET = /^-(noprofile|nop|nologo|noni|noninteractive)$/i;

const powershell: Program = ({ args }, on) => {
  let at = 0;
  while (at < args.length && args[at]!.text !== null && QUIET.test(args[at]!.text!)) at += 1;
  const option = args[at];
  const rest = args.slice(at + 1);
  if (option?.text && /^-c(ommand)?$/i.test(option.text)) return on.otherShell('powershell', joined(rest));
  on.otherShell('powershell', null);
};

const cmd: Program = ({ args }, on) => {
  const [option, ...rest] = args;
  if (option?.text && /^\/c$/i.test(option.text)) return on.otherShell('cmd', joined(rest));
  on.otherShell('cmd', null);
};

/** As the other shell gets it; null: part of it is only made while it runs. */
function joined(words: readonly Argument[]): string | null {
  return words.some(({ text }) => text === null) ? null : words.map(({ text }) => text).join(' ');
}

const wsl: Program = ({ args }, on) => {
  on.found('expand', 'It runs in another system on this computer.');
  const options = optionsOf(args, {
    values: '-d --distribution -u --user --cd --shell-type -e --exec'.split(' '),
    stops: true,
  });
  const at = args.findIndex(({ text }) => text === '-e' || text === '--exec' || text === '--');
  const words = at >= 0 ? args.slice(at + 1) : options.operands;
  const own = [...options.names].filter(
    (name) => !/^(-d|--distribution|--cd|-e|--exec|-l|--list|-v|--verbose|--status)$/.test(name),
  );
  if (own.length > 0)
    on.found('commit', 'It changes another system on this computer, or works there as another account.');
  if (words.length > 0) on.run(words);
};

export const OTHER_SHELLS: readonly [string, Program][] = [
  ...each('powershell powershell.exe pwsh pwsh.exe pwsh-preview', powershell),
  ...each('cmd cmd.exe', cmd),
  ...each('wsl wsl.exe', wsl),
];
