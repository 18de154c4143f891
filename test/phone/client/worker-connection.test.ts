/** A real connection to a real host at one end of a channel, the page's view of it at the other. */
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { FromPage, FromWorker, Port } from '../../../phone/client/connection-messages.ts';
import { type DeviceRecord, factsOf, memoryStore } from '../../../phone/client/device-store.ts';
import { connectToHost } from '../../../phone/client/host-connection.ts';
import { pairWithLink } from '../../../phone/client/pairing.ts';
import { serveConnection } from '../../../phone/client/served-connection.ts';
import type { ConnectionState, UnsignedConnection } from '../../../phone/client/types.ts';
import { connectThrough } from '../../../phone/client/worker-connection.ts';
import { type Desk, Phone, startDesk } from './world.ts';

let desk: Desk;
let phone: Phone;
let record: DeviceRecord;
const store = memoryStore();

/** Both ends of the way between a page and its worker. */
interface Ends {
  readonly page: Port<FromWorker, FromPage>;
  readonly worker: Port<FromPage, FromWorker>;
}

function ends(): Ends {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  return { page: port1 as unknown as Ends['page'], worker: port2 as unknown as Ends['worker'] };
}

let ended: boolean;
async function connected({ page, worker }: Ends = ends()): Promise<UnsignedConnection> {
  ended = false;
  serveConnection(
    worker,
    async (given) => connectToHost({ environment: phone, store, record: given }),
    () => {
      ended = true;
    },
  );
  return connectThrough(page, record);
}
const connectedAtHost = async () =>
  (await desk.host.api.snapshot()).devices.filter(({ connected }) => connected).length;

async function until(connection: UnsignedConnection, kind: ConnectionState['kind']): Promise<void> {
  if (connection.state().kind === kind) return;
  await new Promise<void>((resolve) => {
    const off = connection.listen({
      changed: () => {
        if (connection.state().kind !== kind) return;
        off();
        resolve();
      },
    });
  });
}

beforeEach(async () => {
  desk = await startDesk();
  phone = new Phone();
  const info = { name: 'Anna’s phone', platform: 'Android' };
  const result = await pairWithLink({ environment: phone, store, link: await desk.link(), info });
  if (result.kind !== 'paired') throw new Error(result.kind);
  record = result.record;
});
afterEach(() => phone.cut());

test('it connects, asks, and hears of what happens at the host, in its order', async () => {
  const connection = await connected();
  expect(connection.facts).toEqual(factsOf(record));
  const heard: string[] = [];
  connection.listen({
    changed: () => heard.push(connection.state().kind),
    early: () => heard.push('early'),
    event: (name) => heard.push(name),
  });
  await until(connection, 'connected');
  expect(heard).toEqual(['early', 'connected']);
  const home = await connection.call('home/open', {});
  expect(home.device.name).toBe('Anna’s phone');
  const { devices } = await desk.host.api.snapshot();
  await desk.host.api.run('device/rename', { id: devices[0]!.id, name: 'Ada’s phone' });
  await expect.poll(() => connection.facts.deviceName).toBe('Ada’s phone');
  expect(heard).toContain('device/changed');
  connection.close();
});

test('what only reads may be asked before the host has let it in', async () => {
  const connection = await connected();
  const states: string[] = [];
  const home = new Promise((resolve) => {
    connection.listen({
      early: () => {
        states.push(connection.state().kind);
        resolve(connection.call('home/open', {}));
      },
    });
  });
  expect(await home).toHaveProperty('threads');
  expect(states).toEqual(['connecting']);
  connection.close();
});

test('what the host refuses is refused with its reason, and the next is answered', async () => {
  const connection = await connected();
  await until(connection, 'connected');
  const missing = connection.call('thread/open', { thread: 'local.demo.none', sub: 1 });
  await expect(missing).rejects.toMatchObject({ name: 'CallError', code: 'unknownThread' });
  await connection.call('session/ping', {});
  connection.close();
});

test('a broken wire is told, and what was under way is cut', async () => {
  const connection = await connected();
  await until(connection, 'connected');
  phone.silence();
  const sent = phone.sentLengths.length;
  const cut = connection.call('session/ping', {}).catch((error: unknown) => error);
  await expect.poll(() => phone.sentLengths.length).toBeGreaterThan(sent);
  phone.cut();
  expect(await cut).toMatchObject({ code: 'cut' });
  expect(connection.state().kind).not.toBe('connected');
  await expect(connection.call('session/ping', {})).rejects.toMatchObject({ code: 'cut' });
  connection.close();
});

test('a page that closes it has its calls cut, and leaves nothing open', async () => {
  const connection = await connected();
  await until(connection, 'connected');
  expect(await connectedAtHost()).toBe(1);
  const call = connection.call('session/ping', {});
  connection.close();
  await expect(call).rejects.toMatchObject({ code: 'cut' });
  await expect(connection.call('session/ping', {})).rejects.toMatchObject({ code: 'cut' });
  await expect.poll(connectedAtHost).toBe(0);
  expect(ended).toBe(true);
});

test('where nothing can be connected that is told, and what is said behind it harms nothing', async () => {
  const { page, worker } = ends();
  let over = false;
  serveConnection(
    worker,
    async () => {
      throw new Error('this browser keeps nothing');
    },
    () => {
      over = true;
    },
  );
  await expect(connectThrough(page, record)).rejects.toThrow('the worker cannot connect');
  page.postMessage({ kind: 'wake' });
  page.postMessage({ kind: 'close' });
  await expect.poll(() => over).toBe(true);
});

test('what is told right behind the first state is heard by who listens from then on', async () => {
  const { page, worker } = ends();
  worker.onmessage = () => {
    const facts = factsOf(record);
    worker.postMessage({ kind: 'state', state: { kind: 'connecting', since: 1 }, facts });
    worker.postMessage({ kind: 'early' });
    worker.postMessage({ kind: 'state', state: { kind: 'connected', since: 2 }, facts });
    worker.postMessage({ kind: 'event', event: { method: 'session/bye', params: { reason: 'left' } } });
  };
  const connection = await connectThrough(page, record);
  const heard: string[] = [];
  connection.listen({
    changed: () => heard.push(connection.state().kind),
    early: () => heard.push('early'),
    event: (name) => heard.push(name),
  });
  await expect.poll(() => heard).toEqual(['early', 'connected', 'session/bye']);
  connection.close();
});

test('a page that goes while the connection is being made ends the worker, and what is made late is closed', async () => {
  const { page, worker } = ends();
  const sent = phone.sentLengths.length;
  let over = false;
  let open: (opened: typeof store) => void = () => {};
  const opening = new Promise<typeof store>((resolve) => {
    open = resolve;
  });
  serveConnection(
    worker,
    async (given) => connectToHost({ environment: phone, store: await opening, record: given }),
    () => {
      over = true;
    },
  );
  page.postMessage({ kind: 'connect', record });
  page.postMessage({ kind: 'close' });
  await expect.poll(() => over).toBe(true);
  open(store);
  // By then this one has connected, and that one would have as well.
  const other = connectToHost({ environment: new Phone(), store, record });
  await until(other, 'connected');
  expect(phone.sentLengths).toHaveLength(sent);
  other.close();
});
