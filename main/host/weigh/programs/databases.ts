/** Databases: what reads, what changes, what loses data, and which server it speaks with. */
import type { Call, Program, Stdin, Weighing } from '../call.ts';
import { type Options, optionsOf } from '../options.ts';
import { type Argument, behind, literal } from '../shell/argument.ts';
import { weighConnection, weighHost, weighSurroundings } from './database-hosts.ts';
import { effectOfSql } from './sql.ts';
import { each } from './verbs.ts';

const LOSES = 'It drops or empties data, or changes who may do what in a database.';
const USES = 'It works in a database.';

/** Text from options and from standard input, to what is to be said of each. */
function texts(given: readonly Argument[], stdin: Stdin, on: Weighing, weigh: (text: string) => void): void {
  for (const text of given) {
    if (text.text !== null) weigh(text.text);
    else unseen(on);
  }
  switch (stdin.kind) {
    case 'text':
      if (stdin.text === null) unseen(on);
      else weigh(stdin.text);
      return;
    case 'file':
      return on.found('expand', 'It runs a file of statements that are not shown.');
    case 'pipe':
      if (stdin.origin === 'unknown') unseen(on);
      else on.found('expand', 'It runs statements that are not shown.');
  }
}

function unseen(on: Weighing): void {
  on.hidden();
  on.found('commit', 'What it does in the database is only decided while it runs.');
}

function sql(text: string, on: Weighing): void {
  switch (effectOfSql(text)) {
    case 'unclear':
      on.hidden();
      return on.found('commit', 'It makes the database run a program, or text that it makes itself.');
    case 'loses':
      return on.found('commit', LOSES);
    case 'changes':
      return on.found('expand', 'It changes a database.');
  }
}

// Databases in one file.

const FILE_VALUES = '-cmd -c -s -init -f -separator -newline -nullvalue -mmap -vfs -A -maxsize'.split(' ');
const DOTS_THAT_READ = new Set(
  '.tables .schema .indexes .indices .databases .dbinfo .fullschema .headers .header .mode .width .help .show .stats .timer .nullvalue .separator .explain .eqp .echo .bail .changes .print .quit .exit .version .parameter .limit .lint .maxrows .columns'.split(
    ' ',
  ),
);

const inOneFile: Program = ({ name, args, stdin }, on) => {
  const doubled = args.map((each) => (each.start.startsWith('--') ? behind(each, 1) : each));
  const options = optionsOf(doubled, { values: FILE_VALUES, single: true });
  const [file, ...statements] = options.operands;
  const given = [...options.all('-cmd', '-c', '-s'), ...statements];
  const changes = { seen: false };
  for (const path of options.all('-init', '-f')) {
    on.read(path);
    on.found('expand', 'It runs a file of statements that are not shown.');
  }
  texts(given, stdin, on, (text) => inFile(text, name, changes, on));
  if (given.length === 0 && stdin.kind === 'none' && !options.has('-init', '-f'))
    on.found('expand', 'It opens a database and waits for statements.');
  if (file === undefined || file.text === ':memory:' || file.text === '') return;
  const uri = /^file:(?:\/\/)?([^?]*)/.exec(file.text ?? '')?.[1];
  const path = uri === undefined ? file : literal(uri);
  if (/^(md|motherduck|ducklake|https?|s3|postgres\w*|mysql):/i.test(path.text ?? ''))
    return on.found('commit', 'It speaks with a database on another computer.');
  if (changes.seen) on.write(path);
  else on.read(path);
};

/** Of one text; nobody types more. */
const MAX_COMMANDS = 100;

/** Lines that begin with a dot are for the program, the rest is SQL. */
function inFile(text: string, name: string, changes: { seen: boolean }, on: Weighing): void {
  const statements: string[] = [];
  const commands: string[] = [];
  for (const line of text.split('\n')) (/^\s*\./.test(line) ? commands : statements).push(line);
  for (const line of commands.slice(0, MAX_COMMANDS)) dot(line.trim(), on);
  if (commands.length > MAX_COMMANDS) unseen(on);
  const all = statements.join('\n');
  const effect = effectOfSql(all);
  if (effect !== 'reads') changes.seen = true;
  sql(all, on);
  for (const [, path] of all.matchAll(/\b(?:attach(?:\s+database)?|into|to)\s+'([^']*)'/gi))
    named(path!, 'write', on);
  // DuckDB reads files, here and elsewhere, that stand in quotes in place of a table.
  if (name === 'duckdb')
    for (const [, path] of all.matchAll(/\b(?:from|join)\s+'([^']*)'/gi)) named(path!, 'read', on);
}

function named(path: string, how: 'read' | 'write', on: Weighing): void {
  if (/^\w+:\/\//.test(path)) {
    on.network(path);
    return on.found(how === 'read' ? 'expand' : 'commit', 'It reaches the network.');
  }
  if (path !== '' && path !== ':memory:') on[how](literal(path));
}

function dot(line: string, on: Weighing): void {
  const [command = '', ...words] = line.split(/\s+/);
  const rest = line.slice(command.length).trim();
  // The program takes the beginning of a name for the whole.
  if (
    command.length > 1 &&
    ('.shell'.startsWith(command) || '.system'.startsWith(command)) &&
    !DOTS_THAT_READ.has(command)
  )
    return on.shell(literal(rest));
  const piped = words.find((word) => /^["']?\|/.test(word));
  if (piped !== undefined) return on.shell(literal(rest.slice(rest.indexOf('|') + 1).replace(/["']$/, '')));
  if (DOTS_THAT_READ.has(command)) return;
  if ('.load'.startsWith(command) && command.length > 2)
    return on.found('commit', 'It loads code into the program of the database.');
  const file = words.find((word) => !word.startsWith('-'));
  if (file === undefined) return on.found('expand', USES);
  const path = literal(file.replace(/^["']|["']$/g, '').replace(/^~(?=\/)/, on.place.home));
  if (/^\.(output|once|excel|save|backup|clone|log|trace|open)/.test(command)) on.write(path);
  else on.read(path);
  on.found('expand', USES);
}

// Servers.

interface Server {
  readonly values: readonly string[];
  readonly host: readonly string[];
  /** Options that name a database or a URL. */
  readonly connection: readonly string[];
  readonly statements: readonly string[];
  /** Options whose value stands in the same word, or not at all. */
  readonly attached?: readonly string[];
  /** Files of statements, and files that are written. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Lines for the program itself. */
  own(line: string, on: Weighing): void;
}

const server =
  (spec: Server): Program =>
  ({ args, stdin }, on) => {
    const { host, connection, statements, reads, writes } = spec;
    const options = optionsOf(args, {
      attached: spec.attached ?? [],
      values: [...spec.values, ...host, ...connection, ...statements, ...reads, ...writes],
    });
    on.found('expand', USES);
    weighSurroundings(on);
    for (const each of options.all(...host)) weighHost(each, on);
    for (const each of [...options.all(...connection), ...options.operands]) weighConnection(each, on);
    for (const path of options.all(...reads)) if (path.text !== '-') on.read(path);
    for (const path of options.all(...writes)) output(path, on);
    texts(options.all(...statements), stdin, on, (text) => {
      sql(text, on);
      for (const line of text.split('\n')) spec.own(line.trim(), on);
    });
  };

function output(path: Argument, on: Weighing): void {
  if (path.start.startsWith('|')) return on.shell(behind(path, 1));
  if (path.text !== '-') on.write(path);
}

const psql = server({
  values:
    '-U --username -p --port -v --set --variable -P --pset -F --field-separator -R --record-separator -T --table-attr'.split(
      ' ',
    ),
  host: ['-h', '--host'],
  connection: ['-d', '--dbname'],
  statements: ['-c', '--command'],
  reads: ['-f', '--file'],
  writes: ['-o', '--output', '-L', '--log-file'],
  own: (line, on) => {
    const runs = /\\!\s*(.*)$/.exec(line);
    if (runs !== null) return on.shell(literal(runs[1]!));
    const gives = /\\(?:gx?|o|out|w|write)\b/.exec(line);
    const pipe = gives === null ? -1 : line.indexOf('|', gives.index);
    if (pipe >= 0) return on.shell(literal(line.slice(pipe + 1)));
    const copies = /\\copy\b/i.test(line);
    if (
      /\\(c|connect|gexec|setenv|prompt|password|lo_\w+)\b/.test(line) ||
      (copies && /\bprogram\b/i.test(line))
    )
      on.found('commit', 'It leads to another database, or makes statements while it runs.');
    const file = /\\(?:i|ir|include)\s+(\S+)/.exec(line);
    if (file !== null) on.read(literal(file[1]!));
    const written =
      /\\(?:o|g|w)\s+([^\s|]\S*)/.exec(line) ?? (copies ? /\bto\s+'?([^\s']+)/i.exec(line) : null);
    if (written !== null) on.write(literal(written[1]!));
  },
});

const mysql = server({
  attached: ['-p'],
  values: '-u --user -P --port -S --socket --default-character-set --protocol --init-command --prompt'.split(
    ' ',
  ),
  host: ['-h', '--host'],
  connection: ['-D', '--database'],
  statements: ['-e', '--execute', '--init-command'],
  reads: ['--defaults-file', '--defaults-extra-file', '--ssl-key', '--ssl-cert', '--ssl-ca'],
  writes: ['--tee'],
  own: (line, on) => {
    const runs = /^(?:\\!|system\s)\s*(.*)$/i.exec(line);
    if (runs !== null) return on.shell(literal(runs[1]!));
    if (/^(pager|\\P|connect|\\r|edit|\\e)\b/i.test(line))
      on.found('commit', 'It leads to another database, or starts a program.');
    const file = /^(?:source|\\\.|tee|\\T)\s+(\S+)/i.exec(line);
    if (file !== null) on.read(literal(file[1]!));
  },
});

const sqlServer = server({
  values: '-p --port -P --password -U --username --format -q'.split(' '),
  host: ['-h', '--host', '-H', '--server', '--addr'],
  connection: ['-d', '--database', '--url', '--dsn'],
  statements: ['-e', '--execute', '-c', '--command', '-q', '--query', '--sql'],
  reads: ['-f', '--file', '--queries-file'],
  writes: ['-o', '--output'],
  own: (line, on) => {
    if (/\\!|^system\s/.test(line)) on.found('commit', 'It starts a program from the database.');
  },
});

const mongosh: Program = ({ args, stdin }, on) => {
  const options = optionsOf(args, {
    values: '--host --port --eval -u --username -p --password --authenticationDatabase -f --file'.split(' '),
  });
  on.found('expand', USES);
  weighSurroundings(on);
  for (const host of options.all('--host')) weighHost(host, on);
  for (const operand of options.operands) {
    if (/\.m?js$/.test(operand.start)) on.runFile(operand, 'other');
    else if (/^[^/]+[.:][^/]*(\/|$)/.test(operand.start) && !operand.start.includes('://'))
      weighHost(behind(operand, 0), on);
    else weighConnection(operand, on);
  }
  for (const file of options.all('-f', '--file')) on.runFile(file, 'other');
  texts(options.all('--eval'), stdin, on, (given) => {
    const text = given.replace(/\s+/g, '');
    if (
      /dropDatabase|\.drop(Index(es)?)?\(|deleteMany\((\{\})?\)|\.remove\((\{\})?\)|(grant|create|update|drop)[A-Za-z]{0,20}(Role|User)|shutdownServer/.test(
        text,
      )
    )
      on.found('commit', LOSES);
    if (/require|process|child|import|eval|Mongo\(|connect\(/.test(text)) on.code(given, 'JavaScript');
  });
};

const REDIS_LOSES =
  /\b(flushall|flushdb|shutdown|replicaof|slaveof|migrate|module|debug|acl|failover|swapdb|script|function)\b|\bconfig\s+(set|rewrite)\b/i;
const redis: Program = ({ args, stdin }, on) => {
  const options = optionsOf(args, {
    values: '-h -p -s -a -u -n -r -i -d -D -t --user --pass --eval --rdb --cert --key -X'.split(' '),
    stops: true,
  });
  on.found('expand', USES);
  weighSurroundings(on);
  for (const host of options.all('-h')) weighHost(host, on);
  for (const url of options.all('-u')) weighConnection(url, on);
  for (const path of options.all('--eval', '--cert', '--key')) on.read(path);
  for (const path of options.all('--rdb')) on.write(path);
  const [command, ...rest] = options.operands;
  if (command?.text === null) unseen(on);
  else if (command !== undefined && REDIS_LOSES.test(`${command.text} ${rest[0]?.text ?? ''}`.trim()))
    on.found('commit', LOSES);
  if (command === undefined)
    texts([], stdin, on, (text) => {
      if (REDIS_LOSES.test(text)) on.found('commit', LOSES);
    });
};

// Whole databases.

const WHOLE_VALUES =
  '-h --host -U --username -p --port -d --dbname -f --file -F --format -n -t -T --schema --table -j --jobs -E --encoding -O --owner -u --user -P -r --out -D --pgdata -o --db -c --collection --uri --result-file --maintenance-db -S -w -l'.split(
    ' ',
  );

/** @param loses options or words that lose data. */
const whole =
  (how: { out?: readonly string[]; reads?: boolean; loses?: RegExp }): Program =>
  ({ args }: Call, on: Weighing) => {
    const options: Options = optionsOf(args, { values: WHOLE_VALUES });
    on.found('expand', USES);
    weighSurroundings(on);
    for (const host of options.all('-h', '--host')) weighHost(host, on);
    for (const url of options.all('-d', '--dbname', '--uri', '--maintenance-db')) weighConnection(url, on);
    for (const path of options.all(...(how.out ?? []))) on.write(path);
    for (const operand of options.operands)
      if (how.reads === true && operand.text !== null && !operand.text.includes('://')) on.read(operand);
      else weighConnection(operand, on);
    const words = [...options.names, ...options.operands.map(({ start }) => start)];
    if (how.loses !== undefined && words.some((word) => how.loses!.test(word))) on.found('commit', LOSES);
  };

const loses: Program = (call, on) => {
  whole({})(call, on);
  on.found('commit', LOSES);
};

export const DATABASES: readonly [string, Program][] = [
  ...each('sqlite3 sqlite duckdb litecli sqlcipher', inOneFile),
  ...each('psql pgcli', psql),
  ...each('mysql mariadb mycli', mysql),
  ...each('cockroach usql clickhouse-client clickhouse cqlsh trino snowsql isql', sqlServer),
  ...each('mongosh mongo', mongosh),
  ...each('redis-cli valkey-cli keydb-cli', redis),
  ...each('pg_dump pg_dumpall', whole({ out: ['-f', '--file'] })),
  ...each('mysqldump mariadb-dump', whole({ out: ['-r', '--result-file'] })),
  ...each('mongodump mongoexport', whole({ out: ['-o', '--out'] })),
  ['pg_restore', whole({ reads: true, loses: /^(-c|--clean)/ })],
  ...each('mongorestore mongoimport', whole({ reads: true, loses: /^--drop/ })),
  ...each('createdb pg_isready vacuumdb reindexdb pgbench pg_ctl initdb redis-server', whole({})),
  ['mysqladmin', whole({ loses: /^(drop|shutdown|password|flush)/ })],
  ...each('dropdb createuser dropuser pg_basebackup pg_resetwal sqlcmd sqlplus bcp', loses),
];
