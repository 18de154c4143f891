/** Scripts of the project: the words of a name decide. */
import { expect, it } from 'vitest';
import { tierOf } from './programs/place.ts';

const COMMIT = [
  ...['deploy', 'release', 'publish', 'ship', 'promote', 'rollback', 'provision', 'prod', 'production'],
  ...['staging', 'push', 'merge', 'tag', 'infra', 'terraform', 'destroy', 'rotate', 'secrets', 'credentials'],
];
const EXPAND = [
  ...['install', 'setup', 'bootstrap', 'prepare', 'postinstall', 'update', 'upgrade', 'download', 'fetch'],
  ...['migrate', 'migration', 'migrations', 'seed', 'sync', 'reset', 'tunnel'],
];

it.each(COMMIT)('%s reaches others', (word) => {
  expect(tierOf(`npm run ${word}`)).toBe('commit');
  expect(tierOf(`./scripts/${word}.sh`)).toBe('commit');
  expect(tierOf(`make build-${word}`)).toBe('commit');
});

it.each(EXPAND)('%s does more than build or test', (word) => {
  expect(tierOf(`npm run db:${word}`)).toBe('expand');
  expect(tierOf(`node scripts/${word}.mjs`)).toBe('expand');
});

it.each([
  ['npm run migrate:prod', 'commit'],
  ['npm run postDeploy', 'commit'],
  ['npm run build', 'continue'],
  ['npm run prebuild', 'continue'],
  // Words are whole words.
  ['npm run product-list', 'continue'],
  ['npm run shipping', 'continue'],
  ['npm run stage', 'continue'],
  ['./scripts/check.sh', 'continue'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});

it.each(['npm run db:check', 'npm run seed', 'npm run migrate'])(
  '%s with a database of others in front of it is for the desk',
  (script) => {
    expect(tierOf(`DATABASE_URL=postgres://db.example.com/shop ${script}`)).toBe('commit');
  },
);
