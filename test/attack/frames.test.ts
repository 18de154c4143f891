/** What a hostile relay tries with sealed frames. Each attack succeeds against a build without the one defence. */
import { describe, expect, test } from 'vitest';
import type { RequestsOptions } from '../../main/host/session/requests.ts';
import { type Bytes, utf8 } from '../../protocol/bytes.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import type { SyncSuite } from '../../protocol/suite.ts';
import { eventsOf, type NodeDevice, until } from '../main/host/node-device.ts';
import type { Passing } from './hostile-relay.ts';
import { begin, environment, eventually, lastLine, prompts, recovers, type Scene, scene } from './scene.ts';
import { anyOrder, ForgetfulRequests, inClear, noTag, oneKey } from './weakened.ts';

/** A host and a phone that is connected and looks at its home screen. `suite`: what both are built with. */
async function watching(suite?: SyncSuite): Promise<Scene & { ada: NodeDevice }> {
  const build = await scene(suite && { suite });
  const ada = await build.phone('Ada', environment(suite && { suite }));
  await ada.connection.call('home/open', {});
  return { ...build, ada };
}

/** What the phone was told of the agent, in order. */
const told = (ada: NodeDevice) => eventsOf(ada, 'agent/changed').map(({ agent }) => agent.state);

/** Meddles with the payloads to devices that come from now on; `change` sees the first, the second, … of them. */
function fromNow({ relay }: Scene, change: (at: number, passing: Passing) => readonly Bytes[]): void {
  let at = 0;
  relay.meddle = (passing) => (passing.way === 'toDevice' ? change(at++, passing) : [passing.bytes]);
}

/** The phone has seen all that was sent to it, or its session is over. */
async function settled(ada: NodeDevice): Promise<void> {
  await Promise.race([
    ada.connection.call('session/ping', {}).catch(() => {}),
    until(ada, ({ kind }) => kind !== 'connected'),
  ]);
}

describe('reading', () => {
  const SECRET = 'the-password-is-swordfish';
  async function record(suite?: SyncSuite): Promise<string> {
    const { host, relay, ada } = await watching(suite);
    const { thread } = await begin(host, ada, SECRET);
    await ada.connection.call('thread/open', { thread, sub: 1 });
    return relay.everything();
  }

  test('nothing that crosses the relay can be read', async () => {
    const crossed = await record();
    expect(crossed.length).toBeGreaterThan(500);
    for (const word of [SECRET, 'Ada', 'thread/start', 'test host', 'scripted']) {
      expect(crossed).not.toContain(word);
    }
    expect(await record(inClear), 'without encryption').toContain(SECRET);
  });
});

describe('altering', () => {
  /** The relay guesses the plaintext right, and turns one word of it into another. */
  async function alter(suite?: SyncSuite): Promise<string[]> {
    const watched = await watching(suite);
    const { host, relay, ada } = watched;
    relay.meddle = ({ way, bytes }) => {
      if (way === 'toDevice') return [bytes];
      const params = { requestId: 'attack-request-000001', project: host.project.id, agent: 'scripted' };
      const guess = utf8(
        JSON.stringify({ id: 2, method: 'thread/start', params: { ...params, text: 'keep it' } }),
      );
      const at = 5 + Buffer.from(guess).indexOf('keep it');
      const altered = Uint8Array.from(bytes);
      const [from, to] = [utf8('keep it'), utf8('wipe it')];
      for (let i = 0; i < from.length; i++) altered[at + i]! ^= from[i]! ^ to[i]!;
      return [altered];
    };
    await Promise.race([
      begin(host, ada, 'keep it').catch(() => {}),
      until(ada, ({ kind }) => kind !== 'connected'),
    ]);
    const done = prompts(host);
    if (!suite) await recovers(watched, ada);
    return done;
  }

  test('a prompt that was altered on its way is not run', async () => {
    expect(await alter()).toEqual([]);
    expect(await alter(noTag), 'without authentication').toEqual(['wipe it']);
  });
});

describe('order', () => {
  async function meddled(change: (at: number, passing: Passing) => readonly Bytes[], suite?: SyncSuite) {
    const watched = await watching(suite);
    const { host, ada } = watched;
    fromNow(watched, change);
    host.agent.become('starting');
    host.agent.become('ready');
    await settled(ada);
    const heard = told(ada);
    if (!suite) {
      await recovers(watched, ada);
      const { agents } = await ada.connection.call('home/open', {});
      expect(agents[0]?.state, 'what it sees afterwards is what is').toBe('ready');
    }
    return heard;
  }

  test('an event that is repeated is not heard twice', async () => {
    const twice = (_at: number, { bytes }: Passing) => [bytes, bytes];
    const heard = await meddled(twice);
    expect(heard.filter((state) => state === 'starting').length).toBeLessThanOrEqual(1);
    expect(heard.filter((state) => state === 'ready').length).toBeLessThanOrEqual(1);
    expect(await meddled(twice, anyOrder), 'without order').toEqual([
      'starting',
      'starting',
      'ready',
      'ready',
    ]);
  });

  test('events change places for nobody', async () => {
    const kept: Bytes[] = [];
    const swapped = (at: number, { bytes }: Passing): readonly Bytes[] => {
      if (at > 0) return [bytes, ...kept.splice(0)];
      kept.push(bytes);
      return [];
    };
    expect(await meddled(swapped)).toEqual([]);
    expect(await meddled(swapped, anyOrder), 'without order').toEqual(['ready', 'starting']);
  });

  test('what comes after an event that was dropped is not believed', async () => {
    const gap = (at: number, { bytes }: Passing) => (at === 0 ? [] : [bytes]);
    expect(await meddled(gap)).toEqual([]);
    expect(await meddled(gap, anyOrder), 'without order').toEqual(['ready']);
  });

  /** Each frame of the phone arrives twice. Order and memory of what was asked each keep it to once. */
  async function promptTwice(order: 'kept' | 'any', requests: 'remembered' | 'forgotten') {
    const suite = order === 'any' ? { suite: anyOrder } : {};
    const forgotten = { requests: (options: RequestsOptions) => new ForgetfulRequests(options) };
    const build = await scene({ ...suite, ...(requests === 'forgotten' && forgotten) });
    const ada = await build.phone('Ada', environment(suite));
    build.relay.meddle = ({ way, bytes }) => (way === 'toHost' ? [bytes, bytes] : [bytes]);
    const asked = begin(build.host, ada, 'once').catch(() => {});
    if (order === 'kept') await until(ada, ({ kind }) => kind !== 'connected');
    await asked;
    await eventually(() => prompts(build.host)).toContain('once');
    await recovers(build, ada);
    // The phone cannot know whether it was done, and says it again.
    await begin(build.host, ada, 'once');
    return prompts(build.host).filter((text) => text === 'once').length;
  }

  test('a prompt that is repeated is run once, and its thread goes on', async () => {
    expect(await promptTwice('kept', 'remembered')).toBe(1);
    expect(await promptTwice('any', 'remembered'), 'without order').toBe(1);
    expect(await promptTwice('kept', 'forgotten'), 'without memory: by the phone itself').toBe(2);
    expect(await promptTwice('any', 'forgotten'), 'without both').toBe(3);
  });
});

describe('other places', () => {
  /** The phone's own words come back to it. */
  async function reflect(suite?: SyncSuite): Promise<string[]> {
    const opened: string[] = [];
    const base = suite ?? nodeSuite;
    const spying: SyncSuite = {
      ...base,
      aead(key) {
        const cipher = base.aead(key);
        const open = (nonce: Bytes, sealed: Bytes, aad: Bytes) => {
          const plaintext = cipher.open(nonce, sealed, aad);
          opened.push(Buffer.from(plaintext).toString('latin1'));
          return plaintext;
        };
        return { ...cipher, open };
      },
    };
    const build = await scene(suite && { suite });
    const ada = await build.phone('Ada', environment({ suite: spying }));
    const line = lastLine(build);
    // From here on both directions are at the same place in their order.
    await ada.connection.call('session/ping', {}).catch(() => {});
    const own: Bytes[] = [];
    build.relay.meddle = ({ way, bytes }) => {
      if (way === 'toHost') own.push(bytes);
      return way === 'toHost' ? [] : [bytes];
    };
    ada.connection.call('session/ping', {}).catch(() => {});
    ada.connection.call('home/open', {}).catch(() => {});
    await build.relay.until(() => own.length === 2);
    build.relay.toDevice(line, own[1]!);
    await eventually(
      () => ada.connection.state().kind !== 'connected' || opened.some((text) => text.includes('home/open')),
    ).toBe(true);
    if (!suite) await recovers(build, ada);
    return opened.filter((text) => text.includes('"method":"home/open"'));
  }

  test('a frame of the phone is not taken for one of the host', async () => {
    expect(await reflect()).toEqual([]);
    expect(await reflect(oneKey), 'with one key for both directions').toHaveLength(1);
  });

  /** What Ada asks for is put into the channel of Bob. */
  async function splice(suite?: SyncSuite) {
    const build = await scene(suite && { suite });
    const ada = await build.phone('Ada', environment(suite && { suite }));
    const adas = lastLine(build);
    const bob = await build.phone('Bob', environment(suite && { suite }));
    const bobs = lastLine(build);
    build.relay.meddle = ({ line, way, bytes }) => {
      if (way === 'toHost' && line === adas) build.relay.toHost(bobs, bytes);
      return way === 'toHost' ? [] : [bytes];
    };
    begin(build.host, ada, 'spliced').catch(() => {});
    await Promise.race([
      eventually(() => prompts(build.host)).toEqual(['spliced']),
      until(bob, ({ kind }) => kind !== 'connected'),
    ]);
    const done = prompts(build.host);
    if (!suite) {
      await recovers(build, bob);
      expect(prompts(build.host)).not.toContain('spliced');
    }
    return done;
  }

  test('what one phone says does nothing in the session of another', async () => {
    expect(await splice()).toEqual([]);
    expect(await splice(oneKey), 'with one key for all sessions').toEqual(['spliced']);
  });
});
