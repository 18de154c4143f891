/** Tasks of whole frameworks, some of which move the schema of a database: what is none of a database is the project's own. */
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { weighSurroundings } from './database-hosts.ts';
import { aims, DOWN, databaseTask, isDatabaseTask, UP } from './database-tasks.ts';
import { alembic } from './migrations.ts';
import { each } from './verbs.ts';

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

export const FRAMEWORKS: readonly [string, Program][] = [
  ['rails', rails],
  ...each('manage.py django-admin', django),
  ['flask', flask],
  ['artisan', artisan],
];
