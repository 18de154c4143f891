/** Programs that run another command: what they run is weighed. */
import { type Program, printersOf, type Weighing } from '../call.ts';
import { type OptionSpec, optionsOf } from '../options.ts';
import { type Argument, behind, dynamic, is, together } from '../shell/argument.ts';
import { each } from './verbs.ts';

/** Runs its operands, behind `skip` of its own. */
const runs =
  (spec: OptionSpec = {}, skip = 0, more?: (on: Weighing) => void): Program =>
  ({ args }, on) => {
    more?.(on);
    const { operands } = optionsOf(args, { ...spec, stops: true });
    on.run(operands.slice(skip));
  };

const env: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    values: ['-u', '--unset', '-C', '--chdir', '-S', '--split-string'],
    stops: true,
  });
  const [split] = options.all('-S', '--split-string');
  if (split !== undefined) return on.shell(split);
  // `-` alone is `-i`.
  const words = options.operands.slice(is(options.operands[0], '-') ? 1 : 0);
  while (words[0] !== undefined && /^[A-Za-z_]\w*=/.test(words[0].start)) {
    const word = words.shift()!;
    const equals = word.start.indexOf('=');
    const value = {
      ...word,
      text: word.text?.slice(equals + 1) ?? null,
      start: word.start.slice(equals + 1),
    };
    on.assign(word.start.slice(0, equals), value);
  }
  if (words.length === 0) return on.found('commit', 'It shows every secret of the environment.');
  const [folder] = options.all('-C', '--chdir');
  if (folder === undefined) on.run(words);
  else on.within(folder, () => on.run(words));
};

/** `bash`, `sh`, `zsh`, `dash`, `fish` …: text from `-c`, a file, or standard input. */
const shell: Program = ({ name, args: given, stdin }, on) => {
  // `+x` takes an option back, `+o name` too: neither is the text.
  const args = given.filter(
    ({ text }, at) => !/^\+[a-zA-Z]+$/.test(text ?? '') && !/^\+[oO]$/.test(given[at - 1]?.text ?? ''),
  );
  const options = optionsOf(args, {
    values: ['-o', '-O', '+o', '+O', '--rcfile', '--init-file'],
    stops: true,
  });
  for (const file of options.all('--rcfile', '--init-file')) on.runFile(file, 'shell');
  if (options.has('-c')) {
    const text = options.operands[0];
    if (text === undefined) return;
    if (text.text !== null && name === 'fish')
      on.found('expand', 'It is for fish, which reads text in its own way.');
    // The rest are what it names `$0`, `$1` …
    return on.shell(text);
  }
  const [file] = options.operands;
  // `-n` reads and checks only.
  if (options.has('-n') && file !== undefined) return on.read(file);
  if (file !== undefined && !options.has('-s')) return on.runFile(file, 'shell');
  switch (stdin.kind) {
    case 'text':
      return on.shell(stdin.text === null ? dynamic('unknown') : textOf(stdin.text));
    case 'file':
      return on.runFile(stdin.path, 'shell');
    case 'pipe':
      on.hidden();
      return on.found('commit', 'A shell runs the text that another program gives it.');
    case 'none':
      return on.found('expand', 'It opens a shell that waits for commands.');
  }
};

const textOf = (text: string): Argument => ({ text, start: text, glob: false, origin: 'word', shown: text });

const xargs: Program = ({ args, stdin }, on) => {
  const options = optionsOf(args, {
    values: [
      '-I',
      '-n',
      '-P',
      '-L',
      '-d',
      '-E',
      '-s',
      '-a',
      '--max-args',
      '--max-procs',
      '--replace',
      '-J',
      '-R',
    ],
    stops: true,
  });
  for (const file of options.all('-a', '--arg-file')) on.read(file);
  const origin = stdin.kind === 'pipe' ? stdin.origin : 'unknown';
  const printers = together([
    printersOf(stdin),
    ...options.all('-a', '--arg-file').map((file) => file.printers),
  ]);
  const given = { ...dynamic(origin), printers, shown: 'what it is given' };
  const [replaced] = options.all('-I', '-J', '--replace');
  const token = replaced?.text ?? (options.has('-i') ? '{}' : null);
  const words = [...options.operands];
  if (words.length === 0) return;
  const inside = (word: Argument): boolean => token !== null && word.text?.includes(token) === true;
  // Text that a shell or an interpreter runs would be made of it.
  if (words.some((word, at) => inside(word) && (at === 0 || runsText(words, at)))) {
    on.hidden();
    return on.found('commit', 'What it is given becomes part of a program.');
  }
  if (words.length === 1 && token === null && SHELLS.has(words[0]!.text ?? '')) {
    on.hidden();
    return on.found('commit', 'What it is given becomes part of a program.');
  }
  const named = words.map((word) => (inside(word) ? { ...given, shown: word.shown } : word));
  on.run(token === null ? [...named, given] : named, { bulk: true, stdin: { kind: 'none' } });
  // It may be given nothing, and the last word that is written out then says where things go.
  if (token === null && named.length > 1) on.run(named, { bulk: true, stdin: { kind: 'none' } });
};

const SHELLS = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'ksh',
  'fish',
  'eval',
  'env',
  'sudo',
  'xargs',
  'ssh',
  'source',
]);
const runsText = (words: readonly Argument[], at: number): boolean =>
  /^-[a-z]*[ce]$/.test(words[at - 1]?.text ?? '') &&
  /^(\S*\/)?(ba|z|da|k|fi)?sh$|^(python|node|perl|ruby)/.test(words[0]!.text ?? '');

const parallel: Program = ({ args, stdin }, on) => {
  on.found('expand', 'It runs a command for everything that it is given.');
  const options = optionsOf(args, {
    values: ['-j', '--jobs', '-a', '--arg-file', '-I', '-N', '-S', '--sshlogin'],
    stops: true,
  });
  if (options.has('-S', '--sshlogin')) on.found('commit', 'It runs on other computers.');
  const words: Argument[] = [];
  for (const word of options.operands) {
    if (word.text !== null && /^:::[:+]?$/.test(word.text)) break;
    words.push(word);
  }
  if (words.length === 0 || words.some(({ text }) => text?.includes('{}') && words.length === 1)) {
    on.hidden();
    return on.found('commit', 'What it is given becomes a program.');
  }
  const printers = together([printersOf(stdin), ...args.map((argument) => argument.printers)]);
  on.run([...words, { ...dynamic('unknown'), printers }], { bulk: true });
  if (words.length > 1) on.run(words, { bulk: true });
};

const privileged: Program = ({ name, args }, on) => {
  on.found('commit', `It runs with the rights of another account (${name}).`);
  const options = optionsOf(args, {
    values: ['-u', '-g', '-U', '-h', '-p', '-C', '-D', '-R', '-T', '-c'],
    stops: true,
  });
  for (const text of options.all('-c')) on.shell(text);
  const words = [...options.operands];
  while (words[0] !== undefined && /^[A-Za-z_]\w*=/.test(words[0].start)) words.shift();
  if (name === 'sudo' || name === 'doas' || name === 'pkexec') on.run(words);
};

const evaluate: Program = (_call, on) => {
  on.hidden();
  on.found('commit', 'Text becomes a command while it runs (eval).');
};

const source: Program = ({ args }, on) => {
  const [file] = args;
  if (file !== undefined) on.runFile(file, 'shell');
};

const command: Program = ({ args }, on) => {
  const options = optionsOf(args, { stops: true });
  if (!options.has('-v', '-V')) on.run(options.operands);
};

const exec: Program = ({ args }, on) => {
  const { operands } = optionsOf(args, { values: ['-a'], stops: true });
  on.run(operands);
};

const timeout: Program = runs({ values: ['-s', '--signal', '-k', '--kill-after'] }, 1);

const watch: Program = ({ args }, on) => {
  const { operands } = optionsOf(args, { values: ['-n', '--interval', '-d'], stops: true });
  if (operands.length === 1) return on.shell(operands[0]!);
  on.run(operands);
};

const flock: Program = ({ args }, on) => {
  const options = optionsOf(args, { values: ['-w', '--timeout', '-E'], stops: true });
  const [lock, ...rest] = options.operands;
  if (lock !== undefined && !/^\d+$/.test(lock.start)) on.write(lock);
  if ((is(rest[0], '-c') || is(rest[0], '--command')) && rest[1] !== undefined) return on.shell(rest[1]);
  on.run(rest);
};

const script: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    values: ['-c', '--command', '-t', '-T', '-O', '-I', '-B', '-E', '-o'],
    stops: true,
  });
  for (const text of options.all('-c', '--command')) on.shell(text);
  const [file, ...words] = options.operands;
  if (file !== undefined) on.write(file);
  on.run(words);
};

/** Their output can go to a program too (`-o '|CMD'`). */
const traced =
  (skip = 0): Program =>
  ({ args }, on) => {
    on.found('expand', 'It looks into a running program.');
    const words = args.slice(skip);
    const options = optionsOf(words, {
      values: ['-e', '-o', '-p', '-s', '-u', '-a', '-P', '-E', '--output', '-F', '-g', '-t', '-l', '-x'],
      stops: true,
    });
    for (const target of options.all('-o', '--output'))
      if (/^[|!]/.test(target.start)) on.shell(behind(target, 1));
      else on.write(target);
    if (options.has('-p')) on.found('commit', 'It takes over a running program.');
    on.run(options.operands);
  };

const tmux: Program = ({ args }, on) => {
  const [verb, ...rest] = args.filter(({ text }, at) => !(at === 0 && text?.startsWith('-')));
  switch (verb?.text) {
    case 'new':
    case 'new-session':
    case 'new-window':
    case 'neww':
    case 'split-window': {
      on.found('expand', 'It runs in a terminal of its own.');
      const { operands } = optionsOf(rest, {
        values: ['-s', '-n', '-c', '-t', '-x', '-y', '-F', '-e'],
        stops: true,
      });
      if (operands.length === 1) return on.shell(operands[0]!);
      return on.run(operands);
    }
    case 'ls':
    case 'list-sessions':
    case 'has-session':
    case 'capture-pane':
      return on.found('expand', 'It looks at other terminals.');
    default:
      on.hidden();
      return on.found('commit', 'It types into other terminals.');
  }
};

const alias: Program = ({ args }, on) => {
  if (args.some(({ start }) => start.includes('=')))
    on.found('commit', 'It gives the name of a program another meaning (alias).');
};

const builtin: Program = ({ args }, on) => on.run(args);

const shopt: Program = ({ args }, on) => {
  if (args.some((argument) => is(argument, 'expand_aliases')))
    on.found('commit', 'It lets names of programs take other meanings.');
};

const hash: Program = ({ args }, on) => {
  if (args.some(({ start }) => start.startsWith('-p')))
    on.found('commit', 'It gives the name of a program another meaning (hash).');
};

const enable: Program = ({ args }, on) => {
  if (args.length > 0) on.found('commit', 'It changes what the shell itself does.');
};

const set: Program = ({ args }, on) => {
  if (args.length === 0) on.found('commit', 'It shows every secret of the environment.');
};

export const WRAPPERS: readonly [string, Program][] = [
  ['env', env],
  ...each('bash sh zsh dash ksh mksh ash fish rbash', shell),
  ['xargs', xargs],
  ['gxargs', xargs],
  ['parallel', parallel],
  ...each('sudo doas su pkexec runas runuser sudoedit gosu setpriv chroot unshare nsenter', privileged),
  ['eval', evaluate],
  ...each('source .', source),
  ['command', command],
  ['builtin', builtin],
  ['exec', exec],
  ['nice', runs({ values: ['-n', '--adjustment'] })],
  ['ionice', runs({ values: ['-c', '-n', '-p', '--class', '--classdata'] })],
  ['time', runs({ values: ['-f', '-o', '--format', '--output'] })],
  ...each('timeout gtimeout', timeout),
  ['stdbuf', runs({ values: ['-i', '-o', '-e', '--input', '--output', '--error'] })],
  ['nohup', runs()],
  ['setsid', runs()],
  ['caffeinate', runs({ values: ['-t', '-w'] })],
  ['unbuffer', runs()],
  ['chronic', runs()],
  ['winpty', runs()],
  ['arch', runs()],
  ['busybox', builtin],
  ['toybox', builtin],
  [
    'direnv',
    ({ args }, on) =>
      is(args[0], 'exec')
        ? on.run(args.slice(2))
        : on.found('commit', 'It changes the environment of every shell here.'),
  ],
  ['watch', watch],
  ['flock', flock],
  ['script', script],
  ...each('strace ltrace dtruss', traced()),
  ['perf', traced(1)],
  ['tmux', tmux],
  ['alias', alias],
  ['shopt', shopt],
  ['hash', hash],
  ['enable', enable],
  ['set', set],
];
