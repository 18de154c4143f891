/** Editors, debuggers and other programs that carry a language of their own. */
import type { Call, Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, literal } from '../shell/argument.ts';
import { atHome } from './given.ts';
import { each } from './verbs.ts';

const OPENS = 'It opens an editor, in which anything can be done.';

/** A command of vi: `:!CMD`, `:w !CMD`, `:call system(…)`. */
function viCommand({ text }: Argument, on: Weighing): void {
  if (text === null) return on.code(null, 'Vim script');
  const bang = text.indexOf('!');
  // `:q!`, `:w!`: to go on in spite of a warning.
  if (bang >= 0 && !/^\s*:?[a-z]+!\s*$/.test(text)) {
    const shell = text.slice(bang + 1).trim();
    if (shell !== '') on.shell(literal(shell));
    // `:%!sh` and `:w !sh`: it is given lines of the file.
    if (/^(sudo\s+)?(\S*\/)?(ba|da|z|k)?sh\b/.test(shell) && !/^\S+\s+\S/.test(shell))
      on.found('commit', 'A shell runs what stands in the file.');
  }
  on.code(text, 'Vim script');
  const written = /^\s*:?\s*(?:\d+,\d+|%)?(?:w|wq|x|saveas|write)!?\s+(?![!])(\S+)/.exec(text)?.[1];
  if (written !== undefined) on.write(atHome(literal(written), on));
}

const vi: Program = ({ args, stdin }, on) => {
  on.found('expand', OPENS);
  const options = optionsOf(args, {
    // `-s` has a value only where it is not `-es`.
    values: ['-c', '--cmd', '-S', '-u', '-U', '-w', '-W', '-i', '-t', '-T', '-l'],
  });
  for (const text of options.all('-c', '--cmd')) viCommand(text, on);
  for (const file of options.all('-S', '-u', '-U', '-l'))
    if (!/^(NONE|NORC|DEFAULTS)$/.test(file.text ?? '')) on.runFile(file, 'other');
  if (options.has('-s') && !options.has('-e', '-E') && options.operands[0] !== undefined)
    on.runFile(options.operands[0], 'other');
  for (const file of options.all('-w', '-W')) on.write(file);
  for (const path of options.operands) {
    if (/^\+./.test(path.start)) viCommand({ ...path, text: path.text?.slice(1) ?? null }, on);
    else if (path.start !== '+' && path.start !== '-') on.write(path);
  }
  if (options.has('-e', '-E') || (options.has('-s') && stdin.kind !== 'none')) lines(stdin, on, viCommand);
};

/** Commands that come by standard input, one a line. */
function lines(stdin: Call['stdin'], on: Weighing, weigh: (command: Argument, on: Weighing) => void): void {
  if (stdin.kind === 'text' && stdin.text !== null)
    for (const line of stdin.text.split('\n').slice(0, 500)) {
      if (line.trim() !== '') weigh(literal(line), on);
    }
  else if (stdin.kind === 'file') on.runFile(stdin.path, 'other');
  else if (stdin.kind !== 'none') on.code(null, 'editor commands');
}

const ed: Program = ({ args, stdin }, on) => {
  on.found('expand', OPENS);
  for (const path of optionsOf(args, { values: ['-p'] }).operands) {
    if (path.start.startsWith('!')) on.shell({ ...path, text: path.text?.slice(1) ?? null });
    else on.write(path);
  }
  lines(stdin, on, ({ text }) => {
    const shell = /^\s*[\d,$.%]*\s*[a-z]?\s*!\s*(.+)$/.exec(text ?? '')?.[1];
    if (shell !== undefined) on.shell(literal(shell));
    const written = /^\s*[\d,$.%]*\s*[wW]q?\s+(?!!)(\S+)/.exec(text ?? '')?.[1];
    if (written !== undefined) on.write(atHome(literal(written), on));
    const read = /^\s*[\d,$.%]*\s*[rE]\s+(?!!)(\S+)/.exec(text ?? '')?.[1];
    if (read !== undefined) on.read(atHome(literal(read), on));
  });
};

const emacs: Program = ({ args }, on) => {
  on.found('expand', OPENS);
  const options = optionsOf(args, {
    values: [
      '--eval',
      '-eval',
      '-e',
      '--execute',
      '-l',
      '--load',
      '-load',
      '--script',
      '-script',
      '-f',
      '--funcall',
      '-funcall',
      '-x',
    ],
    single: true,
  });
  for (const { text } of options.all('--eval', '-eval', '-e', '--execute')) on.code(text, 'Emacs Lisp');
  for (const file of options.all('-l', '--load', '-load', '--script', '-script', '-x'))
    on.runFile(file, 'other');
  for (const path of options.operands) on.write(path);
};

const editor: Program = ({ args }, on) => {
  on.found('expand', OPENS);
  for (const path of optionsOf(args, { values: ['-g', '--goto', '--user-data-dir', '-n'] }).operands)
    on.write(path);
};

/** `shell CMD` and `!CMD`; Python inside of it. */
function debuggerCommand({ text }: Argument, on: Weighing): void {
  if (text === null) return on.code(null, 'GDB');
  const shell = /^\s*(?:shell|!|make|platform shell|pipe[^|]*\||\|[^|]*\|)\s*(.*)$/s.exec(text)?.[1];
  if (shell !== undefined && shell !== '') on.shell(literal(shell));
  else on.code(text, 'GDB');
  const sourced = /^\s*(?:source|command source)\s+(\S+)/.exec(text)?.[1];
  if (sourced !== undefined) on.runFile(literal(sourced), 'other');
}

/** Options of debuggers, of gdb and of lldb, that bring a command, and those that bring a file of them. */
const DEBUGGER_COMMANDS = [
  '-ex',
  '--eval-command',
  '-iex',
  '--init-eval-command',
  '-o',
  '-O',
  '--one-line',
] as const;
const DEBUGGER_FILES = ['-x', '--command', '-s', '--source'] as const;

const debuggers: Program = ({ args, stdin }, on) => {
  on.found('expand', 'It looks into a running program.');
  const options = optionsOf(args, {
    values: [...DEBUGGER_COMMANDS, ...DEBUGGER_FILES, '-p', '--pid', '-n'],
    single: true,
    stops: true,
  });
  if (options.has('-p', '--pid', '--attach-pid', '-n', '--attach-name'))
    on.found('commit', 'It takes hold of a program that runs.');
  for (const text of options.all(...DEBUGGER_COMMANDS)) debuggerCommand(text, on);
  for (const file of options.all(...DEBUGGER_FILES)) on.runFile(file, 'other');
  lines(stdin, on, debuggerCommand);
  const [program] = options.operands;
  if (program?.text?.includes('/')) on.runFile(program, 'other');
};

const m4: Program = ({ args, stdin }, on) => {
  on.found('expand', 'It makes text by macros, which may run programs.');
  for (const path of optionsOf(args, { values: ['-D', '-I', '-U'] }).operands)
    if (path.text !== '-') on.runFile(path, 'other');
  if (stdin.kind === 'text') on.code(stdin.text, 'm4');
  else if (stdin.kind === 'pipe') on.code(null, 'm4');
  else if (stdin.kind === 'file') on.runFile(stdin.path, 'other');
};

/** What `spawn` starts is weighed. */
function expectText(text: string | null, on: Weighing): void {
  on.code(text, 'Tcl');
  for (const [, words] of (text ?? '').matchAll(/\bspawn\s+([^;\n\]}]+)/g))
    on.shell(literal(words!.replace(/^(-\w+\s+)+/, '')));
}

const expect: Program = ({ args, stdin }, on) => {
  on.found('expand', 'It types into other programs.');
  const options = optionsOf(args, { values: ['-c', '-f'], stops: true });
  for (const { text } of options.all('-c')) expectText(text, on);
  const [file] = [...options.all('-f'), ...options.operands];
  if (file !== undefined && file.text !== '-') on.runFile(file, 'other');
  else if (stdin.kind === 'text') expectText(stdin.text, on);
  else if (stdin.kind !== 'none') on.code(null, 'Tcl');
};

const man: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    values: ['-P', '--pager', '-H', '--html', '-M', '-s', '-S', '-L', '-p', '-C'],
  });
  for (const text of options.all('-P', '--pager', '-H', '--html')) on.shell(text);
  if (options.has('-l', '--local-file')) for (const path of options.operands) on.read(path);
};

/** Runs earlier commands again, after an editor had them. */
const fc: Program = ({ args }, on) => {
  if (args.some(({ text }) => text === '-l' || text === '-ln')) return;
  on.hidden();
  on.found('commit', 'It runs earlier commands again, or what an editor makes of them.');
};

const dc: Program = ({ args, stdin }, on) => {
  const options = optionsOf(args, { values: ['-e', '--expression', '-f', '--file'] });
  const texts = [
    ...options.all('-e', '--expression').map(({ text }) => text),
    ...(stdin.kind === 'text' ? [stdin.text] : []),
  ];
  for (const file of [...options.all('-f', '--file'), ...options.operands]) on.read(file);
  if (texts.some((text) => text === null || /!\s*[a-z]/i.test(text)))
    on.found('commit', 'It starts a program from a calculation.');
};

export const EDITORS: readonly [string, Program][] = [
  ...each('vi vim nvim view vimdiff nvimdiff ex gvim mvim rvim', vi),
  ...each('ed red', ed),
  ...each('emacs emacsclient', emacs),
  ...each(
    'nano pico micro code code-insiders codium cursor subl atom kak hx helix joe mcedit gedit kate mate zed idea webstorm pycharm',
    editor,
  ),
  ...each('gdb lldb rust-gdb rust-lldb cgdb', debuggers),
  ['m4', m4],
  ...each('expect autoexpect', expect),
  ...each('man apropos whatis info', man),
  ['fc', fc],
  ['dc', dc],
];
