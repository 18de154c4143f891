/** One simple command in other spellings: quoting, options, and words that come from elsewhere. */
import type { Random } from '../../fuzz/random.ts';
import type { Dangerous } from './dangerous.ts';
import { OPTIONS } from './options.ts';
import { double, plain, quoted, single, written } from './quoting.ts';
import { body, ended, joined, type Means, type Shape } from './shape.ts';

interface Word {
  /** Statements that have to run before. */
  readonly before: readonly string[];
  readonly text: string;
  /** Puts the whole command somewhere; none: it stands where it is. */
  readonly around?: (command: string) => string;
}
type Form = (value: string, means: Means) => Word;

/** Shell text that stands for this value as one word. */
const of = (value: string, random: Random): string =>
  random.once(2) ? quoted(value, random) : written(value);
/** The first half of a word: the home's slash belongs to it. */
const begun = (value: string, random: Random): string => (value === '~/' ? value : of(value, random));
const use = (name: string, random: Random): string =>
  random.pick([`"$${name}"`, `"\${${name}}"`, `"\${${name}}"''`, `"$${name}"`]);
const set =
  (text: (name: string, value: string) => string): Form =>
  (value, { random, fresh }) => {
    const name = fresh();
    return { before: [text(name, of(value, random))], text: use(name, random) };
  };

/** A word that comes from a variable whose value stands in the command. */
const VARIABLES: Readonly<Record<string, Form>> = {
  assigned: set((name, value) => `${name}=${value}`),
  declared: set((name, value) => `declare ${name}=${value}`),
  exported: set((name, value) => `export ${name}=${value}`),
  readonly: set((name, value) => `readonly ${name}=${value}`),
  typeset: set((name, value) => `typeset -r ${name}=${value}`),
  'assigned in a condition': set((name, value) => `[ -d . ] && ${name}=${value}`),
  'assigned in a group': set((name, value) => `{ ${name}=${value}; }`),
  'assigned in if': set((name, value) => `if :; then ${name}=${value}; fi`),
  'assigned twice': set((name, value) => `${name}=status; ${name}=${value}`),
  'a loop': (value, { random, fresh }) => {
    const name = fresh();
    return {
      before: [],
      text: use(name, random),
      around: (command) => `for ${name} in ${of(value, random)}; do${body(command)}done`,
    };
  },
  array: (value, { random, fresh }) => {
    const name = fresh();
    const at = random.pick(['@', '*', '0']);
    return { before: [`${name}=(${of(value, random)})`], text: `"\${${name}[${at}]}"` };
  },
  'array element': (value, { random, fresh }) => {
    const name = fresh();
    return { before: [`${name}[1]=${of(value, random)}`], text: `"\${${name}[1]}"` };
  },
  'array of more': (value, { random, fresh }) => {
    const name = fresh();
    return { before: [`${name}=(status ${of(value, random)} log)`], text: `"\${${name}[1]}"` };
  },
  'a map': (value, { fresh }) => {
    const name = fresh();
    return { before: [`declare -A ${name}=([k]=${homed(value)})`], text: `"\${${name}[k]}"` };
  },
  'a default': (value, { random, fresh }) => ({
    before: [],
    text: `"\${${fresh()}${random.pick([':-', '-', ':=', '='])}${value.startsWith('~/') ? `$HOME${value.slice(1)}` : /["'$`\\}]/.test(value) ? double(value).slice(1, -1).replaceAll('}', '\\}') : value}}"`,
  }),
};

/** The home where `~` is none. */
const homed = (value: string): string =>
  value.startsWith('~/') ? `"$HOME"/${value === '~/' ? '' : plain(value.slice(2))}` : plain(value);
/** Prints what stands behind it; `echo` takes `-n` for its own. */
const echoing = (value: string): string => (value.startsWith('-') ? 'printf %s' : 'echo');
/** Only one of these can hold for a command. */
const ALONE = new Set(['a parameter', 'an argument of a function', 'a match']);
const LAST = 'the last argument';
/** A word that is put together while the command runs. */
const OPAQUE: Readonly<Record<string, Form>> = {
  alternative: (value, { random }) => ({ before: [], text: `\${HOME:+${of(value, random)}}` }),
  appended: (value, { random, fresh }) => {
    const name = fresh();
    const half = value.startsWith('~/') ? 2 : Math.max(1, value.length >> 1);
    const rest = value.slice(half);
    return {
      before: [
        `${name}=${begun(value.slice(0, half), random)}`,
        `${name}+=${rest === '' ? "''" : quoted(rest, random)}`,
      ],
      text: use(name, random),
    };
  },
  'read from a string': set((name, value) => `read -r ${name} <<< ${value}`),
  'printed into a variable': set((name, value) => `printf -v ${name} %s ${value}`),
  'read as lines': (value, { random, fresh }) => {
    const name = fresh();
    return { before: [`mapfile -t ${name} <<< ${of(value, random)}`], text: `"\${${name}[0]}"` };
  },
  'read from a pipe': (value, { random, fresh }) => {
    const name = fresh();
    return {
      before: [],
      text: use(name, random),
      around: (command) => `printf '%s\\n' ${of(value, random)} | { read -r ${name}; ${ended(command)}}`,
    };
  },
  'read in a loop': (value, { random, fresh }) => {
    const name = fresh();
    return {
      before: [],
      text: use(name, random),
      around: (command) => `while read -r ${name}; do${body(command)}done <<< ${of(value, random)}`,
    };
  },
  'a parameter': (value, { random }) => ({
    before: [`set -- ${of(value, random)}`],
    text: random.pick(['"$1"', '"${1}"', '"$@"', '"$*"', '"${@:1}"', '"${@: -1}"']),
  }),
  'an argument of a function': (value, { random, fresh }) => {
    const name = fresh();
    return {
      before: [],
      text: '"$1"',
      around: (command) => `${name}() {${body(command)}}; ${name} ${of(value, random)}`,
    };
  },
  'a substitution': (value, { random }) => ({
    before: [],
    text: `"$(${random.pick([echoing(value), "printf '%s'", 'printf %s', 'cat <<<'])} ${of(value, random)})"`,
  }),
  backquotes: (value) => ({
    before: [],
    text: `"\`${echoing(value)} ${
      value.startsWith('~/')
        ? value
        : plain(value).includes("'")
          ? `${plain(value)
              .replace(/[\\`$]/g, '\\$&')
              .replaceAll('"', '\\"')}`
          : plain(value)
    }\`"`,
  }),
  'a part of a variable': (value, { random, fresh }) => {
    const name = fresh();
    const put = value.startsWith('~/') ? `~/${plain(value.slice(2))}` : plain(value);
    return random.pick([
      { before: [`${name}=${put}zz`], text: `"\${${name}%zz}"` },
      { before: [`${name}=${put}zz`], text: `"\${${name}/zz/}"` },
      { before: [`${name}=${put}`], text: `"\${${name}:0}"` },
      { before: [`${name}=${put}`], text: `"\${${name}//zz/}"` },
      { before: [`${name}=${put}`], text: `"\${${name}#zz}"` },
    ]);
  },
  'another variable’s name': (value, { random, fresh }) => {
    const [name, ref] = [fresh(), fresh()];
    return random.once(2)
      ? { before: [`${name}=${of(value, random)}`, `${ref}=${name}`], text: `"\${!${ref}}"` }
      : { before: [`${name}=${of(value, random)}`, `declare -n ${ref}=${name}`], text: `"$${ref}"` };
  },
  [LAST]: (value, { random }) => ({ before: [`: ${of(value, random)}`], text: '"$_"' }),
  'a match': (value) => ({
    before: [`[[ x${homed(value)} =~ x(.*) ]]`],
    text: '"${BASH_REMATCH[1]}"',
  }),
  'two variables': (value, { random, fresh }) => {
    const [one, two] = [fresh(), fresh()];
    const half = value.startsWith('~/') ? 2 : Math.max(1, value.length >> 1);
    const rest = value.slice(half);
    return {
      before: [
        `${one}=${begun(value.slice(0, half), random)}`,
        `${two}=${rest === '' ? "''" : of(rest, random)}`,
      ],
      text: `"$${one}$${two}"`,
    };
  },
  reversed: (value) => ({
    before: [],
    text: value.startsWith('~/')
      ? `~/"$(rev <<< ${single([...value.slice(2)].reverse().join(''))})"`
      : `"$(rev <<< ${single([...value].reverse().join(''))})"`,
  }),
  decoded: (value) => ({
    before: [],
    text: `${value.startsWith('~/') ? '~/' : ''}"$(echo ${Buffer.from(value.replace(/^~\//, '')).toString('base64')} | base64 -d)"`,
  }),
};
const VARIABLE_NAMES = Object.keys(VARIABLES);
const OPAQUE_NAMES = Object.keys(OPAQUE);

/** A line's end that is none, and other room between words. */
const room = (random: Random): string =>
  random.once(8) ? random.pick([' \\\n', '\t', '   ', ' \\\n  ']) : ' ';

/** A dangerous command, written in one of its ways. `steps` gains what was done. */
export function spelled({ words, tail }: Dangerous, means: Means, steps: string[]): Shape {
  const { random } = means;
  const [program, ...rest] = words as readonly [string, ...string[]];
  const args = [...rest];
  const options = OPTIONS[program];
  if (options !== undefined && random.once(3)) {
    args.unshift(...random.pick(options));
    steps.push('options before');
  }
  const before: string[] = [];
  let around = (command: string): string => command;
  const parts = [named(program, random, steps)];
  const many = random.once(3);
  let fromElsewhere = 0;
  for (const argument of args) {
    if (fromElsewhere < 2 && random.once(args.length + 2)) {
      fromElsewhere += 1;
      const opaque = random.once(2);
      const [forms, names] = opaque ? [OPAQUE, OPAQUE_NAMES] : [VARIABLES, VARIABLE_NAMES];
      const name = random.pick(names);
      // Nothing may come between `$_` and the command, and nothing else be a parameter of it.
      if (name === LAST || ALONE.has(name)) {
        if (fromElsewhere > 1) {
          parts.push(written(argument));
          continue;
        }
        fromElsewhere = 2;
      }
      const form = forms[name]!(argument, means);
      steps.push(`a word from ${name}`);
      before.push(...form.before);
      if (form.around !== undefined) {
        const [outer, put] = [around, form.around];
        around = (command) => outer(put(command));
      }
      parts.push(form.text);
    } else if (many || random.once(4)) {
      parts.push(quoted(argument, random));
      steps.push('quoted words');
    } else parts.push(written(argument));
  }
  const command =
    parts.reduce((text, part) => `${text}${room(random)}${part}`) + (tail === undefined ? '' : ` ${tail}`);
  const placed = around(command);
  if (before.length === 0)
    return { text: placed, kind: placed !== command || tail?.startsWith('|') === true ? 'list' : 'words' };
  return {
    text: [...before, placed].reduce((text, part) => `${text}${joined(random)}${part}`),
    kind: 'list',
  };
}

/** The program's name. Most are plain: one that is torn apart is recognised by that alone. */
function named(program: string, random: Random, steps: string[]): string {
  if (!random.once(4)) return program;
  switch (random.below(5)) {
    case 0:
      steps.push('\\name');
      return `\\${program}`;
    case 1:
      steps.push('quoted name');
      return random.once(2) ? `'${program}'` : `"${program}"`;
    case 2:
      steps.push('full path');
      return `${random.pick(['/usr/bin/', '/bin/', '/usr/local/bin/'])}${program}`;
    default:
      steps.push('torn name');
      return quoted(program, random);
  }
}
