/** Where text can stand in a script so that it still runs: chains, compound commands, and padding; see also substitutions. */
import { single } from './quoting.ts';
import { body, ended, HARMLESS, joined, type Means, one, type Shape } from './shape.ts';
import { SUBSTITUTIONS } from './substitutions.ts';
import { type Disguise, word } from './wrapping.ts';

const command = (text: string): Shape => ({ text, kind: 'command' });
const list = (text: string): Shape => ({ text, kind: 'list' });
/** Bash runs no trap of a loop or a condition that is a process of its own, unless a group stands around it. */
const compound = (text: string): Shape => (/\btrap\b/.test(text) ? list(text) : command(text));
const put = (name: string, apply: Disguise['apply']): Disguise => ({ name, apply });
const harmless = ({ random }: Means): string => random.pick(HARMLESS);

const CHAINS: readonly Disguise[] = [
  put('behind something', ({ text }, means) => list(`${harmless(means)}${joined(means.random)}${text}`)),
  put('in front of something', ({ text }, means) => list(`${ended(text)}${harmless(means)}`)),
  put('if that went well', (shape, means) => list(`${one(shape, means.random)} && ${harmless(means)}`)),
  put('if that failed', (shape, means) =>
    list(
      `${means.random.pick(['false', '! true', '[ 1 -gt 2 ]', 'test -e /nowhere'])} || ${one(shape, means.random)}`,
    ),
  ),
  put('never mind', (shape, means) =>
    list(
      // A redirection of its own stays.
      `${one(/[<>]/.test(shape.text) ? { ...shape, kind: 'list' } : shape, means.random)} ${means.random.pick(['|| true', '2>/dev/null || :', '|| exit 1', '>/dev/null 2>&1', '&>/dev/null', '2>&1', '>log.txt', '| cat', '| tail -5', '|& tee log.txt', '</dev/null', '| tail -n +1 || true'])}`,
    ),
  ),
  put('behind a pipe', (shape, means) =>
    list(
      `${means.random.pick(['echo y', 'yes n | head -1', 'cat notes.txt', 'printf a'])} | ${one(shape, means.random)}`,
    ),
  ),
  put('in the background', (shape, means) =>
    list(`${one(shape, means.random)} & ${means.random.pick(['', 'wait', 'wait $!', '\nwait'])}`),
  ),
  put('not', (shape, means) => list(`! ${one(shape, means.random)}`)),
  put('timed', (shape, means) =>
    // Bash 5.2 does not read `$(time while …)`.
    list(`time ${shape.kind === 'words' ? shape.text : `bash -c ${word(shape.text, means.random)}`}`),
  ),
  put('coproc', (shape, means) => list(`coproc ${one({ ...shape, kind: 'list' }, means.random)}; wait`)),
];

const COMPOUNDS: readonly Disguise[] = [
  put('a subshell', ({ text }) => compound(`(${body(text)})`)),
  put('a group', ({ text }) => compound(`{${body(text)}}`)),
  put('a deep group', ({ text }) => compound(`{ ( {${body(text)}} ); }`)),
  put('if', ({ text }, means) =>
    compound(
      `if ${means.random.pick(['true', '[ -d . ]', '[[ 1 -eq 1 ]]', '(( 1 ))', '! false'])}; then${body(text)}fi`,
    ),
  ),
  put('else', ({ text }, means) =>
    compound(
      `if ${means.random.pick(['false', '[ 1 = 2 ]', '[[ -z a ]]'])}; then ${harmless(means)}; else${body(text)}fi`,
    ),
  ),
  put('elif', ({ text }) => compound(`if false; then :; elif true; then${body(text)}else :; fi`)),
  put('a condition', ({ text }) => compound(`if${body(text)}then :; fi`)),
  put('for', ({ text }, { random, fresh }) =>
    compound(
      `for ${fresh()} in ${random.pick(['a', '1', '"$HOME"', '{1..1}', '*.none'])}; do${body(text)}done`,
    ),
  ),
  put('for by numbers', ({ text }) => compound(`for ((i=0; i<1; i++)); do${body(text)}done`)),
  put('while', ({ text }) => compound(`while :; do${body(text)}break; done`)),
  put('a condition of while', ({ text }) => compound(`while${body(text)}do break; done`)),
  put('until', ({ text }) => compound(`until${body(text)}do break; done`)),
  put('lines of a string', ({ text }, { fresh }) =>
    compound(`while read -r ${fresh()}; do${body(text)}done <<< a`),
  ),
  put('case', ({ text }, means) =>
    compound(
      // In a substitution older shells take a `)` alone for its end.
      `case ${means.random.pick(['a', '"$HOME"', '$#'])} in (x) ;; (*)${body(text)};; esac`,
    ),
  ),
  put('select', ({ text }, { fresh }) =>
    compound(`select ${fresh()} in a; do${body(text)}break; done <<< 1`),
  ),
  put('a function', ({ text }, { random, fresh }) => {
    const name = fresh();
    return list(
      `${random.pick([`${name}() {${body(text)}}`, `function ${name} {${body(text)}}`, `${name} () (${body(text)})`, `function ${name}() {${body(text)}}`])}${random.pick(['; ', '\n'])}${name}`,
    );
  }),
  put('a function with arguments', ({ text }, { fresh }) => {
    const name = fresh();
    return list(`${name}() { local a="$1"; shift;${body(text)}}; ${name} a b c`);
  }),
  put('a function in a function', ({ text }, { fresh }) => {
    const [outer, own] = [fresh(), fresh()];
    return list(`${outer}() { ${own}() {${body(text)}}; ${own}; }; ${outer}`);
  }),
  {
    name: 'a function with the name of a program',
    loud: true,
    apply: ({ text }, { random }) => {
      const name = random.pick(['ls', 'echo', 'cat', 'cd', 'grep']);
      // What is in it may call the program by that name.
      return list(`${name}() { unset -f ${name};${body(text)}}; ${name} src`);
    },
  },
  {
    name: 'alias',
    loud: true,
    apply: ({ text }, { random, fresh }) => {
      // An alias holds from the next line that is read on, and not inside of what was read before. Bash 5.2 ends where one
      // assigns an array.
      const name = random.once(2) ? 'll' : fresh();
      return {
        text: `bash -O expand_aliases -c ${single(`alias ${name}=${single(/\n|=\(/.test(text) ? `bash -c ${single(text)}` : text)}\n${name}`)}`,
        kind: 'words',
      };
    },
  },
];

const PADDING: readonly Disguise[] = [
  put('a comment before', ({ text }, { random }) =>
    list(`${random.pick(['# only reads', '#!/bin/sh', '# git status', `# ${'-'.repeat(60)}`])}\n${text}`),
  ),
  put('a comment behind', ({ text, kind }, { random }) =>
    kind === 'list' && text.includes('\n')
      ? list(`${text}\n# done`)
      : list(`${text} ${random.pick(['# --dry-run', '# safe', '#'])}`),
  ),
  put('a long comment', ({ text }, { random }) =>
    list(`# ${'harmless '.repeat(20 + random.below(200))}\n${text}`),
  ),
  put('many commands', ({ text }, { random }) => list(`${'true; '.repeat(10 + random.below(90))}${text}`)),
  put('a long word', ({ text }, { random }) => list(`: '${'a'.repeat(100 + random.below(2000))}'; ${text}`)),
  put('empty lines', ({ text }, { random }) =>
    list(`${'\n'.repeat(1 + random.below(40))}${' '.repeat(random.below(200))}${text}\n\n`),
  ),
  put('a heredoc of words', ({ text }, { fresh }) => {
    const end = `E${fresh()}`;
    return list(`cat > notes.txt <<'${end}'\nrm -rf dist\n$(x)\n${end}\n${text}`);
  }),
  put('in front of a branch that never runs', ({ text }) => list(`${ended(text)}if false; then echo no; fi`)),
  put('an assignment before', (shape) =>
    shape.kind === 'words' ? command(`CI=1 A="b c" ${shape.text}`) : list(`CI=1; ${shape.text}`),
  ),
  put('other files open', (shape, means) => list(`exec 3>&1; ${one(shape, means.random)} 3>&1`)),
  put('the redirection first', (shape, means) =>
    shape.kind === 'words'
      ? command(`${means.random.pick(['>log.txt', '2>/dev/null', '</dev/null', '2>&1'])} ${shape.text}`)
      : list(`{${body(shape.text)}} 2>/dev/null`),
  ),
  put('in another folder', ({ text }, { random }) =>
    list(
      `${random.pick(['cd src && cd .. && ', 'pushd . >/dev/null; ', '(cd src); ', 'cd "$PWD"; '])}${text}`,
    ),
  ),
  {
    name: 'PATH',
    loud: true,
    unproved: true,
    apply: (shape) =>
      shape.kind === 'words'
        ? command(`PATH=/opt/x:$PATH ${shape.text}`)
        : list(`PATH="$PWD/x:$PATH"; ${shape.text}`),
  },
  { name: 'IFS', loud: true, unproved: true, apply: ({ text }) => list(`IFS=,; ${text}`) },
];

export const PLACES: readonly Disguise[] = [...CHAINS, ...COMPOUNDS, ...SUBSTITUTIONS, ...PADDING];
