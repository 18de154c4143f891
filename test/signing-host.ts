/** A connection to a host that signs as well, for devices that are no page: in a page the connection is in a worker, which signs nothing. */
import { type ConnectOptions, connectToHost as connectUnsigned } from '../phone/client/host-connection.ts';
import { type Decision, signDecision } from '../phone/client/sign-decision.ts';
import type { HostConnection } from '../phone/client/types.ts';

export function connectToHost(options: ConnectOptions): HostConnection {
  const { environment, record } = options;
  const sign = (decision: Decision) => signDecision(environment, record, decision);
  return Object.assign(connectUnsigned(options), { sign });
}
