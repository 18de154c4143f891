/** The connection to one host as a worker has it for its page. */
import type { Method, Params } from '../../protocol/session/catalogue.ts';
import type { SessionEvent } from '../../protocol/session/events.ts';
import * as words from '../text/calls.ts';
import type { FromPage, FromWorker, Port } from './connection-messages.ts';
import type { DeviceRecord } from './device-store.ts';
import { CallError, type UnsignedConnection } from './types.ts';

/** @param ended called when the page wants nothing of it any more. */
export function serveConnection(
  port: Port<FromPage, FromWorker>,
  connect: (record: DeviceRecord) => Promise<UnsignedConnection>,
  ended: () => void,
): void {
  const say = (message: FromWorker) => port.postMessage(message);
  let making: Promise<UnsignedConnection> | undefined;
  let made: UnsignedConnection | undefined;
  let closed = false;
  const connected = (connection: UnsignedConnection) => {
    made = connection;
    if (closed) connection.close();
    const changed = () => say({ kind: 'state', state: connection.state(), facts: connection.facts });
    connection.listen({
      changed,
      early: () => say({ kind: 'early' }),
      event: (method, params) => say({ kind: 'event', event: { method, params } as SessionEvent }),
    });
    changed();
    return connection;
  };
  port.onmessage = ({ data }) => {
    switch (data.kind) {
      case 'connect':
        making = connect(data.record).then(connected);
        making.catch(() => say({ kind: 'failed' }));
        return;
      case 'close':
        // Also while it is still being made, which may take for ever.
        closed = true;
        made?.close();
        ended();
        return;
      default:
        // In the order in which they were said. Where nothing could be connected, that has been said.
        making?.then(
          (connection) => {
            if (data.kind === 'wake') connection.wake();
            else void answer(connection, data, say);
          },
          () => undefined,
        );
    }
  };
}

async function answer(
  connection: UnsignedConnection,
  { id, method, params }: Extract<FromPage, { kind: 'call' }>,
  say: (message: FromWorker) => void,
): Promise<void> {
  try {
    const result = await connection.call(method, params as Params<Method>);
    say({ kind: 'answer', id, result });
  } catch (error) {
    const { code, message } = error instanceof CallError ? error : new CallError('protocol', words.nonsense);
    say({ kind: 'failure', id, code, message });
    if (!(error instanceof CallError)) throw error;
  }
}
