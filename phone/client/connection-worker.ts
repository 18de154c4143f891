/** A worker that has the connection to one host: what comes is opened, parsed and checked here, while the page draws. */
import { withSuite } from './browser-suite.ts';
import type { FromPage, FromWorker, Port } from './connection-messages.ts';
import { browserSurroundings } from './environment.ts';
import { connectToHost } from './host-connection.ts';
import { indexedStore } from './indexed-store.ts';
import { serveConnection } from './served-connection.ts';

// The build puts what the page needs of this later into the same file, which is therefore loaded by the page as well.
if ('importScripts' in globalThis)
  serveConnection(
    // What it is of a worker's own scope; the page's types know none.
    globalThis as unknown as Port<FromPage, FromWorker>,
    async (record) =>
      connectToHost({ environment: withSuite(browserSurroundings()), store: await indexedStore(), record }),
    () => globalThis.close(),
  );
