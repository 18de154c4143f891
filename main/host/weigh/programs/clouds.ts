/** Clouds: what only looks, and what changes or shows what others share. */

import { isLoopbackUrl } from '../addresses.ts';
import type { Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, behind } from '../shell/argument.ts';
import { each, type Row, rows, type Said, type Verb, verbed } from './verbs.ts';

const LOOKS: Said = ['expand', 'It reads from a cloud.'];
const RUNS_HERE: Said = ['expand', 'It runs or builds here what is meant for a cloud.'];
const CHANGES: Said = ['commit', 'It changes a cloud, or copies to it.'];
const SHOWS: Said = ['commit', 'It shows or changes credentials of a cloud.'];

/** Options of all clouds behind or in front of the words. */
const VALUES =
  '--profile --region --output --query --endpoint-url --color --project --account --format --configuration --zone --location --filter --limit --verbosity --subscription -o -a -g --app -r --resource-group --team --scope -S -c --config --remote --cwd -A -j --context -t --site --filter-by --cli-read-timeout --cli-connect-timeout --ca-bundle -e --env --impersonate-service-account --billing-project --page-size --sort-by --api-url --access-token'.split(
    ' ',
  );
const FLAGS =
  '--no-cli-pager --debug --quiet -q --verbose -v --no-paginate --no-sign-request --json --no-verify-ssl --cli-auto-prompt --no-color -y --yes --only-show-errors --no-user-output-enabled'.split(
    ' ',
  );

/** What every program of a cloud has in common. */
const cloud =
  (weigh: Program): Program =>
  (call, on) => {
    on.network(null);
    const options = optionsOf(call.args, { values: VALUES });
    const elsewhere = options.all('--endpoint-url', '--api-url');
    if (elsewhere.some(({ text }) => text === null || !isLoopbackUrl(text)))
      on.found('commit', 'It shows credentials to another computer.');
    if (
      options.has('--access-token', '--access-token-file', '--impersonate-service-account', '-t', '--token')
    )
      on.found(...SHOWS);
    for (const argument of call.args) contents(argument, on);
    weigh(call, on);
  };

/** `file://x` and `@x` put what a file holds into a request. */
function contents(argument: Argument, on: Weighing): void {
  const at = /(?:fileb?:\/\/|^@)/.exec(argument.start);
  if (at !== null) on.read(behind(argument, at.index + at[0].length));
}

const AWS_READS = /^(describe|list|get|head|ls|show|status|search|filter|tail|wait)(-|$)/;
const AWS_SECRETS =
  /(^|-)(secret|secrets|password|token|credentials?|parameters?|authorization|auth|key-pairs?|presigned|login)(-|$)/;
const AWS_SECRET_SERVICES = new Set(
  'secretsmanager configure sso sso-oidc login kms cognito-identity codeartifact'.split(' '),
);

const aws: Program = (call, on) => {
  const way = verbed({
    options: { values: VALUES },
    flags: FLAGS,
    table: new Map<string, Verb>([]),
    other: (args, inner) => {
      const [service, verb] = args.filter(({ start }) => !start.startsWith('-'));
      if (service === undefined) return;
      if (AWS_SECRET_SERVICES.has(service.text!)) return inner.found(...SHOWS);
      if (verb?.text === null || verb?.text === undefined) return inner.found(...CHANGES);
      if (verb.text === 'help') return;
      if (!args[1]!.start.startsWith('-') && AWS_READS.test(verb.text)) {
        if (AWS_SECRETS.test(verb.text) && verb.text !== 'get-caller-identity') return inner.found(...SHOWS);
        writesOutput(service.text!, verb.text, args, inner);
        return inner.found(...LOOKS);
      }
      inner.found(...CHANGES);
    },
  });
  way(call, on);
};

/** `aws s3api get-object … FILE` */
function writesOutput(service: string, verb: string, args: readonly Argument[], on: Weighing): void {
  if (service !== 's3api' || verb !== 'get-object') return;
  const file = optionsOf(args, { values: [...VALUES, '--bucket', '--key', '--version-id', '--range'] })
    .operands[2];
  if (file !== undefined) on.write(file);
}

/** Groups of things in `gcloud` and `az`: what stands before a verb. */
const GROUPS = new Set(
  'compute instances disks images snapshots networks subnets firewall-rules addresses run services jobs executions revisions regions zones functions app versions container clusters node-pools sql databases backups operations projects organizations folders storage buckets objects pubsub topics subscriptions logging logs metrics sinks builds triggers artifacts repositories packages dns managed-zones record-sets iam roles service-accounts scheduler tasks queues monitoring dashboards policies billing accounts components configurations alpha beta redis spanner bigtable dataproc ai group vm vmss aks acr repository webapp functionapp appservice plan network vnet subnet nsg rule nic public-ip lb disk image resource provider account container blob share queue table cosmosdb server db postgres mysql deployment monitor alert pipelines repos pr boards containerapp role definition assignment identity policy tag location eventhubs servicebus staticwebapp slot nodepool revision'.split(
    ' ',
  ),
);
const GROUP_READS =
  /^(list|describe|show|status|ls|info|read|tail|list-[a-z-]+|get-iam-policy|get-instance-view|version)$/;
const GROUP_SECRETS = /keys|secret|password|credential|token|connection-string|publishing|settings|config/;

/** The first word that is no group says what it does. */
const byGroups: Program = (call, on) => {
  const operands = optionsOf(call.args, { values: VALUES }).operands;
  if (operands.length === 0) return;
  let at = 0;
  while (at < operands.length && operands[at]!.text !== null && GROUPS.has(operands[at]!.text!)) at += 1;
  const verb = operands[at]?.text ?? null;
  if (verb === 'version' || verb === 'help' || (verb === 'info' && at === 0)) return on.found(...LOOKS);
  if (at > 0 && verb !== null && GROUP_READS.test(verb))
    return on.found(...(GROUP_SECRETS.test(verb) ? SHOWS : LOOKS));
  on.found(...CHANGES);
};

/** A cloud whose every reading word is in a table. */
const reader = (reads: readonly string[], more: readonly Row[] = []): Program =>
  cloud(
    verbed({
      options: { values: VALUES },
      flags: FLAGS,
      table: new Map<string, Verb>([
        ...rows(LOOKS, ...reads),
        ...rows('nothing', 'help', 'version'),
        ...more,
      ]),
      other: CHANGES,
      bare: CHANGES,
    }),
  );

const HEROKU =
  'logs ps apps apps:info info releases releases:info domains addons status features buildpacks regions pipelines pipelines:info pg:info pg:ps stack auth:whoami whoami ps:type'.split(
    ' ',
  );
const FLY = [
  ...[
    'status',
    'logs',
    'apps list',
    'machine list',
    'machine status',
    'machines list',
    'releases',
    'regions list',
    'ips list',
  ],
  ...[
    'volumes list',
    'checks list',
    'services list',
    'image show',
    'platform status',
    'platform regions',
    'doctor',
  ],
  ...['scale show', 'certs list', 'certs show', 'orgs list', 'auth whoami', 'config validate', 'history'],
];
const VERCEL = [
  ...[
    'ls',
    'list',
    'inspect',
    'logs',
    'whoami',
    'projects ls',
    'project ls',
    'domains ls',
    'domains inspect',
    'dns ls',
  ],
  ...['certs ls', 'alias ls', 'teams ls', 'bisect'],
];
const WRANGLER = [
  ...[
    'whoami',
    'tail',
    'deployments list',
    'deployments status',
    'versions list',
    'versions view',
    'd1 list',
    'd1 info',
  ],
  ...[
    'kv namespace list',
    'r2 bucket list',
    'queues list',
    'pages project list',
    'pages deployment list',
    'docs',
  ],
];

/** `doctl`, `hcloud` and others: groups, then `list`, `get`, `describe`. */
const things = (...groups: readonly string[]): string[] =>
  groups.flatMap((group) => ['list', 'ls', 'get', 'describe', 'show'].map((verb) => `${group} ${verb}`));

const DOCTL = [
  ...things(
    'account',
    'projects',
    'apps',
    'kubernetes cluster',
    'compute droplet',
    'compute image',
    'compute region',
  ),
  ...things(
    'compute size',
    'compute volume',
    'compute domain',
    'compute firewall',
    'compute load-balancer',
    'registry',
  ),
  ...['apps logs', 'apps list-deployments', 'balance get', 'databases list', 'monitoring alert list'],
];

export const CLOUDS: readonly [string, Program][] = [
  ['aws', cloud(aws)],
  ['awslocal', cloud(aws)],
  ...each('gcloud az', cloud(byGroups)),
  ['bq', reader(['ls', 'show', 'head'])],
  ['gsutil', reader(['ls', 'stat', 'du', 'cat'])],
  ...each('s3cmd s4cmd', reader(['ls', 'la', 'du', 'info'])),
  ['doctl', reader(DOCTL)],
  ...each('fly flyctl', reader(FLY)),
  ['heroku', reader(HEROKU, [['local', RUNS_HERE]])],
  ...each('vercel vc', reader(VERCEL, rows(RUNS_HERE, 'dev', 'build'))),
  ...each(
    'netlify ntl',
    reader(
      ['status', 'sites:list', 'logs', 'functions:list'],
      rows(RUNS_HERE, 'dev', 'build', 'functions:serve', 'serve'),
    ),
  ),
  ['wrangler', reader(WRANGLER, rows(RUNS_HERE, 'dev', 'types', 'init', 'pages dev', 'check'))],
  [
    'firebase',
    reader(
      ['projects:list', 'apps:list', 'hosting:sites:list', 'functions:log'],
      rows(RUNS_HERE, 'serve', 'emulators:start', 'emulators:exec'),
    ),
  ],
  [
    'supabase',
    reader(
      ['projects list', 'orgs list', 'functions list', 'migration list'],
      rows(RUNS_HERE, 'start', 'stop', 'status', 'init', 'migration new', 'gen types'),
    ),
  ],
  ['railway', reader(['status', 'logs', 'whoami', 'list'])],
  [
    'hcloud',
    reader(
      things('server', 'image', 'volume', 'network', 'firewall', 'server-type', 'location', 'datacenter'),
    ),
  ],
  ['eb', reader(['status', 'events', 'health', 'list', 'logs'])],
  ['amplify', reader(['status', 'env list'])],
  ...each(
    'surge ghp-import gh-pages linode-cli scw oci ibmcloud aliyun b2 cf pscale neonctl turso azcopy s5cmd gam stripe',
    reader([]),
  ),
];
