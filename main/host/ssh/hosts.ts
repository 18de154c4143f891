/** The way to the SSH hosts of this machine's owner: where they are found, and how one is connected. */
import type { Clock } from '../clock.ts';
import { errorName } from '../error-name.ts';
import type { HostOptions, Log } from '../options.ts';
import { openHostSource } from './config/host-source.ts';
import { onlyFile, sshPlaces } from './config/places.ts';
import type { SshConnection } from './connection/connection.ts';
import { makeRunFolder, sweepRunFolder } from './connection/run-folder.ts';
import { SystemSshConnection } from './connection/ssh-connection.ts';
import type { HostSource } from './environments/environments.ts';
import { findSsh } from './program.ts';

export interface SshHosts {
  readonly source: HostSource;
  /** @param farPort a port of its loopback that is to be reached, where nothing is shared; null: none is known */
  readonly connection: (alias: string, farPort: () => number | null) => SshConnection;
}

export interface SshHostsOptions extends Pick<HostOptions, 'folder' | 'ssh'> {
  readonly clock: Clock;
  readonly random: () => number;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** None at all where the shell gave no way to them. */
export function sshHosts({ folder, ssh, clock, random, env, log }: SshHostsOptions): SshHosts {
  if (ssh === undefined) return NONE;
  const places = ssh.config === null ? sshPlaces({ env }) : onlyFile(sshPlaces({ env }), ssh.config);
  const source = openHostSource({
    places,
    clock,
    failed: (what, error) => log.warn({ error: errorName(error) }, `ssh: ${what}`),
  });
  // Made when the first host is connected: most people have none.
  let made: Promise<string> | null = null;
  const runFolder = () => {
    made ??= makeRunFolder(folder).then(async (path) => {
      await sweepRunFolder(path);
      return path;
    });
    // One that could not be made is tried again by the next attempt.
    return made.catch((error: unknown) => {
      made = null;
      throw error;
    });
  };
  const program = () => findSsh({ env, platform: process.platform }, ssh.config);
  return {
    source,
    connection: (alias, farPort) =>
      new SystemSshConnection({ alias, program, runFolder, env, clock, random, farPort }),
  };
}

const NONE: SshHosts = {
  source: { hosts: () => [], problems: () => [], listen: () => () => {}, close: () => {} },
  connection: () => {
    throw new Error('there is no way to SSH hosts here');
  },
};
