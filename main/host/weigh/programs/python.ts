/** Python: files, program text, and modules, some of which are programs of their own. */
import type { Call, Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, literal } from '../shell/argument.ts';
import { given } from './given.ts';
import { runInput } from './program-input.ts';

interface Started {
  readonly by: 'file' | 'code' | 'module' | 'input';
  /** The file, text or module. */
  readonly what: Argument | null;
  readonly rest: readonly Argument[];
}

/** Its options end where a program is named. */
function started(args: readonly Argument[]): Started {
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at]!;
    const { start } = argument;
    if (!start.startsWith('-') || start === '-') {
      if (start === '-' || start === '/dev/stdin')
        return { by: 'input', what: null, rest: args.slice(at + 1) };
      return { by: 'file', what: argument, rest: args.slice(at + 1) };
    }
    if (start.startsWith('--')) {
      if (start === '--check-hash-based-pycs') at += 1;
      continue;
    }
    const found = /^-[^cmWX]*([cmWX])(.*)$/s.exec(start);
    if (found === null) continue;
    const attached = found[2] !== '';
    if (found[1] === 'W' || found[1] === 'X') {
      if (!attached) at += 1;
      continue;
    }
    const inline = { ...argument, text: argument.text === null ? null : found[2]!, start: found[2]! };
    const what = attached ? inline : (args[at + 1] ?? literal(''));
    return { by: found[1] === 'c' ? 'code' : 'module', what, rest: args.slice(at + (attached ? 1 : 2)) };
  }
  return { by: 'input', what: null, rest: [] };
}

export const python: Program = (call, on) => {
  const { by, what, rest } = started(call.args);
  switch (by) {
    case 'code':
      return on.code(what!.text, 'Python');
    case 'module':
      return module(what!, rest, call, on);
    case 'input':
      if (call.args.length > 0 && call.args.every(({ text }) => SHOWS.test(text ?? ''))) return;
      return runInput(call, 'Python', on);
    case 'file':
      return file(what!, rest, on);
  }
};
const SHOWS = /^(-V+|--version|-h|--help|-\?)$/;

function file(path: Argument, rest: readonly Argument[], on: Weighing): void {
  const name = path.text?.split('/').at(-1);
  // Django's own program, which has steps.
  if (name === 'manage.py') return on.run([path, ...rest]);
  on.runFile(path, 'other');
  if (name === 'setup.py' && rest.some(({ text }) => text === 'upload' || text === 'register'))
    on.found('commit', 'It publishes a package.');
  given(rest, on);
}

/** Modules that are the same as a program. */
const PROGRAMS: ReadonlyMap<string, string> = new Map([
  ...'pytest ruff black isort mypy pyright flake8 pylint tox nox coverage pip poetry pipenv pdm uv hatch virtualenv twine pyflakes bandit yapf autopep8 pydocstyle vulture alembic mkdocs pipx ansible conda sqlfluff behave nose2 flit bumpversion commitizen'
    .split(' ')
    .map((name) => [name, name] as const),
  ['py.test', 'pytest'],
  ['awscli', 'aws'],
  ['pre_commit', 'pre-commit'],
  ['sphinx', 'sphinx-build'],
  ['django', 'django-admin'],
]);
const SHOWING = new Set(
  'doctest compileall py_compile tabnanny this calendar platform sysconfig site tokenize ast dis inspect symtable pyclbr base64 quopri gzip build json difflib keyword textwrap'.split(
    ' ',
  ),
);
const SERVERS = new Set(
  'http.server SimpleHTTPServer wsgiref.simple_server xmlrpc.server pydoc smtpd aiosmtpd asyncio'.split(' '),
);
const SENDERS = new Set(
  'ftplib telnetlib smtplib poplib imaplib nntplib xmlrpc.client socketserver'.split(' '),
);
/** Each runs the Python that follows. */
const RUNNERS = new Set(
  'cProfile profile trace pdb runpy memory_profiler line_profiler kernprof debugpy scalene'.split(' '),
);
const UNSEEN = new Set(
  'code codeop idlelib webbrowser pickle pickletools ensurepip zipapp lib2to3 turtledemo antigravity pty IPython jupyter notebook ptpython zipfile tarfile sqlite3'.split(
    ' ',
  ),
);

function module(name: Argument, rest: readonly Argument[], call: Call, on: Weighing): void {
  const { text } = name;
  if (text === null) return on.code(null, 'Python');
  const program = PROGRAMS.get(text);
  if (program !== undefined) return on.run([literal(program), ...rest]);
  if (!on.insideProject()) on.found('expand', 'It runs a module of another project.');
  if (text === 'timeit') {
    const options = optionsOf(rest, {
      values: ['-n', '-r', '-s', '-u', '--setup', '--number', '--repeat', '--unit'],
    });
    const texts = [...options.all('-s', '--setup'), ...options.operands];
    return on.code(
      texts.some((each) => each.text === null) ? null : texts.map((each) => each.text).join('\n'),
      'Python',
    );
  }
  if (text === 'json.tool') {
    const [from, to] = optionsOf(rest, { values: ['--indent'] }).operands;
    if (from !== undefined) on.read(from);
    if (to !== undefined) on.write(to);
    return;
  }
  if (text === 'venv') {
    for (const path of optionsOf(rest, { values: ['--prompt'] }).operands) given([path], on);
    return;
  }
  if (text === 'unittest') return on.run([literal('pytest'), ...rest]);
  if (SHOWING.has(text)) return given(rest, on);
  if (RUNNERS.has(text)) {
    on.found('expand', 'It looks into a running program.');
    const at = rest.findIndex(({ start }) => start === '-m' || start === '-c' || !start.startsWith('-'));
    return at < 0 ? undefined : python({ ...call, args: rest.slice(at) }, on);
  }
  if (SERVERS.has(text)) {
    for (const folder of optionsOf(rest, { values: ['-d', '--directory', '-b', '--bind', '-p'] }).all(
      '-d',
      '--directory',
    ))
      on.read(folder);
    return on.found('expand', 'It opens a folder of this computer to the network.');
  }
  if (SENDERS.has(text)) {
    on.network(null);
    return on.found('commit', 'It speaks with another computer in a way that is not shown.');
  }
  if (UNSEEN.has(text)) return on.found('expand', `What the module ${text} does is not shown.`);
  on.ownScript(text);
  given(rest, on);
}
