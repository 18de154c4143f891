/** Programs that read, list, search and shape text, and write nothing but what their options say. */
import type { Program, Weighing } from '../call.ts';
import { type OptionSpec, type Options, optionsOf } from '../options.ts';
import { type Argument, is, literal } from '../shell/argument.ts';
import { each } from './verbs.ts';

/** Reads all its operands. */
const reads =
  (spec: OptionSpec = {}, more?: (options: Options, on: Weighing) => void): Program =>
  ({ args }, on) => {
    const options = optionsOf(args, spec);
    for (const path of options.operands) on.read(path);
    more?.(options, on);
  };

/** Shows names only: a secret's name is none. */
const names =
  (spec: OptionSpec = {}): Program =>
  ({ args }, on) => {
    const { operands } = optionsOf(args, spec);
    if (operands.length === 0) on.read(HERE);
    for (const path of operands) listed(path, on);
  };

/** A place is looked at, whose names are no secret. */
export function listed(path: Argument, on: Weighing): void {
  const text = path.text ?? path.start;
  const slash = text.lastIndexOf('/');
  // The folder decides: its names are shown, and none of what is in its files.
  if (slash < 0) {
    if (text === '..' || text === '~') on.read(path);
    return;
  }
  const folder = text.slice(0, slash) || '/';
  on.read({ ...path, text: path.text === null ? null : hideName(text), start: hideName(folder) });
}
const hideName = (path: string): string =>
  path
    .split('/')
    .map((part) =>
      part === '' || part === '.' || part === '..' ? part : part.replace(/^\.(?=env|npmrc|netrc)/, '_'),
    )
    .join('/');

const nothing: Program = () => {};

const grep: Program = ({ name, args, bulk }, on) => {
  const options = optionsOf(args, {
    values: [
      ...[
        '-e',
        '--regexp',
        '-f',
        '--file',
        '-m',
        '--max-count',
        '-A',
        '-B',
        '-C',
        '--context',
        '-g',
        '--glob',
      ],
      ...[
        '-t',
        '--type',
        '-T',
        '--type-not',
        '--include',
        '--exclude',
        '--exclude-dir',
        '--color',
        '-M',
        '-E',
      ],
      ...[
        '--max-depth',
        '-d',
        '-j',
        '--threads',
        '-r',
        '--replace',
        '--pre',
        '--sort',
        '--iglob',
        '--after-context',
      ],
      ...['--before-context', '-D', '--max-columns', '--colors', '--pre-glob'],
    ].filter((option) => !(name !== 'rg' && ['-r', '-E', '-M', '-T', '-t', '-g', '-j'].includes(option))),
  });
  for (const file of options.all('-f', '--file')) on.read(file);
  for (const program of options.all('--pre')) on.run([program]);
  const given = options.all('-e', '--regexp', '-f', '--file').length > 0 || options.has('--files');
  const paths = options.operands.slice(given ? 0 : 1);
  if (!bulk && paths.length === 0 && (RECURSES.has(name) || options.has('-r', '-R', '--recursive')))
    on.read(HERE);
  for (const path of paths) on.read(path);
};
const RECURSES = new Set(['rg', 'ripgrep', 'ag', 'ack']);

const FIND_RUNS = new Set(['-exec', '-execdir', '-ok', '-okdir']);
const FIND_WRITES = new Set(['-fprint', '-fprintf', '-fprint0', '-fls']);
const FIND_VALUES = new Set([
  ...[
    '-name',
    '-iname',
    '-path',
    '-ipath',
    '-wholename',
    '-regex',
    '-iregex',
    '-type',
    '-maxdepth',
    '-mindepth',
  ],
  ...[
    '-mtime',
    '-mmin',
    '-atime',
    '-amin',
    '-ctime',
    '-cmin',
    '-size',
    '-perm',
    '-user',
    '-group',
    '-printf',
  ],
  ...['-newermt', '-regextype', '-fstype', '-inum', '-links', '-uid', '-gid', '-xtype', '-lname', '-ilname'],
]);

const find: Program = ({ args, bulk }, on) => {
  let at = 0;
  while (at < args.length && /^-([HLPEXdsx]|O\d?|D)$/.test(args[at]!.text ?? '')) at += 1;
  const roots: Argument[] = [];
  let name = '*';
  while (at < args.length && !/^[-(!,]/.test(args[at]!.start)) roots.push(args[at++]!);
  for (const root of roots) on.read(root);
  if (roots.length === 0 && !bulk) on.read(HERE);
  for (; at < args.length; at += 1) {
    const option = args[at]!.text;
    if (option === null) {
      on.hidden();
      on.found('expand', 'What find does is not known before it runs.');
    } else if (option === '-delete') {
      const all = name === '*' && args.slice(roots.length).every(({ text }) => text === '-delete');
      for (const root of roots.length === 0 ? [HERE] : roots)
        on.remove(found(root, name), { recursive: all, bulk: true });
    } else if (FIND_WRITES.has(option)) {
      at += 1;
      if (args[at] !== undefined) on.write(args[at]!);
      if (option === '-fprintf') at += 1;
    } else if (
      option === '-newer' ||
      option === '-samefile' ||
      option === '-anewer' ||
      option === '-files0-from'
    ) {
      at += 1;
      if (args[at] !== undefined) on.read(args[at]!);
    } else if (FIND_VALUES.has(option)) {
      at += 1;
      if (option === '-name' || option === '-iname') name = args[at]?.text ?? '*';
    } else if (FIND_RUNS.has(option)) {
      const words: Argument[] = [];
      for (at += 1; at < args.length && !is(args[at], ';') && !is(args[at], '+'); at += 1)
        words.push(args[at]!);
      on.run(foundBy(words, roots[0] ?? HERE, name), { bulk: true });
    }
  }
};

const HERE = literal('.');

/** Files below the root. */
const found = (root: Argument, name: string): Argument => ({
  text: `${root.text ?? '.'}/${name}`,
  start: root.start,
  glob: true,
  origin: root.origin,
  shown: root.shown,
});

/** `{}` stands for files below the root. */
const foundBy = (words: readonly Argument[], root: Argument, name: string): Argument[] =>
  words.map((word, at) =>
    at > 0 && word.text !== null && word.text.includes('{}')
      ? { ...found(root, name), text: word.text.replace('{}', found(root, name).text!), shown: word.shown }
      : word,
  );

/** Writes where an option says so. */
const readsAndWrites =
  (values: readonly string[], written: readonly string[]): Program =>
  ({ args }, on) => {
    const options = optionsOf(args, { values: [...values, ...written] });
    for (const path of options.operands) on.read(path);
    for (const path of options.all(...written)) on.write(path);
  };

const hostname: Program = ({ args }, on) => {
  const options = optionsOf(args, { values: ['-F', '--file'] });
  if (options.operands.length > 0 || options.has('-F', '--file', '-b', '--boot'))
    on.found('commit', 'It changes the name of this computer.');
};

/** What an expression of `yq` reads beside the files that it is given. */
function loads(text: string, on: Weighing): void {
  if (/\b(strenv|envsubst)\b/.test(text)) on.found('commit', 'It shows secrets of the environment.');
  for (const [, path] of text.matchAll(/\bload(?:_[a-z0-9]+)?\s*\(\s*(?:"([^"\\]*)"\s*\))?/g)) {
    if (path === undefined) on.found('expand', 'It reads a file that is only named while it runs.');
    else on.read(literal(path));
  }
}

const jq: Program = ({ name, args }, on) => {
  const options = optionsOf(args, {
    values: [
      '--arg',
      '--argjson',
      '--slurpfile',
      '--rawfile',
      '--args',
      '--indent',
      '-f',
      '--from-file',
      '-L',
    ],
  });
  for (const file of options.all('-f', '--from-file')) on.read(file);
  // `--rawfile NAME FILE`
  args.forEach((word, at) => {
    const file = args[at + 2];
    if ((is(word, '--slurpfile') || is(word, '--rawfile')) && file !== undefined) on.read(file);
  });
  if (options.operands.some(({ text }) => text !== null && /\benv\b|\$ENV\b/.test(text)))
    on.found('commit', 'It shows secrets of the environment.');
  for (const { text } of options.operands) if (text !== null && name === 'yq') loads(text, on);
  const paths = options.has('-f', '--from-file') ? options.operands : options.operands.slice(1);
  if (options.has('-i', '--in-place', '--inplace')) for (const path of paths) on.write(path);
  for (const path of paths) on.read(path);
};

const ps: Program = ({ args }, on) => {
  if (args.some(({ text }) => text !== null && !text.startsWith('-') && /^[a-z]*e[a-z]*$/.test(text)))
    on.found('commit', 'It shows the environment of programs, with its secrets.');
};

const date: Program = ({ args }, on) => {
  if (optionsOf(args, { values: ['-d', '--date', '-f', '-r', '--reference'] }).has('-s', '--set'))
    on.found('commit', 'It sets the clock of the computer.');
};

const tail = reads({ values: ['-n', '-c', '--lines', '--bytes', '-s', '--pid'] });
const diff = reads({ values: ['-U', '-C', '-W', '-x', '--exclude', '-I', '--label', '--color', '-S'] });

const base64: Program = ({ args }, on) => {
  for (const path of optionsOf(args, { values: ['-w', '-i', '-o', '-b'] }).operands) on.read(path);
  for (const path of optionsOf(args, { values: ['-w', '-i', '-o', '-b'] }).all('-o')) on.write(path);
};

const less: Program = ({ args }, on) => {
  for (const path of optionsOf(args, { values: ['-o', '-O', '-p', '-P', '-t', '-x', '-y'] }).operands) {
    if (path.start.startsWith('+!') || /^\+\S*!/.test(path.start))
      on.found('commit', 'It starts a program from less.');
    else if (!path.start.startsWith('+')) on.read(path);
  }
};

/** Shows files through another program, or is one that shows. */
const shownBy: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    values: ['--pager', '-l', '--language', '-H', '--highlight-line', '-r', '--line-range', '--theme', '-m'],
  });
  for (const text of options.all('--pager')) on.shell(text);
  for (const path of options.operands) on.read(path);
};

export const READERS: readonly [string, Program][] = [
  ...each('bat batcat delta', shownBy),
  ...each('cat nl tac rev strings nm objdump readelf ldd size zcat', reads()),
  ...each(
    'wc cksum md5sum md5 sha1sum sha256sum sha512sum shasum od hexdump',
    reads({ values: ['-a', '-n', '-s', '-e', '-A', '-t', '-N'] }),
  ),
  ...each('head tail', tail),
  ...each(
    'cut paste fold column comm join expand unexpand pr fmt look nl',
    reads({
      values: ['-d', '-f', '-c', '-b', '-w', '-s', '-t', '-N', '-o', '-1', '-2', '-j', '-a', '-e', '-v'],
    }),
  ),
  [
    'sort',
    (call, on) => {
      const values = [
        '-k',
        '-t',
        '-S',
        '-T',
        '--parallel',
        '--compress-program',
        '--files0-from',
        '--random-source',
      ];
      readsAndWrites(values, ['-o', '--output'])(call, on);
      const options = optionsOf(call.args, { values: [...values, '-o'] });
      for (const program of options.all('--compress-program')) on.run([program]);
      for (const file of options.all('--files0-from', '--random-source')) on.read(file);
    },
  ],
  [
    'uniq',
    ({ args }, on) => {
      const [input, output] = optionsOf(args, { values: ['-f', '-s', '-w'] }).operands;
      if (input !== undefined) on.read(input);
      if (output !== undefined) on.write(output);
    },
  ],
  ...each('diff cmp colordiff sdiff diffstat file cloc tokei scc wdiff', diff),
  ...each(
    'ls stat tree du df exa eza readlink realpath',
    names({ values: ['-I', '-L', '-P', '-d', '-c', '-f', '-t', '--format'] }),
  ),
  ...each('grep egrep fgrep rg ag ack zgrep pcregrep ripgrep', grep),
  ['find', find],
  [
    'fd',
    ({ args }, on) => {
      const options = optionsOf(args, {
        values: [
          '-e',
          '--extension',
          '-t',
          '--type',
          '-d',
          '--max-depth',
          '-E',
          '--exclude',
          '-x',
          '--exec',
          '-X',
          '--exec-batch',
          '-c',
        ],
      });
      const runs = args.findIndex(({ text }) => text !== null && /^(-x|--exec|-X|--exec-batch)$/.test(text));
      if (runs >= 0) on.run(args.slice(runs + 1), { bulk: true });
      for (const path of options.operands.slice(1)) if (runs < 0 || args.indexOf(path) < runs) on.read(path);
    },
  ],
  ['echo', nothing],
  ...each('pwd true false : sleep seq yes whoami id groups uname arch', nothing),
  ['hostname', hostname],
  ...each('uptime nproc free which whereis type wait jobs disown fg bg exit', nothing),
  ...each('return break continue shift umask ulimit clear reset tput stty', nothing),
  ...each('basename dirname expr bc cal tr getconf locale times logname tty', nothing),
  ...each('pgrep top htop lsof ss netstat vmstat iostat lscpu lsblk sw_vers', nothing),
  ...each('pidof numfmt tsort', nothing),
  ['jq', jq],
  ['yq', jq],
  ['ps', ps],
  ['date', date],
  ['base64', base64],
  ['base32', base64],
  ...each('less more', less),
  [
    'xxd',
    ({ args }, on) => {
      const options = optionsOf(args, { values: ['-l', '-s', '-c', '-g', '-o'], single: true });
      const [input, output] = options.operands;
      if (input !== undefined) on.read(input);
      if (output !== undefined) on.write(output);
    },
  ],
  ...each('zipinfo shellcheck', reads({ values: ['-s', '-f', '-e', '-S', '-o'] })),
];
