import { describe, expect, it, vi } from 'vitest';
import { LONGEST_WAIT_MS } from '../../../phone/client/backoff.ts';
import { type DeviceStore, memoryStore } from '../../../phone/client/device-store.ts';
import { pairWithLink } from '../../../phone/client/pairing.ts';
import type { CallError, ConnectionState, HostConnection } from '../../../phone/client/types.ts';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { cardDigest, decisionBytes } from '../../../protocol/decision.ts';
import { nodeSuite } from '../../../protocol/node/suite.ts';
import { SESSION_WINDOW } from '../../../protocol/session/window.ts';
import { PATIENCE } from '../../patience.ts';
import { connectToHost } from '../../signing-host.ts';
import { type Desk, Phone, startDesk, startTestRelay, untilKind, untilState } from './world.ts';

const info = { name: 'Anna’s phone', platform: 'Android' };

interface Paired {
  desk: Desk;
  environment: Phone;
  store: DeviceStore;
  connect(): Promise<HostConnection>;
}

async function paired(desk: Desk, environment = new Phone()): Promise<Paired> {
  const store = memoryStore();
  const result = await pairWithLink({ environment, store, link: await desk.link(), info });
  if (result.kind !== 'paired') throw new Error(`pairing: ${result.kind}`);
  const { hostId } = result.record;
  return {
    desk,
    environment,
    store,
    async connect() {
      const record = await store.load(hostId);
      if (!record) throw new Error('not paired');
      return connectToHost({ environment, store, record });
    },
  };
}

async function connected(desk: Desk, environment?: Phone) {
  const phone = await paired(desk, environment);
  const connection = await phone.connect();
  await untilKind(connection, 'connected');
  return { ...phone, connection };
}

const deviceIdOf = async ({ host }: Desk) => (await host.api.snapshot()).devices[0]?.id as string;
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: CallError) => error.code,
  );

describe('a connection', () => {
  it('calls what the catalogue has, and gets parsed answers', async () => {
    const { connection } = await connected(await startDesk());
    const home = await connection.call('home/open', {});
    expect(home.device).toEqual({ name: info.name, right: 'start' });
    expect(connection.facts).toMatchObject({ name: 'Desk', deviceName: info.name, right: 'start' });
    connection.close();
  });

  it('gives the host’s errors by their code', async () => {
    const { connection } = await connected(await startDesk());
    expect(await failureOf(connection.call('thread/open', { thread: 'none', sub: 1 }))).toBe('unknownThread');
    connection.close();
  });

  it('hears what changes at the desk, and keeps it', async () => {
    const desk = await startDesk();
    const { connection, store } = await connected(desk);
    const heard = new Promise((resolve) => {
      connection.listen({ event: (name, params) => name === 'device/changed' && resolve(params) });
    });
    await desk.host.api.run('device/allow', { id: await deviceIdOf(desk), right: 'view' });
    expect(await heard).toEqual({ name: info.name, right: 'view' });
    expect(connection.facts.right).toBe('view');
    expect(await store.list()).toMatchObject([{ device: { right: 'view' } }]);
    connection.close();
  });

  it('goes on beyond the window, because it says what it has opened', async () => {
    const { connection } = await connected(await startDesk());
    let received = 0;
    while (received < 2 * SESSION_WINDOW) {
      const home = await connection.call('home/open', {});
      // A lower bound: padding and envelope come on top.
      received += JSON.stringify(home).length;
    }
    expect(connection.state().kind).toBe('connected');
    connection.close();
  });

  it('makes every decision as long as the others', async () => {
    const environment = new Phone();
    const { connection } = await connected(await startDesk(), environment);
    const lengths = environment.sentLengths;
    for (const note of ['', 'x'.repeat(900)]) {
      const call = connection.call('approval/decide', {
        requestId: 'r'.repeat(16),
        approval: toBase64url(new Uint8Array(16)),
        decision: 'decline',
        scope: 'once',
        note,
        cardDigest: toBase64url(new Uint8Array(32)),
        at: 0,
        signature: toBase64url(new Uint8Array(64)),
      });
      await failureOf(call);
      expect(lengths.at(-1)).toBe(2048 + 5);
    }
    connection.close();
  });

  it.each([
    ['a key that cannot be read', globalThis.crypto.subtle],
    ['bytes', undefined],
  ])('signs decisions with %s', async (_name, subtle) => {
    const environment = new Phone();
    environment.subtle = subtle;
    const { connection, store } = await connected(await startDesk(), environment);
    const approvalId = nodeSuite.randomBytes(16);
    const card = '{"v":1}';
    const signed = await connection.sign({
      approval: toBase64url(approvalId),
      card,
      decision: 'approve',
      scope: 'session',
      note: 'fine',
      at: 1_900_000_000_000,
    });
    const record = (await store.list())[0];
    if (!record) throw new Error('not stored');
    const message = decisionBytes({
      hostPublicKey: record.hostPublicKey,
      identityKey: record.identity.publicKey,
      approvalId,
      cardDigest: cardDigest(nodeSuite, card),
      decision: 1,
      scope: 2,
      note: 'fine',
      deviceTime: 1_900_000_000_000,
    });
    expect(signed.cardDigest).toBe(toBase64url(cardDigest(nodeSuite, card)));
    const { verify } = nodeSuite.ed25519;
    expect(verify(record.identity.publicKey, message, fromBase64url(signed.signature))).toBe(true);
    connection.close();
  });
});

describe('ahead of the host’s word', () => {
  it('takes calls that only read, which are answered once it is connected', async () => {
    const { connection, environment } = await connected(await startDesk());
    const asked: unknown[] = [];
    connection.listen({
      early: () => {
        expect(connection.state().kind).not.toBe('connected');
        asked.push(
          connection.call('home/open', {}).then(() => connection.state().kind),
          failureOf(connection.call('turn/stop', { requestId: 'r'.repeat(16), thread: 't', turn: 't' })),
        );
      },
    });
    environment.cut();
    await expect.poll(() => connection.state().kind).toBe('connecting');
    environment.pass(1_000);
    await expect.poll(() => connection.state().kind).toBe('connected');
    expect(await Promise.all(asked)).toEqual(['connected', 'cut']);
    connection.close();
  });
});

describe('closed by who hears of a cut', () => {
  it('does not come back', async () => {
    const { connection, environment, store } = await connected(await startDesk());
    const serial = (await store.list())[0]?.serial;
    const closed = new Promise<void>((resolve) => {
      connection.listen({
        changed: () => {
          connection.close();
          resolve();
        },
      });
    });
    environment.cut();
    await closed;
    expect(environment.waits).toEqual([]);
    expect((await store.list())[0]?.serial).toBe(serial);
  });
});

describe('a cut', () => {
  it('fails what was under way, and the connection comes back by itself', async () => {
    const { connection, environment, store } = await connected(await startDesk());
    const first = connection.state().since;
    const serial = (await store.list())[0]?.serial as number;
    const underWay = failureOf(connection.call('home/open', {}));
    environment.cut();
    expect(await underWay).toBe('cut');
    expect(connection.state().kind).toBe('connecting');
    expect(await failureOf(connection.call('home/open', {}))).toBe('cut');
    environment.pass(1_000);
    await untilKind(connection, 'connected');
    expect(connection.state().since).toBeGreaterThan(first);
    expect((await store.list())[0]?.serial).toBe(serial + 1);
    connection.close();
  });

  it('at any frame, again and again, locks nobody out', async () => {
    const { connection, environment, store } = await connected(await startDesk());
    const settled = (state: ConnectionState) =>
      state.kind === 'connected' || (state.kind === 'broken' && state.nextTryAt !== null);
    const cutAndTryAgain = async () => {
      environment.cut();
      await untilState(connection, ({ kind }) => kind !== 'connected');
      environment.pass(1_000);
      connection.wake();
      await untilState(connection, settled);
    };
    let opened = 0;
    for (let frame = 0; frame < 8; frame++) {
      for (const direction of ['in', 'out'] as const) {
        environment.wire = (way, at) => (way === direction && at === frame ? 'cut' : 'pass');
        await cutAndTryAgain();
        if (connection.state().kind === 'connected') opened++;
        await failureOf(connection.call('home/open', {}));
      }
    }
    expect(opened).toBeGreaterThan(0);
    environment.wire = () => 'pass';
    await cutAndTryAgain();
    expect(connection.state().kind).toBe('connected');
    expect((await store.list())[0]?.confirmed).toBe(true);
    connection.close();
  });

  it('that nobody notices is found by a ping that is not answered', async () => {
    const environment = new Phone();
    const { connection } = await connected(await startDesk(), environment);
    environment.silence();
    environment.pass(25_000);
    environment.pass(34_000);
    expect(connection.state().kind).toBe('connected');
    environment.pass(1_000);
    expect(connection.state().kind).toBe('connecting');
    connection.close();
  });

  it('while the phone slept is found within seconds of waking', async () => {
    const environment = new Phone();
    const { connection } = await connected(await startDesk(), environment);
    environment.silence();
    connection.wake();
    environment.pass(5_000);
    expect(connection.state().kind).toBe('connecting');
    connection.close();
  });
});

describe('a host that stays silent', () => {
  it('is asked again each 25 seconds, for as long as it answers', async () => {
    const { connection, environment } = await connected(await startDesk());
    for (let ping = 0; ping < 3; ping++) {
      const sent = environment.sentLengths.length;
      environment.pass(25_000);
      // The ping, and that its answer came.
      await vi.waitFor(() => expect(environment.sentLengths).toHaveLength(sent + 2), PATIENCE);
      // The answer stops the deadline and sets the time of the next ping.
      await vi.waitFor(() => expect(environment.waits).toEqual([25_000]), PATIENCE);
    }
    expect(connection.state().kind).toBe('connected');
    connection.close();
  });

  it('is given up after as long as a handshake may take', async () => {
    const phone = await paired(await startDesk());
    const { environment } = phone;
    environment.sentLengths.length = 0;
    environment.wire = (way, frame) => {
      if (way === 'in' && frame === 1) environment.silence();
      return 'pass';
    };
    const connection = await phone.connect();
    await vi.waitFor(() => expect(environment.sentLengths).toHaveLength(2), PATIENCE);
    environment.pass(14_999);
    expect(connection.state().kind).toBe('connecting');
    environment.pass(1);
    expect(await untilKind(connection, 'broken')).toMatchObject({ leg: 'host' });
    connection.close();
  });
});

describe('the broken leg', () => {
  const broken = (state: ConnectionState): state is Extract<ConnectionState, { kind: 'broken' }> =>
    state.kind === 'broken';

  it('is the host when the relay answers and the host is away', async () => {
    const relay = await startTestRelay();
    const desk = await startDesk(relay);
    const { connection, environment } = await connected(desk);
    await desk.stop();
    const { leg, nextTryAt } = await untilState(connection, broken);
    expect(leg).toBe('host');
    expect(nextTryAt).toBeGreaterThan(environment.now());
    await desk.start();
    connection.wake();
    await untilKind(connection, 'connected');
    connection.close();
  });

  it('is the relay when nobody answers there, and the waits grow to fifteen seconds', async () => {
    const relay = await startTestRelay();
    const { connection, environment } = await connected(await startDesk(relay));
    await relay.close();
    await untilKind(connection, 'connecting');
    const waits: number[] = [];
    for (let round = 0; round < 8; round++) {
      environment.pass(LONGEST_WAIT_MS);
      const { leg, nextTryAt } = await untilState(
        connection,
        (state): state is Extract<ConnectionState, { kind: 'broken' }> =>
          broken(state) && state.nextTryAt !== null,
      );
      expect(leg).toBe('relay');
      waits.push((nextTryAt as number) - environment.now());
    }
    expect(waits).toEqual([375, 750, 1500, 3000, 6000, 11250, 11250, 11250]);
    connection.close();
  });

  it('is the phone when it has no network', async () => {
    const relay = await startTestRelay();
    const { connection, environment } = await connected(await startDesk(relay));
    environment.connected = false;
    await relay.close();
    await untilKind(connection, 'connecting');
    environment.pass(1_000);
    expect((await untilState(connection, broken)).leg).toBe('offline');
    connection.close();
  });

  it('is the relay for an https page whose host is found in the LAN only: nothing is dialled', async () => {
    const phone = await paired(await startDesk());
    phone.environment.secure = true;
    phone.environment.dialled.length = 0;
    const connection = await phone.connect();
    expect((await untilState(connection, broken)).leg).toBe('relay');
    expect(phone.environment.dialled).toEqual([]);
    connection.close();
  });
});

describe('the routes', () => {
  it('are tried in turn, the one that worked last first', async () => {
    const { environment, store, connect } = await paired(await startDesk());
    const [record] = await store.list();
    const good = record?.lastRoute as string;
    await store.change(record?.hostId as string, (stored) => ({
      ...(stored as NonNullable<typeof stored>),
      routes: [good, 'ws://127.0.0.1:9'],
      lastRoute: 'ws://127.0.0.1:9',
    }));
    environment.dialled.length = 0;
    const connection = await connect();
    await untilKind(connection, 'connected');
    expect(environment.dialled.map((url) => new URL(url).host)).toEqual(['127.0.0.1:9', new URL(good).host]);
    expect((await store.list())[0]?.lastRoute).toBe(good);
    connection.close();
  });
});

describe('the host’s word', () => {
  it('revoked ends it for good', async () => {
    const desk = await startDesk();
    const { connection, environment } = await connected(desk);
    await desk.host.api.run('device/revoke', { id: await deviceIdOf(desk) });
    const state = await untilKind(connection, 'refused');
    expect(state).toMatchObject({ reason: 'revoked' });
    expect(environment.waits).toEqual([]);
    connection.close();
  });

  it('that a phone may leave makes it forget', async () => {
    const { connection, store } = await connected(await startDesk());
    await connection.call('device/leave', {});
    expect(await untilKind(connection, 'refused')).toMatchObject({ reason: 'left' });
    expect(await store.list()).toEqual([]);
    connection.close();
  });

  it('that this phone is connected somewhere else lets this one rest until somebody looks at it', async () => {
    const phone = await paired(await startDesk());
    const [one, two] = [await phone.connect(), new Phone()];
    const first = await untilKind(one, 'connected');
    const [record] = await phone.store.list();
    if (!record) throw new Error('not stored');
    const other = connectToHost({ environment: two, store: phone.store, record });
    await untilKind(other, 'connected');
    expect(await untilKind(one, 'broken')).toMatchObject({ leg: 'host', nextTryAt: null });
    expect(phone.environment.waits).toEqual([]);
    one.wake();
    // No time has passed on this phone's clock; still it is another session than the first.
    expect((await untilKind(one, 'connected')).since).toBeGreaterThan(first.since);
    await untilKind(other, 'broken');
    one.close();
    other.close();
  });

  it('retired is what a copy of an older store hears', async () => {
    const desk = await startDesk();
    const { connection, environment, store } = await connected(desk);
    // A copy of what is stored now, and two sessions of the original: the copy's secret is then retired.
    const copied = (await store.list())[0] as NonNullable<Awaited<ReturnType<DeviceStore['load']>>>;
    for (let sessions = 0; sessions < 2; sessions++) {
      environment.cut();
      await untilKind(connection, 'connecting');
      environment.pass(1_000);
      await untilKind(connection, 'connected');
    }
    const copyStore = memoryStore();
    await copyStore.change(copied.hostId, () => copied);
    const copy = connectToHost({ environment: new Phone(), store: copyStore, record: copied });
    expect(await untilKind(copy, 'refused')).toMatchObject({ reason: 'retired' });
    copy.close();
    connection.close();
  });
});

describe('two tabs of one store', () => {
  it('keep the newest secret: what was made from an older one does not replace it', async () => {
    const phone = await paired(await startDesk());
    const record = (await phone.store.list())[0] as NonNullable<Awaited<ReturnType<DeviceStore['load']>>>;
    // This tab reads the record before the other one connects, and writes after it.
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const late: DeviceStore = {
      ...phone.store,
      async change(...args) {
        await held;
        return phone.store.change(...args);
      },
    };
    const slow = connectToHost({ environment: new Phone(), store: late, record });
    const fast = await phone.connect();
    await untilKind(fast, 'connected');
    const newest = await phone.store.load(record.hostId);
    release();
    await untilState(slow, ({ kind }) => kind !== 'connecting');
    expect((await phone.store.load(record.hostId))?.secret).toBe(newest?.secret);
    slow.close();
    fast.close();
  });
});
