import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { NativeAnswer, NativeAsk } from '../../../../main/host/agents/agent.ts';
import { DemoAgent } from '../../../../main/host/agents/demo/demo.ts';
import { systemClock } from '../../../../main/host/clock.ts';
import { Ask } from '../../../../protocol/session/card.ts';
import { Item } from '../../../../protocol/session/items.ts';
import { RecordingSink } from '../codex/sink.ts';

const once = { scope: 'once', note: '' } as const;
const prompt = (text: string) => ({ text, request: null });

/** Plays the tour and then everything else, with this answer to each ask. */
async function play(answerTo: (ask: NativeAsk) => NativeAnswer) {
  let last = 0;
  const newId = () => {
    last += 1;
    return `d${last}`;
  };
  const agent = new DemoAgent({ clock: systemClock, newId, pace: 0 });
  const sink = new RecordingSink();
  agent.start(sink);
  let answered = 0;
  const over = (thread: string, turn: string) =>
    sink.until(() => {
      const ask = sink.asks[answered];
      if (ask !== undefined) {
        answered += 1;
        void agent.answer(ask.key, answerTo(ask));
      }
      const seen = sink.seen(thread).turn;
      return seen?.id === turn && seen.state !== 'running' ? seen : null;
    });
  const { thread, turn } = await agent.startThread('/p', prompt('Fix it'));
  const first = await over(thread, turn);
  const next = await agent.startTurn(thread, prompt('Show me everything'));
  const second = await over(thread, next.turn);
  await agent.close();
  return {
    states: [first.state, second.state],
    asks: sink.asks.map(({ ask }) => ask),
    items: sink.seen(thread).items,
  };
}

const yes = ({ ask }: NativeAsk): NativeAnswer => {
  if (ask.kind === 'question') return { decision: 'answer', answers: { next: ['Leave it here'] } };
  if (ask.kind === 'form') return { decision: 'answer', answers: { mail: ['a@example.com'] } };
  return { decision: 'approve', ...once };
};

test('asks for one of each kind, and shows one of each item', async () => {
  const { states, asks, items } = await play(yes);
  expect(states).toEqual(['completed', 'completed']);
  const kinds = Ask.options.map((option) => option.entries.kind.literal);
  expect([...new Set(asks.map(({ kind }) => kind))].sort()).toEqual([...kinds].sort());
  for (const ask of asks) expect(v.is(Ask, ask), ask.kind).toBe(true);
  for (const item of items) expect(v.is(Item, item), item.type).toBe(true);
  const types = Item.options.map((option) => option.entries.type.literal).filter((type) => type !== 'other');
  expect([...new Set(items.map(({ type }) => type))].sort()).toEqual([...types].sort());
  expect(items.at(-2)).toMatchObject({ text: 'You said yes to 6 of 6.' });
});

test('and takes a no for a no', async () => {
  const { states, items } = await play((ask) =>
    ask.ask.kind === 'question' ? yes(ask) : { decision: 'decline', ...once },
  );
  expect(states).toEqual(['completed', 'completed']);
  expect(items.at(-2)).toMatchObject({ text: 'You said yes to 0 of 6.' });
});
