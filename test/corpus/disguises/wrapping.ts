/** Programs that run the words behind them, and what a disguise is. */
import type { Random } from '../../fuzz/random.ts';
import { double, quoted, single } from './quoting.ts';
import type { Means, Shape } from './shape.ts';

export interface Disguise {
  readonly name: string;
  /** Is *commit* whatever is in it: such a disguise proves little of what is inside. */
  readonly loud?: true;
  /** Not to be run among stubs: what it starts is looked for elsewhere, or needs a program that may not be there. */
  readonly unproved?: true;
  apply(shape: Shape, means: Means): Shape;
}

/** As one word, in one of the ways in which a word can be written. */
export const word = (text: string, random: Random): string => {
  if (text.length > 2000) return single(text);
  switch (random.below(5)) {
    case 0:
      return double(text);
    case 1:
      return text.length < 400 ? quoted(text, random) : single(text);
    default:
      return single(text);
  }
};

/** Words that stand before a program, as the program's own words do. */
const PREFIXES = [
  'env',
  'env A=b',
  'env -u A',
  'env A=b B="c d"',
  'env --',
  'env -C .',
  'env --chdir=.',
  'env - PATH="$PATH"',
  'env -i PATH="$PATH"',
  'command',
  'command --',
  'command -p',
  'exec',
  'exec -a x',
  'nohup',
  'nice',
  'nice -n 5',
  'nice -5',
  'nice --adjustment=5',
  'ionice -c 3',
  'ionice -c3 -n 7',
  'setsid',
  'setsid -w',
  'timeout 9',
  'timeout -k 1 9s',
  'timeout --signal=KILL 9',
  'timeout --foreground 9',
  'stdbuf -oL',
  'stdbuf -o L',
  'stdbuf --output=L',
  'time',
  'time -p',
  'flock -w 9 .lock',
  'xargs -a /dev/null',
  'xargs </dev/null',
  'xargs -n 9 </dev/null',
  'chronic',
  'unbuffer',
  'caffeinate -i',
  'busybox',
  'strace -f',
  'strace -o log',
  'builtin command',
  'systemd-run --user',
  'parallel -n0',
  'unshare -r',
  'firejail',
] as const;
const RAN = new Set<string>([
  'env',
  'env A=b',
  'env -u A',
  'env A=b B="c d"',
  'env --',
  'env -C .',
  'env --chdir=.',
  'command',
  'command --',
  'exec',
  'exec -a x',
  'nohup',
  'nice',
  'nice -n 5',
  'nice -5',
  'nice --adjustment=5',
  'timeout 9',
  'timeout -k 1 9s',
  'timeout --signal=KILL 9',
  'timeout --foreground 9',
  'stdbuf -oL',
  'stdbuf -o L',
  'stdbuf --output=L',
  'time',
  'setsid -w',
  'xargs -a /dev/null',
  'xargs </dev/null',
  'xargs -n 9 </dev/null',
  'builtin command',
]);

/** Only a simple command can stand behind a program's name; anything else goes into a shell first. */
export const simple = (shape: Shape, random: Random): string =>
  shape.kind === 'words'
    ? shape.text
    : `${random.pick(['sh', 'bash'])} ${random.pick(['-c', '-lc'])} ${word(shape.text, random)}`;

const prefix = (name: string): Disguise => ({
  name: `behind ${name}`,
  ...(RAN.has(name) ? {} : { unproved: true }),
  apply: (shape, { random }) => {
    // `xargs < file`: the redirection belongs to the whole.
    const [program, given] = name.split(' <');
    // What is no program can only stand behind the shell's own words.
    const builtin = /^(command|exec|builtin|time)\b/.test(name);
    return {
      text: `${program} ${simple(shape, random)}${given === undefined ? '' : ` <${given}`}`,
      kind: given === undefined && !builtin ? 'words' : 'command',
    };
  },
});

export const PREFIXED: readonly Disguise[] = PREFIXES.map(prefix);
