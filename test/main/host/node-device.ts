/** A device in Node: the phone's own client over real WebSockets, with its store in memory. */
import { WebSocket } from 'ws';
import { type DeviceStore, memoryStore } from '../../../phone/client/device-store.ts';
import type { Environment, Socket } from '../../../phone/client/environment.ts';
import { type PairingResult, pairWithLink } from '../../../phone/client/pairing.ts';
import type { ConnectionState, HostConnection } from '../../../phone/client/types.ts';
import { nodeSuite } from '../../../protocol/node/suite.ts';
import type { EventName, EventParams, SessionEvent } from '../../../protocol/session/events.ts';
import { connectToHost } from '../../signing-host.ts';

export function nodeEnvironment(): Environment {
  return {
    suite: async () => nodeSuite,
    subtle: undefined,
    secure: false,
    openSocket: (url) => new WebSocket(url, { perMessageDeflate: false }) as unknown as Socket,
    online: () => true,
    now: () => Date.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
  };
}

export interface NodeDevice {
  store: DeviceStore;
  environment: Environment;
  connection: HostConnection;
  events: SessionEvent[];
  states: ConnectionState[];
  close(): void;
}

/** What it was told by this name, in order. */
export const eventsOf = <E extends EventName>(of: NodeDevice, name: E): EventParams<E>[] =>
  of.events.filter((event) => event.method === name).map((event) => event.params as EventParams<E>);

export const pairOnly = (
  link: string,
  name = 'Phone',
  store = memoryStore(),
  environment = nodeEnvironment(),
): Promise<PairingResult> => pairWithLink({ environment, store, link, info: { name, platform: 'Node' } });

/** Pairs by the link and stays connected. */
export async function pairedDevice(
  link: string,
  name = 'Phone',
  environment = nodeEnvironment(),
): Promise<NodeDevice> {
  const store = memoryStore();
  const result = await pairOnly(link, name, store, environment);
  if (result.kind !== 'paired')
    throw new Error(`pairing ended as ${JSON.stringify({ ...result, record: undefined })}`);
  return connected(store, result.record.hostId, environment);
}

/** As a thief takes it, or a backup brings it back. */
export async function copyOf(store: DeviceStore): Promise<DeviceStore> {
  const copy = memoryStore();
  for (const record of await store.list()) await copy.change(record.hostId, () => record);
  return copy;
}

/** Resolves when it is connected. */
export async function connected(
  store: DeviceStore,
  hostId: string,
  environment = nodeEnvironment(),
): Promise<NodeDevice> {
  const device = await started(store, hostId, environment);
  await until(device, (state) => state.kind === 'connected');
  return device;
}

/** Begins to connect. */
export async function started(
  store: DeviceStore,
  hostId: string,
  environment = nodeEnvironment(),
): Promise<NodeDevice> {
  const events: SessionEvent[] = [];
  const states: ConnectionState[] = [];
  const record = (await store.load(hostId))!;
  const connection = connectToHost({ environment, store, record });
  const device: NodeDevice = {
    store,
    environment,
    connection,
    events,
    states,
    close: () => connection.close(),
  };
  connection.listen({
    changed: () => states.push(connection.state()),
    event: (method, params) => events.push({ method, params } as SessionEvent),
  });
  return device;
}

/** Resolves when the connection is, or becomes, as wanted. */
export function until(device: NodeDevice, wanted: (state: ConnectionState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!wanted(device.connection.state())) return;
      stop();
      resolve();
    };
    const stop = device.connection.listen({ changed: look });
    look();
  });
}
