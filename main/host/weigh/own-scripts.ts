/** Scripts and tasks of the project: weighed by the words of their name, since what they hold is the project's own. */
import type { Weighing } from './call.ts';
import { partsOf } from './names.ts';
import { weighSurroundings } from './programs/database-hosts.ts';

const COMMIT = new Set([
  ...['deploy', 'release', 'publish', 'ship', 'promote', 'rollback', 'provision', 'prod', 'production'],
  ...['staging', 'push', 'merge', 'tag', 'infra', 'terraform', 'destroy', 'rotate', 'secrets', 'credentials'],
]);
const EXPAND = new Set([
  ...['install', 'setup', 'bootstrap', 'prepare', 'postinstall', 'update', 'upgrade', 'download', 'fetch'],
  ...['migrate', 'migration', 'migrations', 'seed', 'sync', 'reset', 'tunnel'],
]);

/** What such a script works on can be named by the variables in front of it. */
const DATABASES = new Set(['db', 'database', 'migrate', 'migration', 'migrations', 'seed']);

export function weighOwnScript(name: string, on: Weighing): void {
  const parts = partsOf(name);
  const commit = parts.find((part) => COMMIT.has(part));
  if (commit !== undefined) return on.found('commit', `By its name, “${name}” reaches others: ${commit}.`);
  const expand = parts.find((part) => EXPAND.has(part));
  if (parts.some((part) => DATABASES.has(part))) weighSurroundings(on);
  if (expand !== undefined)
    on.found('expand', `By its name, “${name}” does more than build or test: ${expand}.`);
}
