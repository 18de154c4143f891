/** Shells in shells, and what else is given shell text as a word or a file. */
import { single } from './quoting.ts';
import { type Means, one } from './shape.ts';
import { type Disguise, simple, word } from './wrapping.ts';

const SHELLS = ['sh', 'bash', '/bin/bash', '/usr/bin/env bash', 'env sh'];
const FLAGS = [
  '-c',
  '-c',
  '-lc',
  '-ec',
  '-euc',
  '-xc',
  '-e -c',
  '-o pipefail -c',
  '-c --',
  '--norc -c',
  '-ce',
];
const delimiter = (text: string, { fresh, random }: Means): string => {
  const name = random.pick(['EOF', 'E', '_', 'END']);
  return text.includes(name) ? `E${fresh()}` : name;
};
/** A heredoc whose text stays as it is. */
const heredoc = (start: string, text: string, means: Means): string => {
  const end = delimiter(text, means);
  const written = means.random.pick([`'${end}'`, `"${end}"`, `\\${end}`]);
  return `${start} <<${written}\n${text}\n${end}`;
};
/** Heredocs of a heredoc would end it. */
const escaped = (text: string): string => text.replace(/[\\$`]/g, '\\$&');

export const SHELLS_IN_SHELLS: readonly Disguise[] = [
  {
    name: 'a shell with text',
    apply: ({ text }, { random }) => ({
      text: `${random.pick(SHELLS)} ${random.pick(FLAGS)} ${word(text, random)}${random.once(4) ? ' name a b' : ''}`,
      kind: 'words',
    }),
  },
  {
    name: 'what an agent sends',
    apply: ({ text }, { random }) => ({ text: `/bin/bash -lc ${word(text, random)}`, kind: 'words' }),
  },
  {
    name: 'zsh',
    unproved: true,
    apply: ({ text }, { random }) => ({
      text: `${random.pick(['zsh', 'dash', 'ksh', 'busybox sh', 'rbash', '/usr/bin/zsh'])} -c ${word(text, random)}`,
      kind: 'words',
    }),
  },
  {
    name: 'a heredoc into a shell',
    apply: ({ text }, means) => ({
      text: heredoc(
        means.random.pick([
          'bash',
          'sh',
          'bash -s',
          'bash -s -- a',
          'bash /dev/stdin',
          '. /dev/stdin',
          'source /dev/stdin',
          'bash -x',
        ]),
        text,
        means,
      ),
      kind: 'list',
    }),
  },
  {
    name: 'an open heredoc into a shell',
    apply: ({ text }, means) => {
      const end = delimiter(text, means);
      return { text: `bash <<${end}\n${escaped(text)}\n${end}`, kind: 'list' };
    },
  },
  {
    name: 'a string into a shell',
    apply: ({ text }, { random }) => ({
      text: `${random.pick(['bash', 'sh', 'bash -s', 'source /dev/stdin'])} <<< ${word(text, random)}`,
      kind: 'command',
    }),
  },
  {
    name: 'a file that is written and run',
    apply: ({ text }, means) => {
      const file = `${means.fresh()}.sh`;
      const run = means.random.pick([
        `bash ${file}`,
        `sh ./${file}`,
        `. ./${file}`,
        `source ./${file}`,
        `bash -e ${file}`,
        `bash < ${file}`,
      ]);
      return {
        text: means.random.once(2)
          ? `${heredoc(`cat > ${file}`, text, means)}\n${run}`
          : `printf '%s\\n' ${single(text)} > ${file}; ${run}`,
        kind: 'list',
      };
    },
  },
  {
    name: 'env -S',
    apply: ({ text, kind }, { random }) => ({
      text:
        kind === 'words' && /^[\w ./:@=,-]+$/.test(text)
          ? `env ${random.pick(['-S ', '-S', '--split-string='])}${single(text)}`
          : `env bash -c ${word(text, random)}`,
      kind: 'words',
    }),
  },
  {
    name: 'trap',
    apply: ({ text }, { random }) =>
      text.includes('trap ')
        ? { text: `sh -c ${single(text)}`, kind: 'words' }
        : {
            text: `${random.once(2) ? '' : 'echo a; '}trap ${word(text, random)} ${random.pick(['EXIT', '0', 'INT EXIT'])}`,
            kind: 'list',
          },
  },
  {
    name: 'an argument of a shell',
    apply: (shape, { random }) =>
      shape.kind === 'words'
        ? { text: `sh -c ${single(`${shape.text} "$@"`)} _`, kind: 'words' }
        : { text: `bash -c ${word(shape.text, random)} _ "$HOME"`, kind: 'words' },
  },
  {
    name: 'a function of another shell',
    apply: (shape, means) => {
      const name = means.fresh();
      return {
        text: `bash -c ${single(`${name}() { ${one(shape, means.random)}\n}; ${name}`)}`,
        kind: 'words',
      };
    },
  },
  {
    name: 'find -exec',
    apply: (shape, { random }) => ({
      text: `find . -maxdepth 0 ${random.pick(['-exec', '-execdir', '-type d -exec', '-not -name x -exec'])} ${simple(shape.text.includes('-exec') ? { ...shape, kind: 'list' } : shape, random)} ${random.pick(["';'", '\\;', '";"'])}`,
      kind: shape.kind === 'words' && /[<>|]/.test(shape.text) ? 'command' : 'words',
    }),
  },
  {
    name: 'xargs with a shell',
    apply: ({ text }, { random }) => ({
      text: `echo a | xargs ${random.pick(['', '-n1 ', '-P2 ', '-t ', '-I_1_ ', '-0 ', '-r '])}${random.pick(['sh', 'bash'])} -c ${word(text, random)}`,
      kind: 'list',
    }),
  },
];
