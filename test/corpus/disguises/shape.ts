/** Shell text on its way through the disguises, with what may be put around it. */
import type { Random } from '../../fuzz/random.ts';

export interface Shape {
  readonly text: string;
  /**
   * `words`: one simple command that begins with its program, so that `env`, `nohup` … can stand before it · `command`: one
   * command, behind and before which `|`, `&&` and `!` can stand · `list`: more than that, or text that ends in a heredoc.
   */
  readonly kind: 'words' | 'command' | 'list';
}

/** What a disguise may use. */
export interface Means {
  readonly random: Random;
  /** A name for a variable, function or file that nothing else has. */
  fresh(): string;
}

/** Behind it another statement or the end of a list can stand. */
export const ended = (text: string): string => (/[\n#]|&\s*$/.test(text) ? `${text}\n` : `${text}; `);
/** As the body of `then`, `do`, `{` and `(`. */
export const body = (text: string): string => (text.includes('\n') ? `\n${ended(text)}` : ` ${ended(text)}`);
/** As one command. */
export const one = ({ text, kind }: Shape, random: Random): string =>
  kind !== 'list' ? text : random.once(2) ? `{${body(text)}}` : `(${body(text)})`;
export const joined = (random: Random): string => random.pick(['; ', ' && ', '\n', ';\n', ' ;  ']);
/** Harmless commands that end well. */
export const HARMLESS = [
  'true',
  ':',
  'ls -la',
  'echo done',
  'git status --short',
  'npm test',
  'cd .',
  'grep -rn TODO src',
  'sleep 0',
  'pwd >/dev/null',
  'test -d src || true',
  'echo "rm -rf dist" >/dev/null',
  'set -e',
  'export CI=1',
] as const;
