/** As the host makes its connections, but for who counts their time and how soon a silent network is noticed. */
import { makeRunFolder } from '../../main/host/ssh/connection/run-folder.ts';
import { SystemSshConnection } from '../../main/host/ssh/connection/ssh-connection.ts';
import { type SshHosts, type SshHostsOptions, sshHosts } from '../../main/host/ssh/hosts.ts';
import { findSsh } from '../../main/host/ssh/program.ts';
import type { PatientClock } from './patient-clock.ts';

export const hastyConnections =
  (clock: PatientClock) =>
  async (options: SshHostsOptions): Promise<SshHosts> => ({
    source: sshHosts(options).source,
    connection: (alias) =>
      new SystemSshConnection({
        alias,
        program: () => findSsh({ env: options.env, platform: process.platform }, options.ssh?.config ?? null),
        runFolder: () => makeRunFolder(options.folder),
        env: options.env,
        clock,
        random: options.random,
        keepAlive: { seconds: 1, count: 2 },
      }),
  });
