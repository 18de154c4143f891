/** Pairing with a host by its link. Opening a link does nothing yet: the person first sees which relay it names. */
import { equal } from '../../protocol/bytes.ts';
import { checkWords } from '../../protocol/check-words.ts';
import { HANDSHAKE_VERSION, type NextSecret } from '../../protocol/handshake.ts';
import type { Signer } from '../../protocol/handshake-device.ts';
import {
  type AdmissionKey,
  admissionKey,
  hostIdOf,
  type IdentityKey,
  identityKey,
} from '../../protocol/identity.ts';
import { type Link, pairingAdmissionSeed, parseLink } from '../../protocol/link.ts';
import { authorityOf } from '../../protocol/relay-url.ts';
import type { DeviceInfo } from '../../protocol/session/opening.ts';
import { Calls } from './calls.ts';
import type { DeviceRecord, DeviceStore } from './device-store.ts';
import type { Environment } from './environment.ts';
import { newSigningKey, pskOf, type StoredSigningKey, signerOf, storedSecret } from './keys.ts';
import type { Leg } from './relay-channel.ts';
import { usableRoutes } from './routes.ts';
import { type Ready, SealedSession, type SessionEnd, type SessionRefusal } from './sealed-session.ts';
import type { LinkPreview } from './types.ts';

/**
 * `paired`: the host said so · `unconfirmed`: stored, but the way broke before the host's word came; connecting
 * finds out · `refused`: the host's word, under seal · `unreached`: nothing was stored, and the link is as good as
 * before.
 */
export type PairingResult =
  | { readonly kind: 'paired'; readonly record: DeviceRecord }
  | { readonly kind: 'unconfirmed'; readonly record: DeviceRecord }
  | { readonly kind: 'refused'; readonly reason: SessionRefusal }
  | { readonly kind: 'unreached'; readonly leg: Leg };

/** How long a phone that is paired waits for one answer more; nothing depends on it. */
const FAREWELL_MS = 2_000;

/** What a link says before anything is done with it. Throws `LinkError`. */
export function previewLink(text: string): LinkPreview {
  const { relayUrl, expiresAt } = parseLink(text);
  return { relay: authorityOf(relayUrl), expiresAt: expiresAt * 1000 };
}

export interface PairOptions {
  readonly environment: Environment;
  readonly store: DeviceStore;
  /** What the person opened. */
  readonly link: string;
  /** What the owner reads of this device at the desk. */
  readonly info: DeviceInfo;
}

/**
 * Makes one attempt. A link that this device itself has used, in this tab or in another, is no reason to refuse it: the
 * result is that pairing. A device has keys of its own for each host; pairing with a host that is known already makes new
 * ones, and the pairing that these would replace stays until the host has confirmed them.
 * Rejects with `LinkError`, or when the store or the key store does not work.
 */
export async function pairWithLink({ environment, store, link, info }: PairOptions): Promise<PairingResult> {
  const parsed = parseLink(link);
  const hostId = hostIdOf(parsed.hostPublicKey);
  const attempt: Attempt = {
    environment,
    store,
    link: parsed,
    hostId,
    info,
    identity: await newSigningKey(environment, identityKey),
    admission: await newSigningKey(environment, admissionKey),
    passage: await linkSigner(environment, parsed),
    order: 1 + Math.max(0, ...(await store.list()).map(({ order = 0 }) => order)),
  };
  return new Promise((resolve, reject) => run(attempt, resolve, reject));
}

interface Attempt {
  readonly environment: Environment;
  readonly store: DeviceStore;
  readonly link: Link;
  readonly hostId: string;
  readonly info: DeviceInfo;
  readonly identity: StoredSigningKey<IdentityKey>;
  readonly admission: StoredSigningKey<AdmissionKey>;
  readonly passage: Signer<AdmissionKey>;
  readonly order: number;
}

function run(
  attempt: Attempt,
  resolve: (result: PairingResult) => void,
  reject: (error: unknown) => void,
): void {
  const { environment, store, link, hostId, info, identity, admission, passage } = attempt;
  let record: DeviceRecord | undefined;
  const paired = (confirmed: DeviceRecord) => {
    session.close();
    resolve({ kind: 'paired', record: confirmed });
  };
  const session = new SealedSession({
    environment,
    relayUrl: link.relayUrl,
    hostPublicKey: link.hostPublicKey,
    mode: 'pair',
    psk: pskOf(environment, link.pairingSecret),
    identity: signerOf(environment, identity),
    admissionKey: admission.publicKey,
    passage,
    info: JSON.stringify(info),
    async store(nextSecret, check) {
      const fresh = await newRecord(attempt, nextSecret, checkWords(check));
      // Not a broken way but a broken phone: the person is told so.
      record = await store
        .change(hostId, (stored) => ({ ...fresh, ...(stored && { previous: stored }) }))
        .catch((error: unknown) => {
          reject(error);
          throw error;
        });
    },
    async ready(ready) {
      record = confirmedRecord(record as DeviceRecord, ready);
      const confirmed = record;
      await store.change(hostId, () => confirmed);
    },
    opened() {
      // The host keeps a pairing once it has heard of it under seal. Whatever comes of this, it is paired.
      const confirmed = record as DeviceRecord;
      const done = () => {
        cancel();
        paired(confirmed);
      };
      // A way that swallows everything would never say so.
      const cancel = environment.after(FAREWELL_MS, done);
      calls.call('session/ping', {}).then(done, done);
    },
    text: (text) => calls.receive(text),
    ended(end) {
      calls.cut();
      settle(end).then(resolve, reject);
    },
  });
  const calls = new Calls(
    (text) => session.send(text),
    () => {},
  );

  async function settle(end: SessionEnd): Promise<PairingResult> {
    if (end.kind === 'refused') {
      // Another tab may have put its own pairing in the place of this one meanwhile.
      const isThis = (stored: DeviceRecord) => equal(stored.identity.publicKey, identity.publicKey);
      const kept = await store.change(hostId, (stored) =>
        stored && isThis(stored) ? stored.previous : stored,
      );
      if (end.reason === 'used' && kept?.link && !kept.revoked && equal(kept.link, passage.publicKey)) {
        return { kind: kept.confirmed ? 'paired' : 'unconfirmed', record: kept };
      }
      return { kind: 'refused', reason: end.reason };
    }
    if (record) return { kind: record.confirmed ? 'paired' : 'unconfirmed', record };
    return { kind: 'unreached', leg: end.leg };
  }
}

/** The key that gets the link's holder through the relay. */
async function linkSigner(environment: Environment, { pairingSecret }: Link): Promise<Signer<AdmissionKey>> {
  const suite = await environment.suite();
  const seed = pairingAdmissionSeed(suite, pairingSecret);
  return {
    publicKey: admissionKey(await suite.ed25519.publicKey(seed)),
    sign: (message: Uint8Array) => suite.ed25519.sign(seed, message),
  };
}

async function newRecord(
  { environment, link, hostId, info, identity, admission, passage, order }: Attempt,
  nextSecret: NextSecret,
  words: readonly string[],
): Promise<DeviceRecord> {
  return {
    hostId,
    hostPublicKey: link.hostPublicKey,
    identity,
    admission,
    secret: await storedSecret(environment, nextSecret),
    serial: 0,
    version: HANDSHAKE_VERSION,
    routes: [link.relayUrl],
    lastRoute: link.relayUrl,
    host: { name: '', platform: '' },
    // Until the host says what it allows.
    device: { name: info.name, right: 'view' },
    checkWords: words,
    confirmed: false,
    link: passage.publicKey,
    order,
  };
}

function confirmedRecord({ previous: _replaced, ...record }: DeviceRecord, ready: Ready): DeviceRecord {
  const routes = usableRoutes(ready.routes);
  return {
    ...record,
    routes: routes.length > 0 ? routes : record.routes,
    host: { name: ready.host.name, platform: ready.host.platform },
    device: ready.device,
    confirmed: true,
  };
}
