/** What a program prints, for where its output becomes words of another one. */
import { type Argument, is, type Origin } from './shell/argument.ts';

const WORDS = new Set([
  ...[
    'date',
    'pwd',
    'nproc',
    'seq',
    'basename',
    'dirname',
    'whoami',
    'id',
    'hostname',
    'uname',
    'wc',
    'arch',
  ],
  ...['realpath', 'jq', 'tput', 'stat', 'sha256sum', 'md5sum', 'expr', 'getconf', 'which'],
]);

export function outputOf(
  [program, first, ...rest]: readonly Argument[],
  at: { project: string; cwd: string | null; inside: boolean },
): Origin | { readonly text: string } {
  const name = program?.text;
  if (name === undefined || name === null) return 'unknown';
  if (name === 'pwd' && at.cwd !== null) return { text: at.cwd };
  const printed = printedBy(name, first === undefined ? [] : [first, ...rest]);
  if (printed !== null) return { text: printed };
  if (WORDS.has(name)) return 'word';
  if (name === 'mktemp') return 'temporary';
  if (!at.inside) return 'unknown';
  const all = [first, ...rest].filter((argument) => argument !== undefined);
  switch (name) {
    case 'git':
      if (is(first, 'rev-parse')) return gitPlace(rest, at.project);
      if (is(first, 'ls-files') || is(first, 'diff') || is(first, 'grep')) return 'projectFiles';
      if (is(first, 'branch') || is(first, 'describe') || is(first, 'merge-base') || is(first, 'log'))
        return 'word';
      return 'unknown';
    case 'ls':
    case 'find':
    case 'fd':
    case 'tree':
      return all.some(isElsewhere) ? 'unknown' : 'projectFiles';
    case 'rg':
    case 'grep':
      return all.some(({ text }) => text !== null && /^(-[a-zA-Z]*l[a-zA-Z]*|--files.*)$/.test(text)) &&
        !all.some(isElsewhere)
        ? 'projectFiles'
        : 'unknown';
    case 'cat':
    case 'head':
    case 'tail':
      return all.some(isElsewhere) ? 'unknown' : 'word';
    default:
      return 'unknown';
  }
}

/** Where all that it prints stands in the command; null: it does not. */
function printedBy(name: string, args: readonly Argument[]): string | null {
  const words: string[] = [];
  for (const { text, glob } of args) {
    if (text === null || glob || text.includes('\\')) return null;
    words.push(text);
  }
  switch (name) {
    case 'echo':
      return words[0]?.startsWith('-') ? null : words.join(' ');
    case 'printf':
      if (words.length === 1) return words[0]!.includes('%') ? null : words[0]!;
      return words.length === 2 && words[0] === '%s' ? words[1]! : null;
    case 'basename':
      return words.length === 1
        ? (words[0]!
            .split('/')
            .filter((part) => part !== '')
            .at(-1) ?? null)
        : null;
    default:
      return null;
  }
}

function gitPlace(args: readonly Argument[], project: string): Origin | { readonly text: string } {
  return args.length === 1 && is(args[0], '--show-toplevel') && project !== '' ? { text: project } : 'word';
}

const isElsewhere = ({ text, start }: Argument): boolean =>
  (text ?? start).startsWith('/') || (text ?? start).startsWith('..') || (text === null && start === '');
