/** Scripts and tasks of the project: weighed by the words of their name, since what they hold is the project's own. */
import type { Weighing } from './call.ts';
import { partsOf } from './names.ts';

const COMMIT = new Set([
  ...['deploy', 'release', 'publish', 'ship', 'promote', 'rollback', 'provision', 'prod', 'production'],
  ...['staging', 'push', 'merge', 'tag', 'infra', 'terraform', 'destroy', 'rotate', 'secrets', 'credentials'],
]);
const EXPAND = new Set([
  ...['install', 'setup', 'bootstrap', 'prepare', 'postinstall', 'update', 'upgrade', 'download', 'fetch'],
  ...['migrate', 'migration', 'migrations', 'seed', 'sync', 'reset', 'tunnel'],
]);

export function weighOwnScript(name: string, on: Weighing): void {
  const parts = partsOf(name);
  const commit = parts.find((part) => COMMIT.has(part));
  if (commit !== undefined) return on.found('commit', `By its name, “${name}” reaches others: ${commit}.`);
  const expand = parts.find((part) => EXPAND.has(part));
  if (expand !== undefined)
    on.found('expand', `By its name, “${name}” does more than build or test: ${expand}.`);
}
