/** Substitutions, and whatever else runs text while a word is put together. */
import type { Random } from '../../fuzz/random.ts';
import { onOneLine, single } from './quoting.ts';
import type { Means, Shape } from './shape.ts';
import { type Disguise, word } from './wrapping.ts';

const list = (text: string): Shape => ({ text, kind: 'list' });
const put = (name: string, apply: Disguise['apply']): Disguise => ({ name, apply });

/** A shell of its own: the text stays within its quotes. */
const ownShell = (text: string, random: Random): string => `bash -c ${word(text, random)}`;
const onLines = (text: string): string =>
  /[\n#]/.test(text) ? `\n${text}\n` : text.startsWith('(') ? ` ${text}` : text;
/**
 * Between `$(` and `)`. Bash 5.2 writes that anew before it runs it, and loses the `;` of what stands behind a heredoc:
 * `v=x; git "$v"` becomes `v=x git "$v"`.
 */
const inner = (text: string, random: Random): string =>
  onLines(HEREDOC.test(text) && !LONE_HEREDOC.test(text) ? ownShell(text, random) : text);
const HEREDOC = /(?<!<)<<(?!<)/;
/** A heredoc that ends with the text, so that nothing stands behind it. */
const LONE_HEREDOC = /^[^\n]*<<['"\\]?(\w+)['"]?\n(?:(?!\1\n)[^\n]*\n)*\1$/;

type Within = (substitution: string, means: Means) => string;
/** Runs while a word is put together. */
const within = (name: string, text: Within): Disguise => ({
  name,
  apply: ({ text: given }, means) => list(text(`$(${inner(given, means.random)})`, means)),
});
/** Likewise, where Bash 5.2 looks for the end of the word in ways that know neither `case` nor any heredoc. */
const withinDelicate = (name: string, text: Within): Disguise => ({
  name,
  apply: ({ text: given }, means) => {
    const sealed = HEREDOC.test(given) || /\bcase\b/.test(given);
    return list(text(`$(${onLines(sealed ? ownShell(given, means.random) : given)})`, means));
  },
});
export const SUBSTITUTIONS: readonly Disguise[] = [
  within(
    'in an argument',
    (run, { random }) =>
      `${random.pick(['echo', 'true', ':', 'ls', 'printf %s', 'git log --grep', 'npm test --'])} ${random.pick([run, `"${run}"`, `"a ${run} b"`, `a${run}b`, `--x="${run}"`])}`,
  ),
  within(
    'in an assignment',
    (run, { random, fresh }) =>
      `${random.pick(['', 'export ', 'declare ', 'readonly ', 'declare -x '])}${fresh()}=${random.pick([run, `"${run}"`, `a${run}`])}`,
  ),
  within('in an assignment before a program', (run, { fresh }) => `${fresh()}="${run}" true`),
  withinDelicate('in an array', (run, { fresh }) => `${fresh()}=(a "${run}" b)`),
  withinDelicate('in a map', (run, { fresh }) => `declare -A ${fresh()}=([k]="${run}")`),
  withinDelicate('in an appended array', (run, { fresh }) => `${fresh()}+=("${run}")`),
  withinDelicate('in a redirection', (run, { random }) =>
    random.pick([`echo a > "/dev/null${run}"`, `cat < "/dev/null${run}"`, `true 2>> "log${run}"`]),
  ),
  put('in a heredoc', ({ text }, { random, fresh }) => {
    // One of its own may be within. A backslash at the end of a line is taken away before anything else is looked at.
    const end = fresh();
    const sealed = HEREDOC.test(text) || /\bcase\b|\\\n/.test(text);
    const run = onLines(sealed ? `bash -c ${onOneLine(text)}` : text);
    return list(`${random.pick(['cat', 'cat >/dev/null', ': '])} <<${end}\na $(${run}) b\n${end}`);
  }),
  within('in a string', (run) => `cat <<< "${run}"`),
  withinDelicate(
    'in a default',
    (run, { random, fresh }) =>
      `${random.pick([':', 'echo'])} "\${${fresh()}${random.pick([':-', '-', ':=', '='])}${run}}"`,
  ),
  withinDelicate('in an alternative', (run) => `: "\${HOME:+${run}}"`),
  withinDelicate(
    'in a pattern',
    (run, { random }) => `: "\${HOME${random.pick(['#', '%', '##', '%%', '/', '//', '^', ',,'])}${run}}"`,
  ),
  withinDelicate('in an offset', (run) => `: "\${HOME:${run}0}"`),
  withinDelicate(
    'in arithmetic',
    (run, { random }) => `${random.pick([`: $(( 1 + 0${run} ))`, `(( 1 + 0${run} ))`, `let "1+0${run}"`])}`,
  ),
  withinDelicate('in an index', (run, { random, fresh }) =>
    random.pick([
      // An assignment's index stands on one line.
      run.includes('\n') ? `(( ${fresh()}[${run}0] = 1 ))` : `${fresh()}[${run}0]=1`,
      `: "\${${fresh()}[${run}0]}"`,
      `: $(( ${fresh()}[${run}0] ))`,
    ]),
  ),
  withinDelicate('in a test', (run, { random }) =>
    random.pick([
      `[ -n "${run}" ]`,
      `[[ -n ${run} ]]`,
      `[[ a == "${run}" ]]`,
      `test "${run}"`,
      `[[ a =~ ${run} ]]`,
    ]),
  ),
  withinDelicate('in the words of for', (run, { fresh }) => `for ${fresh()} in ${run}; do :; done`),
  withinDelicate('in the word of case', (run) => `case "${run}" in (*) ;; esac`),
  withinDelicate('in a pattern of case', (run) => `case a in ("${run}") ;; (*) ;; esac`),
  withinDelicate('in braces', (run) => `echo {a,${run}}`),
  within('in a substitution', (run) => `echo "$(echo "${run}")"`),
  put('in backquotes', ({ text }) => list(`echo \`${onLines(text.replace(/[\\`$]/g, '\\$&'))}\``)),
  put('read by a process', ({ text }, { random }) =>
    list(
      random.pick([
        `cat <(${inner(text, random)})`,
        `mapfile -t lines < <(${inner(text, random)})`,
        `diff <(${inner(text, random)}) /dev/null`,
        `while read -r l; do :; done < <(${inner(text, random)})`,
      ]),
    ),
  ),
  put('written to by a process', ({ text }, { random }) =>
    list(
      random.pick([
        `echo a > >(${inner(text, random)})`,
        `echo a | tee >(${inner(text, random)}) >/dev/null`,
      ]),
    ),
  ),
  {
    name: 'an index in quotes',
    loud: true,
    apply: ({ text }, { random, fresh }) =>
      list(
        random.pick([
          `[[ -v ${single(`${fresh()}[$(${inner(text, random)})]`)} ]]`,
          `printf -v ${single(`${fresh()}[$(${inner(text, random)})0]`)} a`,
          `v=(a); unset ${single(`v[$(${inner(text, random)})0]`)}`,
          `let ${single(`${fresh()}[$(${inner(text, random)})0]`)}`,
          `test -v ${single(`${fresh()}[$(${inner(text, random)})0]`)}`,
        ]),
      ),
  },
  {
    name: 'a prompt',
    loud: true,
    apply: ({ text }, { random, fresh }) => {
      const name = fresh();
      // A prompt has backslashes of its own, and in `sh` a meaning for `!`.
      const written = inner(text, random);
      const run = /[\\!]/.test(written)
        ? `echo ${Buffer.from(text).toString('base64')} | base64 -d | bash`
        : written;
      return list(`${name}=${single(`$(${run})`)}; : "\${${name}@P}"`);
    },
  },
];
