/** Clusters: what only looks, and what others share. */
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, is } from '../shell/argument.ts';
import { by, each, rows, type Said, type Verb, verbed } from './verbs.ts';

const LOOKS: Said = ['expand', 'It reads from a cluster.'];
const CHANGES: Said = ['commit', 'It changes a cluster that others share.'];
const SHOWS: Said = ['commit', 'It shows secrets of a cluster.'];
const FETCHES: Said = ['expand', 'It brings charts from elsewhere.'];

const KUBECTL_VALUES =
  '-n --namespace --context --cluster --user --kubeconfig -s --server --token --as --as-group --as-uid --certificate-authority --client-certificate --client-key --cache-dir --request-timeout -v --v --username --password --tls-server-name --log-file --profile'.split(
    ' ',
  );
const KUBECTL_MORE =
  '-o --output -l --selector -f --filename -k --kustomize -c --container --tail --since --field-selector --sort-by --raw --template -L --for --timeout --revision'.split(
    ' ',
  );
const KUBECTL_CREDENTIALS = ['--token', '--password', '--username', '--client-key', '--client-certificate'];

/** Whether a kind of thing is, or could be, secret. */
const namesSecrets = ({ text }: Argument): boolean =>
  text === null ||
  text
    .split(',')
    .some((kind) => /^(secrets?|all-secrets|externalsecrets?|sealedsecrets?)([./]|$)/i.test(kind));

const asks: Program = ({ args }, on) => {
  const options = optionsOf(args, { exact: true, values: [...KUBECTL_VALUES, ...KUBECTL_MORE] });
  for (const path of options.all('-f', '--filename', '-k', '--kustomize'))
    if (path.text !== '-') on.read(path);
  if (
    options.has('--raw') &&
    options.all('--raw').some(({ text }) => text === null || text.includes('secret'))
  )
    on.found(...SHOWS);
  const [kind, ...names] = options.operands;
  if (
    (kind !== undefined && namesSecrets(kind)) ||
    names.some((each) => each.text !== null && namesSecrets(each))
  )
    on.found(...SHOWS);
  on.found(...LOOKS);
};

const config: Program = ({ args }, on) => {
  if (optionsOf(args, { exact: true }).has('--raw')) on.found(...SHOWS);
  on.found(...LOOKS);
};

/** With `--dry-run` it only says what it would do. */
const changes: Program = ({ args }, on) => {
  const options = optionsOf(args, { exact: true, values: [...KUBECTL_VALUES, ...KUBECTL_MORE] });
  for (const path of options.all('-f', '--filename', '-k', '--kustomize'))
    if (path.text !== '-') on.read(path);
  const dry =
    options.has('--dry-run') &&
    options.all('--dry-run').every(({ text }) => text === 'client' || text === 'server');
  if (dry && !options.operands.some(namesSecrets)) on.found(...LOOKS);
  else on.found(...CHANGES);
};

const version: Program = ({ args }, on) => {
  if (!args.some((argument) => is(argument, '--client') || is(argument, '--client=true'))) on.found(...LOOKS);
};

const kustomize: Program = ({ args }, on) => {
  const options = optionsOf(args, { exact: true, values: ['-o', '--output', '-e', '--env'] });
  for (const folder of options.operands)
    if (/^(https?:|git@|github\.com|ssh:)/.test(folder.start)) on.found(...FETCHES);
    else on.read(folder);
  for (const path of options.all('-o', '--output')) on.write(path);
  if ([...options.names].some((name) => name.startsWith('--enable-')))
    on.found('commit', 'It runs programs that its files name.');
};

const kubectlVerbs = verbed({
  options: { values: KUBECTL_VALUES },
  flags: [
    '--insecure-skip-tls-verify',
    '--match-server-version',
    '--warnings-as-errors',
    '-A',
    '--all-namespaces',
  ],
  table: new Map<string, Verb>([
    ['version', by(version)],
    ['kustomize', by(kustomize)],
    ...rows('nothing', 'help', 'options', 'completion'),
    ...rows(by(asks), 'get', 'describe'),
    ...rows(
      LOOKS,
      'logs',
      'top',
      'explain',
      'diff',
      'api-resources',
      'api-versions',
      'cluster-info',
      'events',
      'wait',
    ),
    ...rows(
      LOOKS,
      'rollout status',
      'rollout history',
      'auth can-i',
      'auth whoami',
      'status',
      'project',
      'projects',
    ),
    ...rows(
      by(config),
      'config view',
      'config get-contexts',
      'config current-context',
      'config get-clusters',
      'config get-users',
    ),
    ...rows(
      by(changes),
      'apply',
      'create',
      'delete',
      'run',
      'expose',
      'patch',
      'replace',
      'scale',
      'set',
      'label',
    ),
    ...rows(by(changes), 'annotate', 'autoscale', 'cordon', 'uncordon', 'drain', 'taint', 'rollout undo'),
  ]),
  other: CHANGES,
  bare: 'nothing',
});

const kubectl: Program = (call, on) => {
  on.network(null);
  const options = optionsOf(call.args, { exact: true, values: [...KUBECTL_VALUES, ...KUBECTL_MORE] });
  if (
    [...KUBECTL_CREDENTIALS, '-s', '--server', '--as', '--as-group', '--as-uid'].some((name) =>
      options.names.has(name),
    )
  )
    on.found('commit', 'It goes to a cluster with credentials of its own.');
  for (const path of options.all('--kubeconfig')) {
    on.read(path);
    on.found('commit', 'It goes to a cluster with credentials of its own.');
  }
  kubectlVerbs(call, on);
};

const HELM_VALUES =
  '-n --namespace --kube-context --kubeconfig --kube-token --kube-apiserver --kube-as-user --registry-config --repository-cache --repository-config --kube-ca-file --burst-limit --qps'.split(
    ' ',
  );

const renders: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    exact: true,
    values: [
      ...HELM_VALUES,
      '-f',
      '--values',
      '--set',
      '--set-string',
      '--set-file',
      '--set-json',
      '--repo',
      '--version',
    ].concat(
      '--output-dir -s --show-only --post-renderer --kube-version -a --api-versions --name-template'.split(
        ' ',
      ),
    ),
  });
  for (const path of options.all('-f', '--values'))
    if (/^https?:/.test(path.start)) on.found(...FETCHES);
    else on.read(path);
  for (const path of options.all('--output-dir')) on.write(path);
  if (options.has('--post-renderer')) on.found('commit', 'It runs a program on what it renders.');
  if (
    options.has('--repo', '--validate', '--verify', '--username', '--password') ||
    options.operands.some(isRemoteChart)
  )
    on.found(...FETCHES);
  for (const chart of options.operands) if (!isRemoteChart(chart)) on.read(chart);
};
const isRemoteChart = ({ start }: Argument): boolean => /^(oci|https?):/.test(start);

const brings: Program = ({ args }, on) => {
  on.network(null);
  if (optionsOf(args, { exact: true }).has('--password', '--username', '--password-stdin'))
    on.found('commit', 'It keeps credentials.');
  on.found(...FETCHES);
};

const helm = verbed({
  options: { values: HELM_VALUES },
  flags: ['--debug'],
  table: new Map<string, Verb>([
    ...rows(by(renders), 'lint', 'template'),
    ...rows('nothing', 'version', 'help', 'completion'),
    ...rows(
      LOOKS,
      'list',
      'ls',
      'status',
      'get',
      'history',
      'diff',
      'env',
      'show',
      'search',
      'inspect',
      'verify',
    ),
    ...rows(LOOKS, 'plugin list', 'plugin ls', 'package', 'create'),
    ...rows(by(brings), 'repo', 'pull', 'fetch', 'dependency', 'dep'),
  ]),
  other: CHANGES,
  bare: 'nothing',
});

/** Programs beside `kubectl` that read by these words and change by all others. */
const reader = (...reads: readonly string[]): Program =>
  verbed({
    options: { values: ['-n', '--namespace', '--context', '--kubeconfig'] },
    flags: [],
    table: new Map(rows(LOOKS, ...reads)),
    other: CHANGES,
    bare: CHANGES,
  });

export const CLUSTERS: readonly [string, Program][] = [
  ['kubectl', kubectl],
  ['oc', kubectl],
  ['helm', helm],
  [
    'kustomize',
    verbed({
      flags: [],
      table: new Map<string, Verb>([
        ['build', by(kustomize)],
        ['version', 'nothing'],
      ]),
      other: ['expand', 'It changes files of Kustomize.'],
      bare: ['expand', 'It changes files of Kustomize.'],
    }),
  ],
  ['stern', (_call, on) => on.found(...LOOKS)],
  ['skaffold', reader('version', 'diagnose', 'render', 'build', 'schema')],
  ['flux', reader('version', 'check', 'get', 'logs', 'events', 'stats', 'diff', 'tree', 'trace')],
  [
    'argocd',
    reader(
      'version',
      'app list',
      'app get',
      'app diff',
      'app history',
      'app logs',
      'cluster list',
      'repo list',
    ),
  ],
  ['istioctl', reader('version', 'analyze', 'proxy-status', 'ps', 'validate')],
  ['eksctl', reader('version', 'get', 'info')],
  ...each('kubectx kubens helmfile tilt k9s', (_call, on) => on.found(...CHANGES)),
];
