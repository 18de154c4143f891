/** What npm, pnpm, Yarn and Bun have in common. */
import type { Weighing } from '../../call.ts';
import { type Options, optionsOf } from '../../options.ts';
import { type Argument, literal } from '../../shell/argument.ts';
import { runScript } from '../scripts.ts';
import { type Does, does, type Verb, verbs } from '../verbs.ts';
import { ASKS, installs, PUBLISHES, publishes, SETS, SIGNS_IN } from './dependencies.ts';

const script =
  (name: string): Does =>
  (rest, on, call) =>
    runScript(literal(name), rest, call.name, on);

/** Without a name they only list the scripts. */
export const scripts: Does = (rest, on, call) => {
  const options = optionsOf(rest, {
    values: ['-w', '--workspace', '--prefix', '--filter', '--script-shell'],
    stops: true,
  });
  const [name, ...args] = options.operands;
  if (name !== undefined) runScript(name, args, call.name, on);
};

const settings: Does = (rest, on) => {
  const { operands } = optionsOf(rest, { values: ['--location', '-L'] });
  const [verb, ...keys] = operands;
  if (verb === undefined || verb.text === 'list' || verb.text === 'ls') return;
  if (verb.text === 'get') return shown(keys, on);
  does(SETS, rest, on, NO_CALL);
};
const NO_CALL = { name: 'npm', args: [], stdin: { kind: 'none' }, bulk: false } as const;

function shown(keys: readonly Argument[], on: Weighing): void {
  if (!keys.some(({ text }) => text === null || /_?auth|token|password|key/i.test(text))) return;
  on.secret('npm');
  on.found('commit', 'It shows credentials of a registry.');
}

const manifest: Does = ([verb], on) => {
  if (verb?.text !== 'get') on.found('expand', 'It changes what the project depends on, or its scripts.');
};

const version: Does = (rest, on) => {
  const { operands } = optionsOf(rest, { values: ['-m', '--message', '--preid', '--tag-version-prefix'] });
  if (operands.length > 0 || rest.some(({ start }) => /^--(major|minor|patch|new-version|pre)/.test(start)))
    on.found('commit', 'It sets a version, with a commit and a tag.');
};

const explores: Does = (rest, on) => {
  const ends = rest.findIndex(({ text }) => text === '--');
  on.found('expand', 'It opens a shell in the folder of a package.');
  on.run(ends < 0 ? rest.slice(1) : rest.slice(ends + 1));
};

const caches: Does = ([verb], on) => {
  if (verb?.text !== 'ls' && verb?.text !== 'verify' && verb?.text !== 'dir')
    on.found('expand', 'It changes what is kept of packages.');
};

export const SHARED: readonly [string, Verb][] = [
  ...verbs('test start stop restart', (rest, on, call) =>
    script(call.args[0]?.text ?? 'test')(rest, on, call),
  ),
  ['run', scripts],
  ...verbs('ls list ll la why explain root bin prefix pack licenses sbom query completion help', 'nothing'),
  ...verbs('install ci add remove update dedupe link unlink prune rebuild import', installs),
  ...verbs('install-test install-ci-test', installs),
  ...verbs('create init', installs),
  ...verbs('audit outdated view search ping doctor diff fund stars docs bugs repo home whoami', ASKS),
  ['publish', publishes],
  ...verbs(
    'unpublish deprecate undeprecate owner access dist-tag hook team org star unstar trust',
    PUBLISHES,
  ),
  ...verbs('login logout token adduser profile', SIGNS_IN),
  ['config', settings],
  ['set', SETS],
  ['get', shown],
  ['pkg', manifest],
  ['version', version],
  ['explore', explores],
  ['cache', caches],
  ['store', caches],
];

/** Settings of npm in front of what it does. */
export function npmSettings(options: Options, on: Weighing): void {
  if (options.all('--script-shell', '--shell').length > 0)
    on.found('expand', 'Another program takes the place of the shell of npm.');
  for (const value of options.all('--node-options')) on.assign('NODE_OPTIONS', value);
  for (const file of options.all('--userconfig', '--globalconfig')) on.read(file);
  if (options.all('--registry').length > 0) on.found('expand', 'It says where packages come from.');
}
