/** GitHub and GitLab from the command line. */
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { by, rows, type Said, type Verb, verbed } from './verbs.ts';

const READS: Said = ['expand', 'It reads from where the project is shared.'];
const BRINGS: Said = ['expand', 'It brings what others have shared.'];
const SHARES: Said = ['commit', 'It changes what others see where the project is shared.'];
const SHOWS: Said = ['commit', 'It shows or changes credentials.'];

const API_VALUES =
  '-X --method -f --raw-field -F --field --input -H --header -q --jq -t --template --hostname --cache -p --preview'.split(
    ' ',
  );

/** A request is a GET as long as nothing says or adds otherwise. */
const api: Program = ({ args }, on) => {
  const options = optionsOf(args, { exact: true, values: API_VALUES });
  const methods = options.all('-X', '--method');
  const [endpoint] = options.operands;
  const reads =
    !options.has('-f', '--raw-field', '-F', '--field', '--input', '--form') &&
    methods.every(({ text }) => text !== null && /^(GET|HEAD)$/i.test(text));
  if (!reads || options.has('--hostname')) return on.found(...SHARES);
  if (
    options
      .all('-H', '--header')
      .some(({ text }) => text === null || /^(authorization|cookie|x-http-method)/i.test(text))
  )
    return on.found(...SHARES);
  if (endpoint === undefined || endpoint.text === null)
    return on.found('commit', 'What it asks for is only decided while it runs.');
  if (/secret|token|\bkeys?\b|credential/i.test(endpoint.text)) return on.found(...SHOWS);
  on.found(...READS);
};

const authStatus: Program = ({ args }, on) => {
  on.found(...(optionsOf(args, { exact: true }).has('-t', '--show-token') ? SHOWS : READS));
};

const downloads: Program = ({ args }, on) => {
  on.found(...BRINGS);
  const options = optionsOf(args, {
    exact: true,
    values: '-D --dir -O --output -n --name -p --pattern -R -A'.split(' '),
  });
  for (const path of options.all('-D', '--dir', '-O', '--output')) if (path.text !== '-') on.write(path);
};

const clones: Program = ({ args }, on) => {
  on.found(...BRINGS);
  const [, folder, ...more] = args;
  if (folder !== undefined && !folder.start.startsWith('-')) on.write(folder);
  if (more.some(({ start }) => /^(-c|--config|-u|--upload-pack|--template)/.test(start)))
    on.found('commit', 'It makes Git run other programs.');
};

/** `pr view`, `pr list` … of each group. */
const under = (group: string, ...verbs: readonly string[]): string[] =>
  verbs.map((verb) => `${group} ${verb}`);

const gh = verbed({
  options: { values: ['-R', '--repo', '--hostname'] },
  flags: [],
  table: new Map<string, Verb>([
    ...rows(
      READS,
      ...under('pr', 'view', 'list', 'ls', 'diff', 'status', 'checks'),
      ...under('issue', 'view', 'list', 'ls', 'status'),
    ),
    ...rows(
      READS,
      ...under('run', 'view', 'list', 'ls', 'watch'),
      ...under('workflow', 'view', 'list', 'ls'),
    ),
    ...rows(
      READS,
      ...under('repo', 'view', 'list', 'ls'),
      ...under('release', 'view', 'list', 'ls', 'verify'),
      ...under('gist', 'view', 'list'),
    ),
    ...rows(
      READS,
      ...under('label', 'list'),
      ...under('cache', 'list'),
      ...under('ruleset', 'list', 'view', 'check'),
      ...under('org', 'list'),
    ),
    ...rows(
      READS,
      ...under('project', 'view', 'list', 'item-list', 'field-list'),
      ...under('alias', 'list'),
      ...under('extension', 'list', 'search'),
    ),
    ...rows(
      READS,
      ...under('config', 'get', 'list'),
      ...under('attestation', 'verify'),
      'search',
      'status',
      'browse',
    ),
    ...rows(BRINGS, 'pr checkout', 'co'),
    ...rows(by(downloads), 'run download', 'release download'),
    ...rows(by(clones), 'repo clone', 'gist clone'),
    ...rows('nothing', 'completion', 'help', 'version', 'licenses view'),
    ['api', by(api)],
    ['auth status', by(authStatus)],
    ...rows(SHOWS, 'auth', 'secret', 'variable', 'ssh-key', 'gpg-key'),
  ]),
  other: SHARES,
  bare: 'nothing',
});

const glab = verbed({
  options: { values: ['-R', '--repo', '-g', '--group'] },
  flags: [],
  table: new Map<string, Verb>([
    ...rows(
      READS,
      ...under('mr', 'view', 'show', 'list', 'ls', 'diff', 'issues'),
      ...under('issue', 'view', 'show', 'list', 'ls'),
    ),
    ...rows(
      READS,
      ...under('ci', 'view', 'status', 'list', 'get', 'trace', 'lint'),
      ...under('pipeline', 'view', 'status', 'list', 'get'),
    ),
    ...rows(
      READS,
      ...under('repo', 'view', 'list', 'search', 'contributors'),
      ...under('release', 'view', 'list'),
      ...under('label', 'list'),
    ),
    ...rows(
      READS,
      ...under('snippet', 'view', 'list'),
      'user events',
      'config get',
      'milestone list',
      'iteration list',
    ),
    ...rows(BRINGS, 'mr checkout'),
    ...rows(by(downloads), 'release download', 'ci artifact', 'job artifact'),
    ...rows(by(clones), 'repo clone'),
    ...rows('nothing', 'completion', 'help', 'version', 'check-update'),
    ['api', by(api)],
    ['auth status', by(authStatus)],
    ...rows(SHOWS, 'auth', 'variable', 'ssh-key', 'token', 'securefile'),
  ]),
  other: SHARES,
  bare: 'nothing',
});

/** What all of them do goes over the network. */
const shared =
  (weigh: Program): Program =>
  (call, on) => {
    on.network(null);
    weigh(call, on);
  };

export const FORGES: readonly [string, Program][] = [
  ['gh', shared(gh)],
  ['glab', shared(glab)],
  ['hub', (_call, on) => on.found(...SHARES)],
  [
    'tea',
    shared(
      verbed({
        flags: [],
        table: new Map(rows(READS, 'issues list', 'pulls list', 'releases list', 'whoami')),
        other: SHARES,
        bare: SHARES,
      }),
    ),
  ],
];
