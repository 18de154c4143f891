/** Tools that move the schema of a database: up, which can be undone on the way, and down, which loses data. */
import type { Tier } from '../../../../protocol/session/tiers.ts';
import type { Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import type { Argument } from '../shell/argument.ts';
import { isProduction, weighConnection, weighSurroundings } from './database-hosts.ts';
import { each } from './verbs.ts';

const UP = 'It changes the schema or the content of a database.';
const DOWN = 'It takes a database back, or loses what is in it.';

/** Words of a task: `db:migrate`, `migrate:latest`, `database update`. */
const FAR =
  /^(db|ecto|migrations?|migrate|database|schema|doctrine|seed|db_seed)?:?(down|drop|rollback|reset|redo|undo|undo:.*|unlock|force|clean|repair|baseline|deploy|fresh|refresh|wipe|purge|truncate(_all)?|revert(:.*)?|drop-all|drop:.*|dropAll|rollback.*|undo-all|replant|schema:(load|cache:clear)|structure:load|setup|migrate:(down|reset|redo|fresh|refresh|rollback|deploy)|test:purge|mark|downgrade|stamp|zero)$/i;

/** What the task of a database's tool does. */
export function databaseTask(words: readonly string[], on: Weighing): void {
  weighSurroundings(on);
  const far = words.find((word) => FAR.test(word));
  if (far !== undefined) return on.found('commit', `${DOWN} (${far})`);
  on.found('expand', UP);
}

/** `db:drop`, `db:migrate` and others of Rails and of what is like it; false: it is not of a database. */
export function isDatabaseTask(task: string): boolean {
  return /^(db|ecto|migrate|migrations?|doctrine|schema|database|seed)(:|\.|$)/.test(task);
}

/** Environments and addresses that the arguments of a tool name. */
function aims(args: readonly Argument[], on: Weighing): void {
  const options = optionsOf(args, {
    values: [
      ...ENVIRONMENTS,
      ...ADDRESSES,
      '-x',
      '--config',
      '-c',
      '--name',
      '-n',
      '--schema',
      '--path',
      '--dir',
      '-dir',
      '-path',
    ],
  });
  for (const { text } of options.all(...ENVIRONMENTS))
    if (text === null || text.split(/[./_-]/).some(isProduction))
      on.found('commit', `It works on ${text ?? 'a database that is only decided while it runs'}.`);
  for (const address of options.all(...ADDRESSES)) weighConnection(address, on);
  for (const operand of options.operands) if (operand.text?.includes('://')) weighConnection(operand, on);
  for (const { start } of args) {
    const [, name, value] = /^-{0,2}([A-Za-z_.]+)=(.*)$/.exec(start) ?? [];
    if (name !== undefined && /env(ironment)?$/i.test(name) && isProduction(value!))
      on.found('commit', `It works on ${value}.`);
    if (name !== undefined && /^-?(url|database)$/i.test(name))
      weighConnection({ text: value!, start: value!, glob: false, origin: 'word', shown: value! }, on);
  }
}
const ENVIRONMENTS = ['-e', '--env', '--environment', '--settings', '--context'];
const ADDRESSES = '--url --database-url -u -database --database --dsn -d --dbstring --connection'.split(' ');

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
const alembic: Program = ({ args, ...call }, on) => {
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

// Tasks of whole frameworks: what is none of a database is the project's own.

const RAILS_HERE = new Set(
  'routes test test:system test:all spec zeitwerk:check stats about notes middleware server s -T --tasks initializers assets:precompile assets:clobber tmp:clear log:clear time:zones generate g'.split(
    ' ',
  ),
);
const rails: Program = ({ args }, on) => {
  aims(args, on);
  const tasks = args.filter(({ start }) => !start.startsWith('-') && !/^[A-Z_]+=/.test(start));
  const [first, second] = tasks;
  if (first === undefined) return;
  if (first.text === null) {
    on.hidden();
    return on.found('commit', 'Which task it runs is only decided while it runs.');
  }
  switch (first.text) {
    case 'runner':
    case 'r':
      if (second !== undefined && /\.rb$/.test(second.start)) return on.runFile(second, 'other');
      return on.code(second?.text ?? null, 'Ruby');
    case 'console':
    case 'c':
    case 'dbconsole':
    case 'dbc':
      weighSurroundings(on);
      return on.found('expand', 'It opens a console that waits for commands.');
  }
  if (/^(credentials|secrets|encrypted)\b/.test(first.text))
    return on.found('commit', 'It shows or changes secrets of the project.');
  if (RAILS_HERE.has(first.text)) return;
  for (const { text } of tasks) {
    if (text === null) continue;
    if (isDatabaseTask(text)) databaseTask([text], on);
    else if (tasks[0]!.text === text) on.ownScript(text);
  }
};

const DJANGO_HERE = new Set(
  'makemigrations check test runserver startapp startproject compilemessages makemessages collectstatic findstatic show_urls help version validate_templates squashmigrations'.split(
    ' ',
  ),
);
const DJANGO_DATABASE = new Set(
  'migrate showmigrations sqlmigrate inspectdb loaddata dumpdata createcachetable dbshell sqlflush clearsessions sqlsequencereset optimizemigration'.split(
    ' ',
  ),
);
const django: Program = ({ args }, on) => {
  const { operands, ...options } = optionsOf(args, {
    values: ['--settings', '--database', '--pythonpath', '-c', '--command', '-v'],
  });
  const verb = operands[0]?.text;
  if (verb === null) {
    on.hidden();
    return on.found('commit', 'What it does is only decided while it runs.');
  }
  if (verb === undefined || DJANGO_HERE.has(verb)) return;
  if (verb === 'shell' || verb === 'shell_plus') {
    weighSurroundings(on);
    const [code] = options.all('-c', '--command');
    return code === undefined
      ? on.found('expand', 'It opens a console that waits for commands.')
      : on.code(code.text, 'Python');
  }
  if (
    /^(flush|reset_db|createsuperuser|changepassword|diffsettings|print_settings|remove_stale_contenttypes|drop_\w+)$/.test(
      verb,
    )
  ) {
    return on.found(
      'commit',
      /pass|user|settings/.test(verb) ? 'It shows or changes credentials of the project.' : DOWN,
    );
  }
  if (!DJANGO_DATABASE.has(verb)) return on.ownScript(verb);
  weighSurroundings(on);
  aims(args, on);
  if (operands[2] !== undefined && (operands[2].text === null || /^zero$/i.test(operands[2].text)))
    on.found('commit', DOWN);
  on.found('expand', UP);
};

const flask: Program = ({ args }, on) => {
  const { operands } = optionsOf(args, { values: ['-A', '--app', '-e', '--env-file'] });
  const [group, verb] = operands;
  if (group?.text === 'db')
    return alembic(
      { name: 'alembic', args: args.slice(args.indexOf(verb!)), stdin: { kind: 'none' }, bulk: false },
      on,
    );
  if (group === undefined || group.text === 'run' || group.text === 'routes') return;
  if (group.text === 'shell') return on.found('expand', 'It opens a console that waits for commands.');
  on.ownScript(group.text ?? '');
};

const artisan: Program = ({ args }, on) => {
  const [task] = args.filter(({ start }) => !start.startsWith('-'));
  aims(args, on);
  if (task === undefined) return;
  if (task.text === null) {
    on.hidden();
    return on.found('commit', 'What it does is only decided while it runs.');
  }
  if (
    /^(test|serve|route:list|about|list|view:clear|cache:clear|config:clear|make:.*|optimize(:clear)?)$/.test(
      task.text,
    )
  )
    return;
  if (task.text === 'tinker') return on.found('expand', 'It opens a console that waits for commands.');
  if (isDatabaseTask(task.text)) return databaseTask([task.text], on);
  on.ownScript(task.text);
};

export const MIGRATIONS: readonly [string, Program][] = [
  ['alembic', alembic],
  ['prisma', prisma],
  ['rails', rails],
  ...each('manage.py django-admin', django),
  ['flask', flask],
  ['artisan', artisan],
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
