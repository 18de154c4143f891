/** An attempt to reach a paired host by one route, and the session that comes of it. */

import type { NextSecret } from '../../protocol/handshake.ts';
import type { Method, Params, Result } from '../../protocol/session/catalogue.ts';
import type { EventName, EventParams } from '../../protocol/session/events.ts';
import { Calls } from './calls.ts';
import type { DeviceRecord, DeviceStore } from './device-store.ts';
import type { Environment } from './environment.ts';
import { pskOf, signerOf, storedSecret } from './keys.ts';
import { Liveness } from './liveness.ts';
import { usableRoutes } from './routes.ts';
import { type Ready, SealedSession, type SessionEnd } from './sealed-session.ts';

export interface LiveSessionOptions {
  readonly environment: Environment;
  readonly store: DeviceStore;
  /** As it was read for this attempt. */
  readonly record: DeviceRecord;
  readonly route: string;
  /** Calls may be made ahead of the host's word; they are answered behind `opened`, or cut. */
  early(): void;
  /** The session is open; `record` is what is stored now. */
  opened(record: DeviceRecord): void;
  event<E extends EventName>(name: E, params: EventParams<E>): void;
  /** Called once, unless `close` was. */
  ended(end: SessionEnd): void;
}

export class LiveSession {
  readonly #session: SealedSession;
  readonly #calls: Calls;
  #liveness: Liveness | undefined;

  constructor(options: LiveSessionOptions) {
    const { environment, record, route, store, ended } = options;
    let fresh = record;
    const since = environment.now();
    this.#calls = new Calls((text, padTo) => this.#session.send(text, padTo), options.event);
    this.#session = new SealedSession({
      environment,
      relayUrl: route,
      hostPublicKey: record.hostPublicKey,
      mode: 'resume',
      psk: pskOf(environment, record.secret),
      identity: signerOf(environment, record.identity),
      admissionKey: record.admission.publicKey,
      passage: signerOf(environment, record.admission),
      info: '{}',
      ready: async (ready, { nextSecret }) => {
        fresh = await storeSuccessor(environment, store, record, { ready, nextSecret, route });
      },
      early: () => options.early(),
      opened: () => {
        this.#watch(environment, since);
        options.opened(fresh);
      },
      text: (text) => {
        if (this.#liveness?.overdue) this.#session.fail('host');
        else this.#calls.receive(text);
      },
      ended: (end) => {
        this.#stop();
        ended(end);
      },
    });
  }

  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return this.#calls.call(method, params);
  }

  /** Asks whether the host still answers, and ends the session if it does not do so soon. */
  check(): void {
    this.#liveness?.check();
  }

  close(): void {
    this.#session.close();
    this.#stop();
  }

  #watch(environment: Environment, since: number): void {
    this.#liveness = new Liveness({
      environment,
      since,
      ping: async () => {
        await this.#calls.call('session/ping', {});
        this.#session.acknowledge();
      },
      silent: () => this.#session.fail('host'),
    });
  }

  #stop(): void {
    this.#liveness?.stop();
    this.#calls.cut();
  }
}

interface Opened {
  readonly ready: Ready;
  readonly nextSecret: NextSecret;
  readonly route: string;
}

/**
 * Keeps the successor, unless another tab has put a newer secret in its place meanwhile: then the host knows that
 * one too. When the disk refuses, the session goes on: the host keeps the secret that was used as well.
 */
async function storeSuccessor(
  environment: Environment,
  store: DeviceStore,
  used: DeviceRecord,
  { ready, nextSecret, route }: Opened,
): Promise<DeviceRecord> {
  const { previous: _replaced, ...kept } = used;
  const routes = usableRoutes(ready.routes);
  const next: DeviceRecord = {
    ...kept,
    secret: await storedSecret(environment, nextSecret),
    serial: used.serial + 1,
    version: Math.max(used.version, ready.version),
    routes: routes.length > 0 ? routes : used.routes,
    lastRoute: route,
    host: { name: ready.host.name, platform: ready.host.platform },
    device: ready.device,
    confirmed: true,
  };
  await store
    .change(used.hostId, (stored) => (stored && usedIn(stored, used) ? next : stored))
    .catch(() => undefined);
  return next;
}

/** Whether what was used is what is stored: as the pairing itself, or as the one that it would replace. */
function usedIn(stored: DeviceRecord, used: DeviceRecord): boolean {
  const same = (record: DeviceRecord | undefined) => record?.serial === used.serial && sameKey(record, used);
  return same(stored) || (!stored.confirmed && same(stored.previous));
}

function sameKey(a: DeviceRecord, b: DeviceRecord): boolean {
  return a.identity.publicKey.every((byte, at) => byte === b.identity.publicKey[at]);
}
