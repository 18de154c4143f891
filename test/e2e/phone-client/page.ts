/** A page that is nothing but the phone's client, driven by a test. */
import { browserEnvironment } from '../../../phone/client/environment.ts';
import { connectToHost } from '../../../phone/client/host-connection.ts';
import { indexedStore } from '../../../phone/client/indexed-store.ts';
import { pairWithLink } from '../../../phone/client/pairing.ts';
import type { ConnectionState, HostConnection } from '../../../phone/client/types.ts';

const environment = browserEnvironment();
const store = await indexedStore();
let connection: HostConnection | undefined;

function settled(): Promise<ConnectionState> {
  return new Promise((resolve) => {
    const look = () => {
      const state = connection?.state();
      if (state && state.kind !== 'connecting') resolve(state);
    };
    connection?.listen({ changed: look });
    look();
  });
}

const client = {
  async pair(link: string) {
    const result = await pairWithLink({
      environment,
      store,
      link,
      info: { name: 'Page', platform: 'Chromium' },
    });
    return { kind: result.kind, checkWords: result.kind === 'paired' ? result.record.checkWords : [] };
  },
  async connect() {
    const [record] = await store.list();
    if (!record) throw new Error('not paired');
    connection = connectToHost({ environment, store, record });
    return settled();
  },
  home: () => connection?.call('home/open', {}),
  async stored() {
    const [record] = await store.list();
    const kindOf = (key: unknown) =>
      key instanceof CryptoKey ? { cryptoKey: true, extractable: key.extractable } : { cryptoKey: false };
    return {
      serial: record?.serial,
      keys: [record?.secret, record?.identity.privateKey, record?.admission.privateKey].map(kindOf),
    };
  },
};

export type Client = typeof client;

Object.assign(window, { client });
