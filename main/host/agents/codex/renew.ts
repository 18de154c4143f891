/**
 * Our server outlives updates of Codex. One that is older than the installed program is told to end while nothing runs
 * in it; whoever keeps the connection then starts a new one.
 */
import * as v from 'valibot';
import type { Connection } from './connect.ts';
import { type Found, isAtLeast } from './find.ts';
import type { Rpc } from './rpc.ts';

const Diagnostics = v.object({ process: v.object({ id: v.pipe(v.number(), v.integer(), v.minValue(2)) }) });

export interface RenewOptions {
  connection: Connection;
  find(): Promise<Found>;
  /** Whether no turn runs in any thread of the server. */
  idle(): boolean;
}

/** @returns whether the server was told to end. Rejects with RpcError, or when the process cannot be signalled. */
export async function renewServer({ connection, find, idle }: RenewOptions): Promise<boolean> {
  const { rpc, version, joined } = connection;
  // One that was started from the program a moment ago is what there is, whatever it says of itself.
  if (!joined || version === null || !idle()) return false;
  const found = await find();
  if (found.state !== 'found' || isAtLeast(version, found.program.version)) return false;
  return endServer(rpc, idle);
}

/** As `renewServer`, whatever its version. */
export async function endServer(rpc: Pick<Rpc, 'request'>, idle: () => boolean): Promise<boolean> {
  const diagnostics = await rpc.request('server/diagnostics', {}, Diagnostics);
  if (!idle()) return false;
  process.kill(diagnostics.process.id, 'SIGTERM'); // Codex then ends as soon as no turn runs.
  return true;
}
