/** What stands for a stream that cannot be had. */
import { Duplex } from 'node:stream';

/** It fails once whoever asked for it could listen, also where that takes them a tick or two: unheard, it would end the host. */
export function failedStream(error: Error): Duplex {
  const stream = new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() });
  setImmediate(() => stream.destroy(error));
  return stream;
}
