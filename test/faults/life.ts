/**
 * An afternoon with an agent, as script: pairing, a prompt, a turn that streams, a file as long as several frames, an
 * approval, a second prompt. Whatever breaks meanwhile, it ends with the phone showing exactly what the agent said, each
 * prompt run once, and the approval answered once.
 */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { decisionsOf } from '../../phone/state/decisions.ts';
import type { HostSession } from '../../phone/state/host-session.ts';
import type { ThreadStore } from '../../phone/state/thread-store.ts';
import { TEXT_EVERY, threadsOf } from '../../phone/state/threads.ts';
import type { Item } from '../../protocol/session/items.ts';
import { commandAsk } from '../main/host/scripted-agent.ts';
import { randomOf } from './seed.ts';
import type { Fault, Shape, Wire } from './wire.ts';
import { World } from './world.ts';

export type Leg = 'phone' | 'host';
export interface LegFault extends Fault {
  readonly leg: Leg;
}

export interface Weather {
  readonly seed: number;
  readonly faults?: readonly LegFault[];
  readonly shape?: Shape;
  /** Whether the person looks at the phone when something has broken; else the phone finds out by itself. */
  readonly looks?: boolean;
  /** Runs in the middle of the turn. */
  readonly midTurn?: (world: World) => Promise<void>;
}

/** What went over each connection of each wire. */
export type Traffic = Record<Leg, Wire['passed']>;
export interface Lived {
  readonly traffic: Traffic;
  /** How many of the faults struck: a connection that one waits for may never come. */
  readonly struck: number;
}

const THREAD = 't1';
const WORDS = 40;
const LONG = 150_000;
/** Beyond what each of its waits is given: something that should have had an end had none. */
const LIFE_MS = 120_000;

/** Rejects with what did not hold, and with the weather that has to be had again to see it. */
export async function live(weather: Weather): Promise<Lived> {
  const { seed, faults = [], shape = {}, looks = true, midTurn } = weather;
  let session: HostSession | null = null;
  let struck = 0;
  const world = await World.start(randomOf(seed), (wires) => {
    for (const { leg, ...fault } of faults) {
      void wires[leg].plan(fault).then(() => {
        struck++;
        if (looks) session?.wake();
      });
    }
    wires.phone.shape = shape;
    wires.host.shape = shape;
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('it never came to an end')), LIFE_MS);
  });
  const lived = async () => {
    // In some weathers the way is broken for longer than a link is good for.
    await world.pair({ renews: true });
    session = world.session!;
    await afternoon(world, session, midTurn);
  };
  try {
    await Promise.race([lived(), tooLong]);
    return { traffic: { phone: world.wires.phone.passed, host: world.wires.host.passed }, struck };
  } catch (error) {
    const told = JSON.stringify({ seed, faults, shape, looks });
    throw new Error(`in this weather: ${told}: ${(error as Error).message}`, { cause: error });
  } finally {
    clearTimeout(timer);
    await world.close();
  }
}

async function afternoon(world: World, session: HostSession, midTurn: Weather['midTurn']): Promise<void> {
  const { agent } = world;
  session.outgoing.say({ kind: 'new', project: world.project, agent: agent.id }, 'Fix it');
  await world.eventually('the first prompt reaches the agent', () => agent.prompts.length > 0);
  await world.eventually('the phone lists the thread', () => session.home.get()?.threads.length === 1);
  const thread = session.home.get()!.threads[0]!.id;
  const { store } = threadsOf(session).watch(thread);
  world.always(() => assertStretch(store, world));
  await world.eventually('the thread opens', () => store.page !== null);

  const put = (id: string, text: string, done: boolean) =>
    agent.sink.change(THREAD, {
      type: 'put',
      item: { id, turn: null, at: 0, type: 'agent', text, final: done, done },
    });
  put('a1', '', false);
  for (let word = 0; word < WORDS; word++) {
    agent.sink.change(THREAD, { type: 'append', item: 'a1', text: `word ${word} ` });
    // Some of the words come alone, others together with those that stream in behind them.
    if (word % 3 === 0) await delay(TEXT_EVERY + 5);
    if (word === WORDS / 2) await midTurn?.(world);
  }
  put('a2', randomText(LONG), true);

  agent.ask(commandAsk('k1'));
  const open = () => session.home.get()?.approvals.find(({ state }) => state === 'open');
  await world.eventually('the approval is shown', () => open() !== undefined);
  const { id, card } = open()!;
  const answer = { approval: id, card: card!, decision: 'approve', scope: 'once', note: '' } as const;
  await Promise.all([decisionsOf(session).answer(answer), decisionsOf(session).answer(answer)]);
  await world.eventually('the agent has the answer', () => agent.answers.length > 0);

  session.outgoing.say({ kind: 'thread', thread }, 'And then?');
  await world.eventually('the second prompt reaches the agent', () => agent.prompts.length > 1);
  put('a3', 'Done.', true);

  await world.eventually('the phone shows all of it', () => {
    const last = store.page?.items.at(-1);
    return last?.id === 'a3';
  });
  await world.eventually('nothing waits to be sent', () => session.outgoing.outbox.get().length === 0);
  await world.eventually('the approval is closed on the phone', () => {
    return open() === undefined && decisionsOf(session).states.get().size === 0;
  });
  await world.eventually('the beginning is fetched, where only the end was shown', async () => {
    await threadsOf(session).older(thread);
    return store.page?.first === 0;
  });
  assert.deepEqual(store.page!.items, agent.items(THREAD));
  assert.deepEqual(
    agent.prompts.map(({ text }) => text),
    ['Fix it', 'And then?'],
  );
  assert.equal(agent.answers.length, 1);
}

/** What is shown is a stretch of what was said, always: the last of it may be shorter, nothing else. */
function assertStretch({ page }: ThreadStore, { agent }: World): void {
  if (page === null) return;
  const said = agent.items(THREAD).slice(page.first, page.first + page.items.length);
  const ids = (items: readonly Item[]) => items.map(({ id }) => id);
  assert.deepEqual(ids(page.items), ids(said));
  for (const [at, item] of page.items.entries()) {
    if (item.type !== 'agent') continue;
    const whole = said[at] as typeof item;
    assert.ok(whole.text.startsWith(item.text), `item ${item.id} is not what was said`);
  }
}

/** Deflates badly, so that it takes several frames. */
function randomText(length: number): string {
  const random = randomOf(1);
  return Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join('');
}
