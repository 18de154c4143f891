/** What speaks with other repositories: bringing weighs less than giving. */
import type { Weighing } from '../../call.ts';
import { optionsOf } from '../../options.ts';
import type { Argument } from '../../shell/argument.ts';
import { type Does, type Verb, verbs } from '../verbs.ts';
import { weighSetting } from './configuration.ts';

/** The host in an address of a repository; null: none is named. */
function hostOf({ text }: Argument): string | null {
  const address = /^(?:\w+:\/\/(?:[^@/]*@)?([^/:]+)|(?:[^@/:]+@)?([\w.-]+\.[\w.-]+):)/.exec(text ?? '');
  return address?.[1] ?? address?.[2] ?? null;
}

/** Addresses in which a program is named. */
function addresses(operands: readonly Argument[], on: Weighing): void {
  for (const address of operands) {
    if (/^(ext|fd)::|^[\w-]+::/.test(address.start))
      on.found('commit', 'The address of the repository names a program that runs.');
    // A name of a host that looks like another one.
    else if (/[^\x20-\x7e]/.test(address.start))
      on.found('commit', 'An address holds characters that look like others.');
  }
  on.network(operands.map(hostOf).find((host) => host !== null) ?? null);
}

const VALUES = [
  ...['--upload-pack', '--receive-pack', '-o', '--server-option', '--depth', '-j', '--jobs', '--refmap'],
  ...['--shallow-since', '--shallow-exclude', '--negotiation-tip', '--filter', '-c', '--config', '-b'],
  ...['--branch', '--reference', '--template', '--separate-git-dir', '--bundle-uri', '--origin', '-s'],
  ...['--strategy', '-X', '--strategy-option'],
];

const brings =
  (short: readonly string[]): Does =>
  (rest, on) => {
    on.found('expand', 'It brings commits from another computer.');
    const options = optionsOf(rest, { values: [...VALUES, ...short] });
    for (const text of options.all('--upload-pack', '--exec', ...short)) {
      on.found('commit', 'It names the program that Git runs on the other side.');
      on.shell(text);
    }
    addresses(options.operands, on);
  };

const clones: Does = (rest, on) => {
  brings(['-u'])(rest, on, NO_CALL);
  const options = optionsOf(rest, { values: [...VALUES, '-u'] });
  for (const { text } of options.all('-c', '--config')) {
    const [key, ...value] = (text ?? '').split('=');
    weighSetting(text === null ? null : key!, value.join('='), 'once', on);
  }
  for (const folder of options.all('--template')) on.runFile(folder, 'other');
  for (const folder of options.all('--separate-git-dir')) on.write(folder);
  for (const folder of options.all('--reference')) on.read(folder);
  const [from, to] = options.operands;
  if (from !== undefined && hostOf(from) === null) on.read(from);
  if (to !== undefined) on.write(to);
};
const NO_CALL = { name: 'git', args: [], stdin: { kind: 'none' }, bulk: false } as const;

const pulls: Does = (rest, on, call) => {
  brings([])(rest, on, call);
  const rebases = rest.some(({ text }) => text !== null && /^(-r|--rebase(=(?!false|no).*)?)$/.test(text));
  if (rebases) on.found('commit', 'It rewrites your commits on top of others.');
};

const gives: Does = (rest, on) => {
  on.found('commit', 'It pushes commits to another computer.');
  addresses(optionsOf(rest, { values: VALUES }).operands, on);
};

const manages: Does = (rest, on) => {
  const { operands } = optionsOf(rest, { values: ['-t', '-m'] });
  const [verb, ...others] = operands;
  if (verb === undefined || verb.text === 'get-url') return;
  on.found('expand', 'It asks or changes where this repository brings from and pushes to.');
  addresses(others, on);
};

const submodules: Does = (rest, on) => {
  const { operands } = optionsOf(rest, { values: ['-b', '--name', '--reference', '--depth'], stops: true });
  const [verb, ...others] = operands;
  if (verb === undefined || verb.text === 'status' || verb.text === 'summary') return;
  on.found('expand', 'It brings or changes repositories inside of this one.');
  if (verb.text === 'add') addresses(optionsOf(others).operands, on);
  if (verb.text !== 'foreach') return;
  const words = others.filter(({ text }) => text !== '--recursive' && text !== '--quiet' && text !== '-q');
  if (words.length === 1) on.shell(words[0]!);
  else on.run(words);
};

const lfs: Does = (rest, on) => {
  const [verb] = rest;
  switch (verb?.text) {
    case undefined:
    case 'ls-files':
    case 'status':
    case 'env':
    case 'version':
      return;
    case 'pull':
    case 'fetch':
    case 'checkout':
    case 'track':
    case 'untrack':
    case 'install':
    case 'prune':
      return on.found('expand', 'It brings large files, or says which files are large.');
    default:
      return on.found('commit', 'It gives large files to another computer, or rewrites them.');
  }
};

/** A verb of another program that gives, in front of others that bring. */
const bridge =
  (giving: string): Does =>
  ([verb], on) => {
    if (verb === undefined || verb.text === null || giving.split(' ').includes(verb.text))
      on.found('commit', 'It pushes commits to another computer.');
    else on.found('expand', 'It brings or splits commits of another repository.');
    on.network(null);
  };

const archives: Does = (rest, on) => {
  const options = optionsOf(rest, {
    values: ['-o', '--output', '--remote', '--exec', '--prefix', '--format'],
  });
  for (const file of options.all('-o', '--output')) on.write(file);
  for (const address of options.all('--remote')) {
    on.found('expand', 'It brings files from another computer.');
    addresses([address], on);
  }
  for (const text of options.all('--exec')) on.shell(text);
};

export const REMOTES: readonly [string, Verb][] = [
  ['push', gives],
  ...verbs('send-pack http-push', gives),
  ...verbs('send-email imap-send', ['commit', 'It sends mail.']),
  ...verbs('instaweb daemon http-backend upload-pack receive-pack upload-archive shell', [
    'commit',
    'It opens this repository to others.',
  ]),
  ['fetch', brings([])],
  ...verbs('ls-remote fetch-pack', brings(['--exec'])),
  ['clone', clones],
  ['pull', pulls],
  ['remote', manages],
  ['submodule', submodules],
  ['lfs', lfs],
  ['archive', archives],
  ['subtree', bridge('push')],
  ['svn', bridge('dcommit commit-diff set-tree branch tag')],
  ['p4', bridge('submit')],
  ['annex', bridge('sync push copy move assist satisfy')],
  ['cvsexportcommit', ['commit', 'It gives commits to another computer.']],
  ['request-pull', ['expand', 'It asks another computer what it has.']],
];
