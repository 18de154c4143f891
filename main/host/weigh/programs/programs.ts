/** What is known of programs, by their name. A program that is in no table is one that nobody knows. */
import type { Program } from '../call.ts';
import { AGENTS } from './agents.ts';
import { AWK } from './awk.ts';
import { BUILTINS } from './builtins.ts';
import { CLOUDS } from './clouds.ts';
import { CLUSTERS } from './clusters.ts';
import { CONTAINERS } from './containers.ts';
import { DATABASES } from './databases.ts';
import { DESKTOP } from './desktop.ts';
import { EDITORS } from './editors.ts';
import { FORGES } from './forges.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { GIT } from './git.ts';
import { HOSTS } from './hosts.ts';
import { INFRASTRUCTURE } from './infrastructure.ts';
import { INTERPRETERS } from './interpreters.ts';
import { LAUNCHERS } from './launchers.ts';
import { MIGRATIONS } from './migrations.ts';
import { NETWORK } from './network.ts';
import { OTHER_SHELLS } from './other-shells.ts';
import { PACKAGES } from './packages.ts';
import { PATCHES } from './patches.ts';
import { PROCESSES } from './processes.ts';
import { READERS } from './readers.ts';
import { SCRIPTS } from './scripts.ts';
import { SECRETS } from './secrets.ts';
import { SED } from './sed.ts';
import { SYSTEM } from './system.ts';
import { RELEASERS, TOOLS } from './tools.ts';
import { VERSIONS } from './versions.ts';
import { WRAPPERS } from './wrappers.ts';
import { WRITERS } from './writers.ts';

const BY_THE_SHELL = new Set([
  'env',
  'set',
  'source',
  '.',
  'eval',
  'alias',
  'shopt',
  'hash',
  'enable',
  'exec',
  'builtin',
  'command',
  'script',
  'watch',
]);

export const PROGRAMS: ReadonlyMap<string, Program> = new Map([
  ...READERS,
  ...SED,
  ...AWK,
  ...BUILTINS,
  ...WRITERS,
  ...PATCHES,
  ...WRAPPERS,
  ...GIT,
  ...VERSIONS,
  ...PACKAGES,
  ...SCRIPTS,
  ...TOOLS,
  ...RELEASERS,
  ...LAUNCHERS,
  ...INTERPRETERS,
  ...EDITORS,
  ...NETWORK,
  ...HOSTS,
  ...CONTAINERS,
  ...CLUSTERS,
  ...INFRASTRUCTURE,
  ...CLOUDS,
  ...FORGES,
  ...DATABASES,
  ...MIGRATIONS,
  ...FRAMEWORKS,
  ...PROCESSES,
  ...SYSTEM,
  ...SECRETS,
  ...AGENTS,
  ...DESKTOP,
  ...OTHER_SHELLS,
]);

/** Names that a function or an alias may not take over unseen. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set(PROGRAMS.keys());

/** Programs whose words say what becomes of others: a word that nobody can read could say anything. */
export const REACHING: ReadonlySet<string> = new Set(
  [
    ...[GIT, VERSIONS, PACKAGES, NETWORK, HOSTS, CONTAINERS, CLUSTERS, INFRASTRUCTURE, CLOUDS, FORGES],
    ...[DATABASES, MIGRATIONS, FRAMEWORKS, PROCESSES, SYSTEM, SECRETS, AGENTS],
  ].flatMap((family) => family.map(([name]) => name)),
);

/** Programs that another one can start: not what a shell does itself. */
export const STARTED: ReadonlySet<string> = new Set(
  [...REACHING, ...[...WRITERS, ...WRAPPERS].map(([name]) => name)].filter((name) => !BY_THE_SHELL.has(name)),
);
