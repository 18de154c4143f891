/** Runs a command against the host of this data folder, which another process runs. */
import type { HostApi } from '../contract/contract.ts';
import { LocalClient, LocalSocketError } from '../host/local-socket/client.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { complain, type Terminal } from './terminal.ts';

export async function withHost(
  folder: string,
  terminal: Terminal,
  act: (api: HostApi) => Promise<ExitCode>,
): Promise<ExitCode> {
  let client: LocalClient | undefined;
  try {
    client = await LocalClient.connect(folder);
    return await Promise.race([act(client), lostWith(client)]);
  } catch (error) {
    if (!(error instanceof LocalSocketError)) throw error;
    complain(terminal, error.message);
    return EXIT.noHost;
  } finally {
    client?.close();
  }
}

/** A command may wait for something that a host which ended never says. */
async function lostWith(client: LocalClient): Promise<never> {
  await client.ended();
  throw new LocalSocketError(
    'lost',
    'Outpost ended meanwhile. Start it with "outpost start", then try again.',
  );
}
