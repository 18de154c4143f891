/** Tools that move the schema of a database: up, which can be undone on the way, and down, which loses data. */
import type { Tier } from '../../../../protocol/session/tiers.ts';
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { isProduction, weighSurroundings } from './database-hosts.ts';
import { aims, DOWN, FAR, UP } from './database-tasks.ts';
import { each } from './verbs.ts';

interface Tool {
  /** Words that only read, or write files of the project. */
  readonly here: readonly string[];
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly other?: Tier;
}

/** The longest words that fit count. */
const tool =
  ({ here, up, down, other = 'expand' }: Tool): Program =>
  ({ name, args }, on) => {
    const words = args.filter(({ start }) => !start.startsWith('-'));
    const known = new Map<string, Tier>([
      ...here.map((each) => [each, 'continue'] as const),
      ...up.map((each) => [each, 'expand'] as const),
      ...down.map((each) => [each, 'commit'] as const),
    ]);
    if (words.slice(0, 2).some(({ text }) => text === null)) {
      on.hidden();
      on.found('commit', `What ${name} does is only decided while it runs.`);
    }
    const spelled = words.map(({ text }) => text ?? '');
    // An address, or the name of a driver, can stand in front.
    const tier =
      [0, 1, 2]
        .flatMap((from) => [3, 2, 1].map((count) => known.get(spelled.slice(from, from + count).join(' '))))
        .find((each) => each !== undefined) ?? (spelled.some((word) => FAR.test(word)) ? 'commit' : other);
    if (tier === 'continue') return;
    weighSurroundings(on);
    aims(args, on);
    on.found(tier, tier === 'commit' ? DOWN : UP);
  };

const prismaVerbs = tool({
  here: ['generate', 'validate', 'format', 'version'],
  up: [
    'migrate dev',
    'migrate status',
    'migrate diff',
    'db pull',
    'db push',
    'db seed',
    'db execute',
    'init',
    'studio',
  ],
  down: ['migrate deploy', 'migrate reset', 'migrate resolve', 'platform', 'login'],
  other: 'commit',
});
const prisma: Program = (call, on) => {
  if (optionsOf(call.args).has('--accept-data-loss', '--force-reset')) on.found('commit', DOWN);
  prismaVerbs(call, on);
};

const alembicVerbs = tool({
  here: 'revision history heads show branches init merge list_templates'.split(' '),
  up: ['upgrade', 'current', 'check'],
  down: ['downgrade', 'stamp'],
});
export const alembic: Program = ({ args, ...call }, on) => {
  const { operands } = optionsOf(args, { values: ['-c', '--config', '-n', '--name', '-x'] });
  for (const path of optionsOf(args, { values: ['-c', '--config'] }).all('-c', '--config')) {
    on.read(path);
    if (path.text?.split(/[./_-]/).some(isProduction)) on.found('commit', `It works on ${path.text}.`);
  }
  alembicVerbs(
    {
      ...call,
      args:
        operands.length === 0 ? args : [...operands, ...args.filter(({ start }) => start.startsWith('--'))],
    },
    on,
  );
};
export const MIGRATIONS: readonly [string, Program][] = [
  ['alembic', alembic],
  ['prisma', prisma],
  [
    'knex',
    tool({
      here: ['init', 'migrate:make', 'seed:make'],
      up: [
        'migrate:latest',
        'migrate:up',
        'migrate:list',
        'migrate:status',
        'migrate:currentVersion',
        'seed:run',
      ],
      down: [],
    }),
  ],
  ...each(
    'sequelize sequelize-cli',
    tool({
      here: [
        'init',
        'model:generate',
        'model:create',
        'migration:generate',
        'migration:create',
        'seed:generate',
      ],
      up: ['db:migrate', 'db:migrate:status', 'db:seed', 'db:seed:all', 'db:create'],
      down: ['db:drop', 'db:migrate:undo', 'db:migrate:undo:all', 'db:seed:undo', 'db:seed:undo:all'],
    }),
  ),
  ...each(
    'typeorm typeorm-ts-node-commonjs typeorm-ts-node-esm',
    tool({
      here: ['migration:generate', 'migration:create', 'entity:create', 'version'],
      up: ['migration:run', 'migration:show', 'schema:sync', 'schema:log', 'query'],
      down: ['migration:revert', 'schema:drop'],
    }),
  ),
  [
    'drizzle-kit',
    tool({
      here: ['generate', 'check'],
      up: ['migrate', 'push', 'pull', 'introspect', 'studio', 'up'],
      down: ['drop'],
    }),
  ],
  [
    'flyway',
    tool({
      here: ['version'],
      up: ['migrate', 'info', 'validate'],
      down: ['clean', 'undo', 'repair', 'baseline', 'deploy'],
    }),
  ],
  [
    'liquibase',
    tool({
      here: [],
      up: ['update', 'status', 'validate', 'history', 'diff', 'generate-changelog', 'update-sql'],
      down: ['drop-all', 'rollback', 'rollback-count', 'rollback-to-date', 'changelog-sync'],
    }),
  ],
  [
    'dbmate',
    tool({
      here: ['new'],
      up: ['up', 'migrate', 'status', 'wait', 'create', 'dump'],
      down: ['down', 'rollback', 'drop'],
    }),
  ],
  [
    'goose',
    tool({
      here: ['create', 'validate', 'fix'],
      up: ['up', 'up-by-one', 'up-to', 'status', 'version'],
      down: ['down', 'down-to', 'redo', 'reset'],
    }),
  ],
  ['migrate', tool({ here: ['create'], up: ['up', 'version', 'goto'], down: ['down', 'drop', 'force'] })],
  [
    'diesel',
    tool({
      here: ['migration generate', 'print-schema'],
      up: ['setup', 'migration run', 'migration list', 'migration pending', 'database setup'],
      down: ['migration revert', 'migration redo', 'database reset', 'database drop'],
    }),
  ],
  [
    'sqlx',
    tool({
      here: ['migrate add', 'prepare'],
      up: ['migrate run', 'migrate info', 'database create', 'database setup'],
      down: ['migrate revert', 'database drop', 'database reset'],
    }),
  ],
  [
    'atlas',
    tool({
      here: ['migrate hash', 'migrate new', 'migrate lint', 'schema fmt', 'version'],
      up: [
        'migrate apply',
        'migrate diff',
        'migrate status',
        'schema apply',
        'schema diff',
        'schema inspect',
      ],
      down: ['migrate down', 'schema clean', 'login', 'migrate push', 'schema push'],
    }),
  ],
  [
    'phinx',
    tool({
      here: ['create', 'init', 'seed:create'],
      up: ['migrate', 'seed:run', 'status', 'test'],
      down: ['rollback', 'breakpoint'],
    }),
  ],
  [
    'mikro-orm',
    tool({
      here: ['migration:create', 'debug'],
      up: ['migration:up', 'migration:list', 'migration:pending', 'seeder:run'],
      down: ['migration:down', 'migration:fresh', 'schema:drop', 'database:drop', 'schema:fresh'],
    }),
  ],
];
