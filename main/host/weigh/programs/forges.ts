/** GitHub and GitLab from the command line. */
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { bySubcommand, nothing, rows, type Said } from './subcommands.ts';

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
const each = (group: string, ...verbs: readonly string[]): string[] =>
  verbs.map((verb) => `${group} ${verb}`);

const gh = bySubcommand({
  values: ['-R', '--repo', '--hostname'],
  rows: [
    ...rows(
      READS,
      ...each('pr', 'view', 'list', 'ls', 'diff', 'status', 'checks'),
      ...each('issue', 'view', 'list', 'ls', 'status'),
    ),
    ...rows(READS, ...each('run', 'view', 'list', 'ls', 'watch'), ...each('workflow', 'view', 'list', 'ls')),
    ...rows(
      READS,
      ...each('repo', 'view', 'list', 'ls'),
      ...each('release', 'view', 'list', 'ls', 'verify'),
      ...each('gist', 'view', 'list'),
    ),
    ...rows(
      READS,
      ...each('label', 'list'),
      ...each('cache', 'list'),
      ...each('ruleset', 'list', 'view', 'check'),
      ...each('org', 'list'),
    ),
    ...rows(
      READS,
      ...each('project', 'view', 'list', 'item-list', 'field-list'),
      ...each('alias', 'list'),
      ...each('extension', 'list', 'search'),
    ),
    ...rows(
      READS,
      ...each('config', 'get', 'list'),
      ...each('attestation', 'verify'),
      'search',
      'status',
      'browse',
    ),
    ...rows(BRINGS, 'pr checkout', 'co'),
    ...rows(downloads, 'run download', 'release download'),
    ...rows(clones, 'repo clone', 'gist clone'),
    ...nothing('completion', 'help', 'version', 'licenses view'),
    ['api', api],
    ['auth status', authStatus],
    ...rows(SHOWS, 'auth', 'secret', 'variable', 'ssh-key', 'gpg-key'),
  ],
  other: SHARES,
  bare: null,
});

const glab = bySubcommand({
  values: ['-R', '--repo', '-g', '--group'],
  rows: [
    ...rows(
      READS,
      ...each('mr', 'view', 'show', 'list', 'ls', 'diff', 'issues'),
      ...each('issue', 'view', 'show', 'list', 'ls'),
    ),
    ...rows(
      READS,
      ...each('ci', 'view', 'status', 'list', 'get', 'trace', 'lint'),
      ...each('pipeline', 'view', 'status', 'list', 'get'),
    ),
    ...rows(
      READS,
      ...each('repo', 'view', 'list', 'search', 'contributors'),
      ...each('release', 'view', 'list'),
      ...each('label', 'list'),
    ),
    ...rows(
      READS,
      ...each('snippet', 'view', 'list'),
      'user events',
      'config get',
      'milestone list',
      'iteration list',
    ),
    ...rows(BRINGS, 'mr checkout'),
    ...rows(downloads, 'release download', 'ci artifact', 'job artifact'),
    ...rows(clones, 'repo clone'),
    ...nothing('completion', 'help', 'version', 'check-update'),
    ['api', api],
    ['auth status', authStatus],
    ...rows(SHOWS, 'auth', 'variable', 'ssh-key', 'token', 'securefile'),
  ],
  other: SHARES,
  bare: null,
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
      bySubcommand({
        rows: rows(READS, 'issues list', 'pulls list', 'releases list', 'whoami'),
        other: SHARES,
      }),
    ),
  ],
];
