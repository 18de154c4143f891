/** A page that is nothing but the phone's client, driven by a test. */
import { withSuite } from '../../../phone/client/browser-suite.ts';
import { browserSurroundings } from '../../../phone/client/environment.ts';
import { indexedStore } from '../../../phone/client/indexed-store.ts';
import { pairWithLink } from '../../../phone/client/pairing.ts';
import type { ConnectionState, HostConnection } from '../../../phone/client/types.ts';
import { connectToHost } from '../../signing-host.ts';

const environment = withSuite(browserSurroundings());
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
