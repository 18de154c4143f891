/** npm, which takes the beginnings of its commands, and some misspellings, for the whole. */
import type { Program } from '../../call.ts';
import { optionsOf } from '../../options.ts';
import { literal } from '../../shell/argument.ts';
import { launches } from '../launchers.ts';
import { inFolder, runScript } from '../scripts.ts';
import { does, mayHoldValue, unknownVerb, type Verb, type VerbTable, verbOf, verbs } from '../verbs.ts';
import { CHANGES, plainNames } from './dependencies.ts';
import { npmSettings, SHARED } from './node-verbs.ts';

const NPM: VerbTable = new Map<string, Verb>([
  ...SHARED,
  ...verbs('uninstall shrinkwrap edit', CHANGES),
  ['find-dupes', 'nothing'],
  ['help-search', 'nothing'],
  ['exec', (rest, on) => launches(rest, { downloads: true }, on)],
]);

/** What npm takes for the name of a command. */
const NPM_ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    install: 'i in ins inst insta instal isnt isnta isntal isntall add',
    ci: 'clean-install ic install-clean isntall-clean',
    'install-test': 'it',
    'install-ci-test': 'cit clean-install-test sit',
    uninstall: 'un unlink remove rm r',
    update: 'up upgrade udpate',
    view: 'v show info',
    search: 'find s se',
    link: 'ln',
    init: 'innit create',
    rebuild: 'rb',
    config: 'c',
    run: 'run-script rum urn',
    exec: 'x',
    test: 't tst',
    version: 'verison',
    explain: 'why',
    dedupe: 'ddp',
    owner: 'author',
    adduser: 'add-user',
    'dist-tag': 'dist-tags',
    ls: 'list la ll',
    help: 'hlep',
    docs: 'home',
    bugs: 'issues',
    org: 'ogr',
  }).flatMap(([name, aliases]) => aliases.split(' ').map((alias) => [alias, name] as const)),
);

/** npm takes the beginning of a command for the whole, where no other begins so. */
function npmVerb(given: string): string {
  if (NPM_ALIASES.has(given)) return NPM_ALIASES.get(given)!;
  if (NPM.has(given)) return given;
  const full = new Set(
    [...NPM.keys(), ...NPM_ALIASES.keys()]
      .filter((name) => name.startsWith(given))
      .map((name) => NPM_ALIASES.get(name) ?? name),
  );
  return full.size === 1 ? [...full][0]! : given;
}

const NPM_VALUES = [
  ...['-w', '--workspace', '-C', '--prefix', '--registry', '--tag', '--access', '--otp', '--loglevel'],
  ...['--script-shell', '--node-options', '--userconfig', '--globalconfig', '--cache', '--omit', '--include'],
  ...['--only', '--scope', '--before', '--shell', '--message', '--location', '--color', '--depth', '--call'],
];

export const npm: Program = (call, on) => {
  const ends = call.args.findIndex(({ text }) => text === '--');
  const own = ends < 0 ? call.args : call.args.slice(0, ends);
  const options = optionsOf(own, { values: NPM_VALUES });
  npmSettings(options, on);
  const [verb, ...rest] = options.operands;
  if (verb === undefined) return;
  const given = verbOf(verb, 'npm', on);
  if (given === null) return;
  const name = npmVerb(given);
  // An option that nobody knows may have taken the first word as its value.
  const before = optionsOf(own, { values: NPM_VALUES, stops: true });
  const second = rest[0]?.text ? npmVerb(rest[0].text) : null;
  if (mayHoldValue(before.names, { values: NPM_VALUES }) && second !== null && second !== 'run') {
    const otherwise = NPM.get(second);
    if (otherwise !== undefined) does(otherwise, rest.slice(1), on, call);
  }
  if (name === 'help' || options.has('--help', '-h')) return;
  const behind = call.args.slice(call.args.indexOf(verb) + 1);
  inFolder(options.all('-C', '--prefix'), on, () => {
    const known = NPM.get(name);
    if (known === undefined) unknownVerb('npm', verb.text!, on);
    else if (name === 'test' || name === 'start' || name === 'stop' || name === 'restart')
      runScript(literal(name), behind, 'npm', on);
    else if (name === 'run') {
      const [script, ...args] = rest;
      if (script !== undefined)
        runScript(script, [...args, ...(ends < 0 ? behind : call.args.slice(ends))], 'npm', on);
    } else does(known, behind, on, call);
  });
  plainNames(rest, on);
};
