/** Containers on this computer: what only looks, what builds and runs, and what reaches past them. */
import { addressOf } from '../addresses.ts';
import type { Program, Weighing } from '../call.ts';
import { deceives } from '../look-alikes.ts';
import { optionsOf } from '../options.ts';
import type { Argument } from '../shell/argument.ts';
import { passes, RUN_VALUES, reach } from './container-reach.ts';
import { by, each, type Row, rows, type Said, type Verb, verbed } from './verbs.ts';

const LOOKS: Said = ['expand', 'It asks the containers of this computer.'];
const CHANGES: Said = ['expand', 'It changes containers or images of this computer.'];
const PULLS: Said = ['expand', 'It brings images from a registry.'];
const SHARES: Said = ['commit', 'It changes what others get from a registry or a cluster.'];
const LOSES: Said = ['commit', 'It deletes data that containers keep.'];
const UNKNOWN: Said = ['commit', 'Outpost does not know this subcommand of containers.'];

function pulls(image: Argument | undefined, on: Weighing): void {
  if (image?.text === null || image?.text === undefined) return;
  if (deceives(image.text))
    on.found('commit', 'The name of the image holds characters that look like others.');
}

const run: Program = ({ args }, on) => {
  on.found('expand', 'It runs a program in a container.');
  const [image, ...words] = reach(args, on);
  pulls(image, on);
  const { operands } = optionsOf(words, { exact: true, stops: true });
  const entrypoint = optionsOf(args, { exact: true, values: RUN_VALUES, stops: true }).all('--entrypoint')[0];
  if (entrypoint !== undefined) on.run([entrypoint, ...words]);
  else if (operands.length === words.length) on.run(words);
};

/** The container or the service stands where `run` has the image. */
const execute: Program = ({ args }, on) => {
  on.found('expand', 'It runs a program in a container.');
  on.run(reach(args, on).slice(1));
};

const build: Program = ({ args, stdin }, on) => {
  on.found('expand', 'It builds an image, which may bring what it needs.');
  const options = optionsOf(args, {
    exact: true,
    values:
      '-f --file -t --tag --build-arg --build-context --target --platform -o --output --secret --ssh --cache-from --cache-to --label --network --progress --iidfile --metadata-file --add-host --allow --attest --builder --shm-size --ulimit -m -v'.split(
        ' ',
      ),
  });
  if (options.has('--push')) on.found(...SHARES);
  for (const target of options.all('-o', '--output', '--cache-to'))
    if (target.text === null || (target.text.includes('=') && /registry|push|gha/.test(target.text)))
      on.found(...SHARES);
    else if (!target.text.includes('=')) on.write(target);
  if (options.has('--secret', '--ssh')) on.found('commit', 'It gives secrets to what is built.');
  if (options.has('--allow') || options.all('--network').some(({ text }) => text === 'host'))
    on.found('commit', 'What is built can reach all of this computer.');
  for (const variable of options.all('--build-arg')) passes(variable, on);
  for (const path of options.all('--iidfile', '--metadata-file')) on.write(path);
  for (const path of [...options.all('-f', '--file'), ...options.operands]) {
    if (path.text === '-') {
      on.hidden();
      if (stdin.kind === 'pipe') on.found('commit', 'What it builds and runs is only decided while it runs.');
      continue;
    }
    const { scheme } = addressOf(path.text ?? '');
    if (scheme !== '' || path.start.startsWith('git@')) on.found('commit', 'It runs what it downloads.');
    else on.read(path);
  }
};

const copy: Program = ({ args }, on) => {
  on.found(...CHANGES);
  const [source, target] = optionsOf(args, { exact: true }).operands;
  if (source !== undefined && !/^[^/.]+:/.test(source.start)) on.read(source);
  if (target !== undefined && !/^[^/.]+:/.test(target.start) && target.text !== '-') on.write(target);
};

const saves: Program = ({ args }, on) => {
  on.found(...CHANGES);
  for (const path of optionsOf(args, { exact: true, values: ['-o', '--output', '-i', '--input'] }).all(
    '-o',
    '--output',
  ))
    on.write(path);
};

const loads: Program = ({ args }, on) => {
  on.found(...CHANGES);
  const options = optionsOf(args, { exact: true, values: ['-i', '--input', '-c', '-m'] });
  for (const path of options.all('-i', '--input')) on.read(path);
};

const pull: Program = ({ args }, on) => {
  on.network(null);
  on.found(...PULLS);
  for (const image of optionsOf(args, { exact: true, values: ['--platform'] }).operands) pulls(image, on);
};

const prunes: Program = ({ args }, on) => {
  on.found(...CHANGES);
  if (optionsOf(args, { exact: true }).has('--volumes', '-v')) on.found(...LOSES);
};

const COMPOSE_VALUES =
  '-f --file -p --project-name --env-file --profile --project-directory --ansi --parallel --progress --compatibility'.split(
    ' ',
  );

/** Which files a call of compose reads. */
const composed =
  (meaning: Program): Program =>
  (call, on) => {
    const options = optionsOf(call.args, { exact: true, values: COMPOSE_VALUES, stops: true });
    for (const file of options.all('-f', '--file'))
      if (file.text === '-' || file.text === '/dev/stdin') {
        on.hidden();
        on.found('commit', 'Which containers it starts is not shown.');
      } else on.read(file);
    for (const file of options.all('--env-file', '--project-directory')) on.read(file);
    meaning(call, on);
  };

const compose: Program = composed(
  verbed({
    options: { values: COMPOSE_VALUES },
    flags: ['--dry-run', '--verbose', '--all-resources'],
    table: new Map<string, Verb>([
      ...rows('nothing', 'ps', 'logs', 'version', 'help'),
      ...rows(
        LOOKS,
        'ls',
        'images',
        'top',
        'port',
        'events',
        'stats',
        'config',
        'convert',
        'wait',
        'volumes',
        'attach',
      ),
      ...rows(
        CHANGES,
        'up',
        'create',
        'start',
        'stop',
        'restart',
        'pause',
        'unpause',
        'kill',
        'scale',
        'watch',
      ),
      ...rows(CHANGES, 'export', 'commit'),
      ...rows(by(prunes), 'down', 'rm'),
      ...rows(by(pull), 'pull'),
      ['build', by(build)],
      ['exec', by(execute)],
      ['run', by(execute)],
      ['cp', by(copy)],
      ...rows(SHARES, 'push', 'publish'),
    ]),
    other: UNKNOWN,
    bare: 'nothing',
  }),
);

const CONTAINER: readonly Row[] = [
  ...rows('nothing', 'ps', 'ls', 'list', 'logs', 'stats', 'top'),
  ...rows(LOOKS, 'inspect', 'diff', 'port', 'wait', 'attach', 'export', 'exists'),
  ...rows(
    CHANGES,
    'rm',
    'stop',
    'start',
    'restart',
    'kill',
    'pause',
    'unpause',
    'rename',
    'update',
    'commit',
  ),
  ...rows(by(prunes), 'prune'),
  ['run', by(run)],
  ['create', by(run)],
  ['exec', by(execute)],
  ['cp', by(copy)],
];
const IMAGE: readonly Row[] = [
  ...rows('nothing', 'ls', 'list', 'history'),
  ...rows(LOOKS, 'inspect', 'tree', 'exists'),
  ...rows(CHANGES, 'rm', 'prune', 'tag', 'untag'),
  ['save', by(saves)],
  ['load', by(loads)],
  ['import', by(loads)],
  ['pull', by(pull)],
  ['build', by(build)],
  ['push', SHARES],
];
const below = (group: string, table: readonly Row[]): Row[] =>
  table.map(([words, meaning]) => [`${group} ${words}`, meaning]);

const DOCKER_VALUES = '-H --host -c --context --config -l --log-level --url --connection --root'.split(' ');

const docker = verbed({
  options: {
    values: [
      ...DOCKER_VALUES,
      '--tlscacert',
      '--tlscert',
      '--tlskey',
      '--identity',
      '--runroot',
      '--storage-driver',
    ],
  },
  flags: ['-D', '--debug', '--tls', '--tlsverify', '-r', '--remote'],
  table: new Map<string, Verb>([
    ...CONTAINER.filter(([words]) => words !== 'ls' && words !== 'list' && words !== 'prune'),
    ...rows('nothing', 'images', 'version', 'info', 'history', 'help'),
    ...rows(
      LOOKS,
      'events',
      'search',
      'system df',
      'system info',
      'system events',
      'volume ls',
      'volume inspect',
    ),
    ...rows(
      LOOKS,
      'network ls',
      'network inspect',
      'context ls',
      'context show',
      'context inspect',
      'pod ps',
    ),
    ...rows(
      LOOKS,
      'buildx ls',
      'buildx inspect',
      'buildx du',
      'buildx version',
      'manifest inspect',
      'machine list',
    ),
    ...rows(
      CHANGES,
      'rmi',
      'tag',
      'untag',
      'volume create',
      'network create',
      'network rm',
      'network connect',
    ),
    ...rows(
      CHANGES,
      'network disconnect',
      'network prune',
      'builder prune',
      'buildx prune',
      'buildx create',
      'buildx use',
    ),
    ...rows(
      CHANGES,
      'machine start',
      'machine stop',
      'machine init',
      'pod create',
      'pod rm',
      'pod start',
      'pod stop',
    ),
    ...rows(LOSES, 'volume rm', 'volume remove', 'volume prune', 'system prune', 'system reset'),
    ...rows(
      SHARES,
      'push',
      'login',
      'logout',
      'manifest push',
      'trust',
      'swarm',
      'service',
      'stack',
      'node',
      'secret',
    ),
    ...rows(
      SHARES,
      'config',
      'context use',
      'context create',
      'context update',
      'context rm',
      'context import',
    ),
    ...below('container', CONTAINER),
    ...below('image', IMAGE),
    ['pull', by(pull)],
    ['save', by(saves)],
    ['load', by(loads)],
    ['import', by(loads)],
    ['build', by(build)],
    ['builder build', by(build)],
    ['buildx build', by(build)],
    ['buildx b', by(build)],
    ['compose', by(compose)],
  ]),
  other: UNKNOWN,
  bare: 'nothing',
});

const elsewhere: Program = (call, on) => {
  const options = optionsOf(call.args, { exact: true, values: DOCKER_VALUES, stops: true });
  if (options.has('-H', '--host', '-c', '--context', '--url', '--connection', '-r', '--remote')) {
    on.network(null);
    on.found('commit', 'It commands the containers of another computer.');
  }
  for (const folder of options.all('--config')) on.read(folder);
  docker(call, on);
};

export const CONTAINERS: readonly [string, Program][] = [
  ...each('docker podman nerdctl finch', elsewhere),
  ...each('docker-compose podman-compose', compose),
];
