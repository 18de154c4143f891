/** Where the app-server of an SSH host comes from: which way there is depends on what the connection can carry. */
import type { MakeServers, Servers } from '../../agents/codex/servers.ts';
import { ForwardedServers, type OwnServer } from './forwarded-servers.ts';
import { type RemoteServersOptions, remoteServers } from './remote-servers.ts';

export const environmentServers =
  (options: RemoteServersOptions, own: OwnServer): MakeServers =>
  (context): Servers => {
    const shared = remoteServers(options)(context);
    const forwarded = new ForwardedServers(options, own, context);
    const way = async () => ((await options.far())?.shell.ports === undefined ? shared : forwarded);
    return {
      join: async () => (await way()).join(),
      launch: async () => (await way()).launch(),
    };
  };
