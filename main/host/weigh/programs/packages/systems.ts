/** Packages of the system, and versions of languages. */
import type { Program } from '../../call.ts';
import { optionsOf } from '../../options.ts';
import { type Does, does, each, type Verb, type VerbTable, verbed, verbs } from '../verbs.ts';
import { ASKS, CHANGES, installs } from './dependencies.ts';

const APT: VerbTable = new Map<string, Verb>([
  ...verbs('list show search policy depends rdepends madison showpkg why', 'nothing'),
  ...verbs(
    'install remove purge update upgrade full-upgrade dist-upgrade autoremove reinstall build-dep source download clean autoclean edit-sources',
    installs,
  ),
]);

const settings = (options: { has(...names: string[]): boolean }, on: Parameters<Does>[1]): void => {
  if (options.has('-o', '--option', '-c', '--config-file'))
    on.found('commit', 'It sets an option of the package manager, which may run programs.');
};

const QUERIES: VerbTable = new Map<string, Verb>([
  ...verbs(
    'list info search show provides repolist history deps uses leaves config desc cat contents installed variants',
    'nothing',
  ),
  ...verbs('outdated doctor home livecheck', ASKS),
  ...verbs(
    'install add remove update upgrade uninstall erase del reinstall upgrade-all tap untap bundle cleanup link unlink pin fetch autoremove selfupdate sync cache refresh dup in rm up',
    installs,
  ),
]);

const BREW: VerbTable = new Map<string, Verb>([
  ...QUERIES,
  [
    'services',
    ([verb], on) => {
      if (verb?.text !== 'list' && verb?.text !== 'info')
        on.found('commit', 'It starts or stops services of this computer.');
    },
  ],
  ...verbs('bump-formula-pr pr-upload', ['commit', 'It publishes, or changes what others get.']),
]);

const letters =
  (shows: RegExp): Program =>
  ({ args }, on) => {
    if (args.some(({ start }) => shows.test(start))) return;
    does(CHANGES, [], on, NO_CALL);
  };
const NO_CALL = { name: '', args: [], stdin: { kind: 'none' }, bulk: false } as const;

const nix: Program = ({ name, args }, on) => {
  on.found('expand', 'It may bring packages, and builds or runs them.');
  on.network(null);
  const options = optionsOf(args, {
    values: ['--run', '--command', '--expr', '-p', '-E', '-A', '-I', '--arg'],
  });
  for (const text of options.all('--run')) on.shell(text);
  if (name === 'nix-shell') for (const text of options.all('--command')) on.shell(text);
  const at = args.findIndex(({ text }) => text === '-c' || text === '--command');
  if (name === 'nix' && at >= 0) on.run(args.slice(at + 1));
  if (options.has('--to', '--post-build-hook') || args[0]?.text === 'copy')
    on.found('commit', 'It gives packages to another computer.');
  if (options.has('--option')) on.found('commit', 'It sets an option of Nix, which may run programs.');
};

const run: Does = (rest, on) => {
  const ends = rest.findIndex(({ text }) => text === '--');
  on.run(ends < 0 ? rest.slice(1) : rest.slice(ends + 1));
};
const task: Does = ([name], on) => {
  if (name?.text) on.ownScript(name.text);
};

/** Versions of languages: nvm, pyenv, mise … */
const VERSIONS: VerbTable = new Map<string, Verb>([
  ...verbs(
    'ls list current version versions which where root whence prefix bin-paths use activate deactivate env settings',
    'nothing',
  ),
  ...verbs('ls-remote list-all latest ls-all outdated registry search', ASKS),
  ...verbs(
    'install i uninstall remove update upgrade up self-update self add global local shell plugin plugins rehash alias unalias default pin reshim prune cache migrate',
    installs,
  ),
  ...verbs('exec x', run),
  ...verbs('tasks r', task),
  ['run', task],
  ...verbs('trust implode', ['commit', 'It lets settings of a folder run programs.']),
]);

const RUSTUP: VerbTable = new Map<string, Verb>([
  ...verbs('show which doc man completions check', 'nothing'),
  ['run', (rest, on) => on.run(rest.slice(1))],
  ...verbs('toolchain target component override', (rest, on, call) => {
    if (rest[0]?.text !== 'list') installs(rest, on, call);
  }),
  ...verbs('install update default self set uninstall', installs),
]);

export const SYSTEMS: readonly [string, Program][] = [
  ...each(
    'apt apt-get aptitude apt-cache',
    verbed({ table: APT, options: { values: ['-o', '-c', '-t', '--option'] }, before: settings }),
  ),
  ...each(
    'dnf yum zypper apk port snap flatpak mas winget choco scoop softwareupdate apt-mark microdnf',
    verbed({ table: QUERIES }),
  ),
  ['brew', verbed({ table: BREW })],
  ['pacman', letters(/^-Q|^--query$/)],
  ...each('yay paru', letters(/^-Q/)),
  [
    'dpkg',
    letters(
      /^(-[lLsSpcI]|--(list|listfiles|status|search|print-avail|contents|info|get-selections|print-architecture|compare-versions))/,
    ),
  ],
  ['dpkg-query', () => {}],
  ['rpm', letters(/^(-q|--query|-V|--verify|--eval$)/)],
  ...each('nix nix-shell nix-build nix-env nix-store nix-instantiate nixos-rebuild home-manager guix', nix),
  ...each(
    'nvm fnm volta asdf mise rtx pyenv rbenv nodenv goenv jenv n sdk sdkmanager rvm tfenv chruby',
    verbed({ table: VERSIONS }),
  ),
  ['rustup', verbed({ table: RUSTUP })],
];
