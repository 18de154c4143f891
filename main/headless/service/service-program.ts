/**
 * What the service runs, and in which surroundings. A service has not what a login shell sets up: no PATH of nvm, Homebrew
 * or npm, no CODEX_HOME. So what is needed of it is written down when the service is installed.
 */
import { delimiter, dirname, isAbsolute, resolve } from 'node:path';
import type { StartFlags } from '../flags.ts';
import { type ManagerName, ServiceError } from './service-manager.ts';

export interface ServiceProgram {
  /** Absolute: the Node that runs it. */
  readonly node: string;
  /** What stands behind it: the script of Outpost, absolute, and its arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ServiceFlags extends StartFlags {
  readonly log?: string;
}

export interface Surroundings {
  /** `process.execPath`. */
  readonly execPath: string;
  /** Absolute: the script of Outpost. */
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly exists: (file: string) => boolean;
}

/**
 * Beside PATH: where Codex keeps its things, and whose certificates are believed. All of them are places; what opens
 * something (a key, a proxy with its password) is never copied into a file.
 */
const KEPT = ['CODEX_HOME', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'] as const;

/** Controls, and halves of characters: neither a unit nor a plist can hold them all, and no path needs them. */
const UNFIT = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

/** @throws ServiceError when a value cannot be kept in a file */
export function serviceProgram(
  flags: ServiceFlags,
  manager: ManagerName,
  { execPath, script, env, exists }: Surroundings,
): ServiceProgram {
  const node = lastingNode(execPath, exists);
  const program: ServiceProgram = {
    node,
    args: [script, 'start', '--service', manager, ...startArguments(flags)],
    env: { PATH: searchPath(env, node), ...keptOf(env) },
  };
  for (const value of [node, ...program.args, ...Object.values(program.env)]) {
    if (UNFIT.test(value))
      throw new ServiceError(
        'A path or name has a line break or another control character in it, which a service cannot be given. Choose another one.',
      );
  }
  return program;
}

/** The options of `outpost start`, as they would be typed. Whatever depends on where it is typed is made absolute. */
export function startArguments(flags: ServiceFlags): string[] {
  const given = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`--${name}`, String(value)];
  return [
    ...given('data', resolve(flags.data)),
    ...given('port', flags.port),
    ...given('bind', flags.bind),
    ...(flags.relay ?? []).flatMap((url) => given('relay', url)),
    ...given('client-origin', flags.clientOrigin),
    ...(flags.demo ? [] : ['--no-demo']),
    ...given('codex', flags.codex === undefined ? undefined : resolve(flags.codex)),
    // In one word: a name may begin with a dash.
    ...(flags.name === undefined ? [] : [`--name=${flags.name}`]),
    ...given('log', flags.log === undefined ? undefined : resolve(flags.log)),
  ];
}

/** Homebrew keeps each version in a folder of its own, which goes with the next; `opt` holds a link to the present one. */
function lastingNode(execPath: string, exists: (file: string) => boolean): string {
  const [, prefix, formula] = /^(.*)\/Cellar\/([^/]+)\/[^/]+\/bin\/node$/.exec(execPath) ?? [];
  const lasting = prefix === undefined ? execPath : `${prefix}/opt/${formula}/bin/node`;
  return exists(lasting) ? lasting : execPath;
}

/**
 * The folders of the shell in which the service is installed, so that the agent finds there what it finds here; at the end
 * that of Node, by which npm's programs are started, and that of npm's own programs.
 */
function searchPath(env: NodeJS.ProcessEnv, node: string): string {
  const prefix = env.npm_config_prefix;
  const folders = [
    ...(env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder)),
    dirname(node),
    ...(prefix && isAbsolute(prefix) ? [`${prefix}/bin`] : []),
  ];
  return [...new Set(folders)].join(delimiter);
}

const keptOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(KEPT.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
