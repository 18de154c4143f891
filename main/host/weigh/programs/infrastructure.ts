/** Descriptions of infrastructure: what reads or checks them, and what makes them real. */
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { by, each, type Row, rows, type Said, type Verb, verbed } from './verbs.ts';

const LOOKS: Said = ['expand', 'It reads the infrastructure, or asks for what its description needs.'];
const CHANGES: Said = ['commit', 'It changes infrastructure.'];
const SHOWS: Said = ['commit', 'It shows secrets of the infrastructure.'];

const TERRAFORM_OPTIONS = {
  values:
    '-var-file -out -var -target -replace -state -backend-config -from-module -generate-config-out'.split(
      ' ',
    ),
  single: true,
};

const plans: Program = ({ args }, on) => {
  const options = optionsOf(args, TERRAFORM_OPTIONS);
  for (const path of options.all('-var-file', '--var-file', '-state', '--state')) on.read(path);
  for (const path of options.all('-out', '--out', '-generate-config-out')) on.write(path);
  for (const path of options.operands) on.read(path);
  on.found(...LOOKS);
};

const formats: Program = ({ args }, on) => {
  const options = optionsOf(args, { single: true });
  const only =
    options.has('-check', '--check') || options.all('-write', '--write').some(({ text }) => text === 'false');
  for (const path of options.operands) {
    if (path.text === '-') continue;
    const zone = on.zone(path);
    if (only || zone === 'inside' || zone === 'project') on.read(path);
    else on.write(path);
  }
};

const terraform = verbed({
  options: { values: [] },
  flags: ['-chdir', '-no-color'],
  table: new Map<string, Verb>([
    ['fmt', by(formats)],
    ...rows('nothing', 'validate', 'version', '-version', 'help'),
    ...rows(by(plans), 'init', 'plan', 'show', 'graph', 'get'),
    ...rows(
      LOOKS,
      'output',
      'providers',
      'metadata',
      'modules',
      'state list',
      'state show',
      'workspace list',
      'workspace show',
    ),
  ]),
  other: CHANGES,
  bare: 'nothing',
});

/** Words that only read, and those after which secrets stand in the open. */
const reader = (how: {
  reads: readonly string[];
  more?: readonly Row[];
  values?: readonly string[];
}): Program =>
  verbed({
    options: { values: how.values ?? [] },
    flags: '-v --verbose -y --yes --non-interactive --debug -q --quiet --strict'.split(' '),
    table: new Map<string, Verb>([
      ...rows(LOOKS, ...how.reads),
      ...rows('nothing', 'version', 'help', 'completion'),
      ...(how.more ?? []),
    ]),
    other: CHANGES,
    bare: 'nothing',
  });

const unlessShown: Program = ({ args }, on) => {
  on.found(...(optionsOf(args, { exact: true }).has('--show-secrets') ? SHOWS : LOOKS));
};

const pulumi = reader({
  values: ['-s', '--stack', '-C', '--cwd', '--color'],
  reads: [
    'preview',
    'about',
    'whoami',
    'stack ls',
    'stack history',
    'logs',
    'plugin ls',
    'org ls',
    'schema',
    'stack tag ls',
  ],
  more: rows(by(unlessShown), 'config', 'stack output', 'stack').concat(
    rows(SHOWS, 'config get'),
    rows(
      CHANGES,
      'config set',
      'config rm',
      'config set-all',
      'config env',
      'config refresh',
      'config cp',
      'config rm-all',
    ),
    rows(CHANGES, 'stack rm', 'stack init', 'stack select', 'stack import', 'stack export', 'stack rename'),
    rows(CHANGES, 'stack change-secrets-provider', 'stack tag', 'stack unselect', 'stack graph'),
  ),
});

const cdkVerbs = reader({
  values: '-a --app -c --context -o --output --profile -p --plugin --toolkit-stack-name'.split(' '),
  reads: 'synth synthesize diff ls list doctor docs init metadata notices context'.split(' '),
});
const cdk: Program = (call, on) => {
  const options = optionsOf(call.args, {
    exact: true,
    values: '-a --app -o --output --plugin -p -c --context --profile'.split(' '),
  });
  for (const app of options.all('-a', '--app')) on.shell(app);
  for (const folder of options.all('-o', '--output')) on.write(folder);
  cdkVerbs(call, on);
};

const PLAYBOOK_VALUES = '-i --inventory -l --limit -e --extra-vars -t --tags --skip-tags -u -f'.split(' ');
const playbook: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    exact: true,
    values: [
      ...PLAYBOOK_VALUES,
      '--vault-password-file',
      '--vault-id',
      '--private-key',
      '-c',
      '--start-at-task',
      '-M',
    ],
  });
  for (const path of options.all('--vault-password-file', '--private-key')) {
    on.secret(path.text ?? path.shown);
    on.found('commit', 'It is given credentials.');
  }
  for (const path of options.all('-i', '--inventory')) if (!path.start.includes(',')) on.read(path);
  for (const path of options.operands) on.read(path);
  if (options.has('--syntax-check', '--list-tasks', '--list-hosts', '--list-tags')) return;
  on.network(null);
  on.found('commit', 'It changes other computers.');
};

const onOthers: Program = (_call, on) => {
  on.network(null);
  on.found('commit', 'It changes other computers.');
};

export const INFRASTRUCTURE: readonly [string, Program][] = [
  ...each('terraform tofu opentofu terragrunt', terraform),
  ['pulumi', pulumi],
  ['cdk', cdk],
  ['cdktf', reader({ reads: ['synth', 'diff', 'list', 'get', 'init'] })],
  ['sam', reader({ reads: ['validate', 'build', 'local', 'list', 'logs', 'init', 'traces'] })],
  ...each(
    'serverless sls',
    reader({ reads: ['package', 'print', 'info', 'offline', 'logs', 'plugin list'] }),
  ),
  ['sst', reader({ reads: ['diff', 'version'] })],
  [
    'packer',
    reader({ reads: ['init', 'inspect', 'plugins installed'], more: rows('nothing', 'fmt', 'validate') }),
  ],
  [
    'vagrant',
    reader({
      reads: [
        'status',
        'global-status',
        'up',
        'halt',
        'reload',
        'suspend',
        'resume',
        'validate',
        'port',
        'box list',
      ],
    }),
  ],
  [
    'nomad',
    reader({
      reads: [
        'status',
        'job status',
        'job plan',
        'plan',
        'job validate',
        'node status',
        'alloc status',
        'alloc logs',
      ],
    }),
  ],
  ['consul', reader({ reads: ['members', 'info', 'validate', 'catalog'] })],
  ['ansible-playbook', playbook],
  [
    'ansible-galaxy',
    reader({
      reads: [
        'install',
        'list',
        'collection install',
        'collection list',
        'collection download',
        'role install',
        'role list',
        'search',
        'info',
        'init',
      ],
    }),
  ],
  ['ansible-doc', () => undefined],
  ['ansible-inventory', (_call, on) => on.found(...SHOWS)],
  ...each('ansible ansible-vault ansible-pull ansible-console salt salt-ssh puppet chef knife', onOthers),
  ...each('mina kamal dokku capistrano', onOthers),
];
