/** Settings of Git: many of them name a program, or another place to speak to. */
import type { Weighing } from '../../call.ts';
import { optionsOf } from '../../options.ts';
import { type Does, type Verb, verbs } from '../verbs.ts';

/** Each makes Git run a program, or reach something else than the repository says. */
const REACHES =
  /^(alias\..*|core\.(hookspath|sshcommand|pager|editor|fsmonitor|askpass|gitproxy|worktree|alternaterefscommand|attributesfile|virtualfilesystem)|credential\..*|include\..*|includeif\..*|filter\..*|diff\.external|.*\.textconv|diff\..*\.command|merge\..*\.driver|(merge|diff)tool\..*|(merge|diff)\.(gui)?tool|url\..*|remote\..*|https?\..*|gpg\..*|sequence\.editor|pager\..*|browser\..*|web\.browser|man\..*|help\.browser|uploadpack\..*|receive\..*|protocol\..*|submodule\..*|init\.templatedir|interactive\.difffilter|sendemail\..*|imap\..*|trailer\..*|tar\..*|ssh\..*|safe\..*|extensions\..*|user\.signingkey|commit\.template|svn.*|lfs\..*|transfer\..*|http)$/;
/** Names of programs that only show text, or do nothing. */
const HARMLESS = /^(cat|less|true|:|)$/;

/**
 * @param key null: made while it runs. @param value null: not known, or removed.
 * @param how for this one call, for the repository, or for everything that this person does with Git.
 */
export function weighSetting(
  key: string | null,
  value: string | null,
  how: 'once' | 'repository' | 'everywhere',
  on: Weighing,
): void {
  if (how === 'everywhere') return on.found('commit', 'It changes the settings of Git of your account.');
  if (key === null) return on.found('commit', 'Which setting of Git it changes is decided while it runs.');
  const name = key.toLowerCase();
  const shows = /^(core\.(pager|editor)|sequence\.editor|pager\..*)$/.test(name);
  if (how === 'once' && shows && value !== null && HARMLESS.test(value)) return;
  if (REACHES.test(name))
    return on.found('commit', `It sets ${key.slice(0, 60)}, which makes Git run or reach something else.`);
  if (how === 'repository') on.found('expand', 'It changes the settings of Git for this repository.');
}

const READING = new Set(['get', 'list', 'get-all', 'get-regexp', 'get-urlmatch', 'get-color']);
const WRITING = new Set(['set', 'unset', 'rename-section', 'remove-section', 'edit']);

const configures: Does = (rest, on) => {
  const options = optionsOf(rest, { values: ['-f', '--file', '--blob', '--type', '--default', '--value'] });
  const files = options.all('-f', '--file');
  const operands = [...options.operands];
  const word = operands[0]?.text ?? '';
  const written = WRITING.has(word);
  const asks =
    READING.has(word) ||
    options.has('-l', '--list') ||
    [...options.names].some((name) => name.startsWith('--get'));
  const writes =
    written ||
    options.has('--add', '--replace-all', '-e', '--edit') ||
    [...options.names].some((name) => /^--(un|re(move|name))/.test(name));
  const reads = !writes && (asks || (operands.length <= 1 && !options.unclear));
  for (const file of files) reads ? on.read(file) : on.write(file);
  if (reads) return;
  if (written) operands.shift();
  const everywhere = options.has('--global', '--system');
  const section = word.endsWith('-section') || options.has('--remove-section', '--rename-section');
  const key = operands[0];
  if (key === undefined && !everywhere) return on.found('expand', 'It changes the settings of Git.');
  const name = key?.text ?? null;
  weighSetting(
    name === null || !section ? name : `${name}.all`,
    operands[1]?.text ?? null,
    everywhere ? 'everywhere' : 'repository',
    on,
  );
};

export const CONFIGURES: readonly [string, Verb][] = [
  ['config', configures],
  ...verbs('credential credential-store credential-cache credential-manager credential-osxkeychain', [
    'commit',
    'It reads or keeps credentials.',
  ]),
];
