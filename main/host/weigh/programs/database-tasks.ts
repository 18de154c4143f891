/** What tasks of databases mean by their words, and which database they name. */
import type { Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import type { Argument } from '../shell/argument.ts';
import { isProduction, weighConnection, weighSurroundings } from './database-hosts.ts';

export const UP = 'It changes the schema or the content of a database.';
export const DOWN = 'It takes a database back, or loses what is in it.';

/** Words of a task: `db:migrate`, `migrate:latest`, `database update`. */
export const FAR =
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
export function aims(args: readonly Argument[], on: Weighing): void {
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
