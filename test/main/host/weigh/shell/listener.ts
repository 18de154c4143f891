/** Writes down what a walk tells, as a test can read it. */
import type { Argument } from '../../../../../main/host/weigh/shell/argument.ts';
import { parseShell } from '../../../../../main/host/weigh/shell/parse.ts';
import { type Listener, walk } from '../../../../../main/host/weigh/shell/walk.ts';

/** What is known of a word; `?` and where it comes from stand for the rest of it, `*` behind it for a pattern. */
const written = ({ text, start, origin, made, glob }: Argument): string =>
  text === null ? `${start}?${made === true ? 'made' : origin}` : glob ? `${text} *` : text;

const HERE: Record<string, string> = { HOME: '/home/dev', PWD: '/home/dev/shop', TMPDIR: '/tmp/x' };

/**
 * One line for each thing that is told. Of programs, `files` lists files of the project, and `say` prints its words.
 * @param steps how many the walk may take
 */
export function told(text: string, steps = 1_000): string[] {
  const lines: string[] = [];
  let left = steps;
  const listener: Listener = {
    command: (words, _name, stdin, plain) => {
      const given =
        stdin.kind === 'none'
          ? ''
          : stdin.kind === 'text'
            ? ` << ${JSON.stringify(stdin.text)}`
            : stdin.kind === 'file'
              ? ` < ${written(stdin.path)}`
              : ` | ${stdin.made === true ? 'made' : stdin.origin}`;
      lines.push(`${plain ? 'plain' : 'run'}: ${words.map(written).join(', ')}${given}`);
    },
    written: () => {},
    assigned: (name, value) => lines.push(`${name} = ${written(value)}`),
    redirected: (operator, target, put) =>
      lines.push(`${operator} ${written(target)}${put === null ? '' : ` ${JSON.stringify(put)}`}`),
    used: (variable) => lines.push(`uses ${variable}`),
    hidden: () => lines.push('hidden'),
    defined: (name) => lines.push(`defines ${name}`),
    unreadable: () => lines.push('unreadable'),
    environment: (name) => HERE[name],
    origin: ([program, ...rest]) => {
      if (program?.text === 'files') return 'projectFiles';
      if (program?.text === 'new') return 'temporary';
      if (program?.text === 'say' && rest.every(({ text: word }) => word !== null))
        return { text: rest.map(({ text: word }) => word).join(' ') };
      return 'unknown';
    },
    given: (variable) => variable === 'GIVEN',
    within: (_around, inside) => inside(),
    apart: (inside) => {
      lines.push('(');
      inside();
      lines.push(')');
    },
    step: (cost = 1) => {
      left -= cost;
      return left > 0;
    },
  };
  const parsed = parseShell(text);
  if (parsed === null) throw new Error('It is too long.');
  walk(parsed.script, listener);
  return lines;
}

/** The arguments of each way in which the program `p` is called; `…` for too many. */
export const argumentsOf = (text: string): string[][] => {
  const ways: string[][] = [];
  for (const line of told(text)) {
    if (line === 'hidden') ways.push(['…']);
    const call = /^(?:plain|run): p(?:, (.*?))?(?: <<? .*| \| .*)?$/s.exec(line);
    if (call !== null) ways.push(call[1] === undefined ? [] : call[1].split(', '));
  }
  return ways;
};
