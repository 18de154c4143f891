import { expect, test } from 'vitest';
import type { Connection } from '../../../../main/host/agents/codex/connect.ts';
import { Recovery } from '../../../../main/host/agents/codex/recover.ts';
import type { Joined, Launched } from '../../../../main/host/agents/codex/servers.ts';
import type { Clock } from '../../../../main/host/clock.ts';

/** A world that is told what happens next, and keeps what the recovery did. */
function world(random = () => 1) {
  let now = 0;
  const did: string[] = [];
  const timers = new Set<{ at: number; task: () => void }>();
  const clock: Clock = {
    now: () => now,
    after(ms, task) {
      const timer = { at: now + ms, task };
      timers.add(timer);
      did.push(`wait ${ms}`);
      return () => timers.delete(timer);
    },
  };
  let cut = (_: { tooLarge: boolean }) => {};
  const connection = (): Connection => {
    const closed = new Promise<{ tooLarge: boolean }>((resolve) => {
      cut = resolve;
    });
    return {
      rpc: null as never,
      version: null,
      home: null,
      joined: true,
      closed,
      close: async () => cut({ tooLarge: false }),
    };
  };
  const joins: Joined['kind'][] = [];
  const launches: Launched['kind'][] = [];
  const outcome = <K extends string>(kind: K) =>
    kind === 'connected' ? { kind, connection: connection() } : { kind };
  const recovery = new Recovery({
    clock,
    random,
    join: async () => {
      did.push('join');
      return outcome(joins.shift() ?? 'nobody') as Joined;
    },
    launch: async () => {
      did.push('launch');
      return outcome(launches.shift() ?? 'failed') as Launched;
    },
    connected: () => did.push('connected'),
    lost: ({ tooLarge }) => did.push(tooLarge ? 'lost too large' : 'lost'),
    gone: () => did.push('gone'),
  });
  return {
    recovery,
    joins,
    launches,
    cut: (tooLarge = false) => cut({ tooLarge }),
    /** Lets everything run that is due by then, and tells what was done meanwhile. */
    async pass(ms: number): Promise<string[]> {
      now += ms;
      for (const timer of [...timers]) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.task();
      }
      await new Promise((resolve) => setImmediate(resolve));
      return did.splice(0);
    },
  };
}

test('joins the server that runs, and starts none', async () => {
  const { recovery, joins, pass } = world();
  joins.push('connected');
  recovery.start();
  expect(await pass(0)).toEqual(['join', 'connected']);
  await recovery.close();
});

test('after a loss it looks at once whether the server is still there, and only then starts another', async () => {
  const { recovery, joins, launches, cut, pass } = world();
  joins.push('connected', 'connected', 'nobody');
  launches.push('connected');
  recovery.start();
  await pass(60_000);
  cut();
  expect(await pass(0)).toEqual(['lost', 'join', 'connected']);
  await pass(60_000);
  cut();
  expect(await pass(0)).toEqual(['lost', 'join', 'gone', 'wait 1000']);
  expect(await pass(1000)).toEqual(['launch', 'connected']);
  await recovery.close();
});

test('waits longer with every failure, up to half a minute', async () => {
  const { recovery, pass } = world();
  recovery.start();
  const waits: number[] = [];
  let did = await pass(0);
  for (let turn = 0; turn < 8; turn += 1) {
    const wait = Number(did.find((word) => word.startsWith('wait'))!.slice(5));
    waits.push(wait);
    did = await pass(wait);
  }
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  await recovery.close();
});

test('a random half of the wait is left out', async () => {
  const { recovery, pass } = world(() => 0);
  recovery.start();
  expect(await pass(0)).toContain('wait 500');
  await recovery.close();
});

test('a server that lets it in and cuts it off, again and again, is not joined without a pause', async () => {
  const { recovery, joins, cut, pass } = world();
  joins.push('connected', 'connected', 'connected');
  recovery.start();
  await pass(0);
  cut(true);
  expect(await pass(0)).toEqual(['lost too large', 'join', 'connected']);
  cut(true);
  expect(await pass(0)).toEqual(['lost too large', 'wait 1000']);
  await recovery.close();
});

test('a crash again and again waits ever longer, although each start succeeds', async () => {
  const { recovery, launches, cut, pass } = world();
  launches.push('connected', 'connected', 'connected');
  recovery.start();
  await pass(0);
  cut();
  expect(await pass(0)).toContain('wait 1000');
  await pass(1000);
  cut();
  expect(await pass(0)).toContain('wait 2000');
  await recovery.close();
});

test('told to look again, it does not wait', async () => {
  const { recovery, launches, pass } = world();
  launches.push('absent', 'connected');
  recovery.start();
  expect(await pass(0)).toEqual(['join', 'gone', 'launch', 'wait 300000']);
  recovery.retry();
  expect(await pass(0)).toEqual(['join', 'gone', 'launch', 'connected']);
  await recovery.close();
});

test('closed while it waits, it does nothing more', async () => {
  const { recovery, pass } = world();
  recovery.start();
  await pass(0);
  await recovery.close();
  expect(await pass(1_000_000)).toEqual([]);
});

test('an environment out of reach is not looked for again until told, and costs no timer meanwhile', async () => {
  const { recovery, joins, pass } = world();
  joins.push('away', 'away', 'connected');
  recovery.start();
  expect(await pass(0)).toEqual(['join']);
  expect(await pass(3_600_000)).toEqual([]);
  recovery.retry();
  expect(await pass(0)).toEqual(['join']);
  recovery.retry();
  expect(await pass(0)).toEqual(['join', 'connected']);
  await recovery.close();
});

test('what is told while it looks is not forgotten: it looks again at once', async () => {
  const { recovery, joins, pass } = world();
  joins.push('away', 'connected');
  recovery.start();
  // The first look is under way and has found nothing yet.
  recovery.retry();
  expect(await pass(0)).toEqual(['join', 'join', 'connected']);
  await recovery.close();
});
