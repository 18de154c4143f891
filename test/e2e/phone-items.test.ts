/**
 * Every kind of item on the phone's screen: all that real recordings hold, through a real host, and once from the real Codex
 * with a scripted model.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { mapItem } from '../../main/host/agents/codex/items.ts';
import type { Item } from '../../protocol/session/items.ts';
import { launchBrowser } from '../browser.ts';
import { readTranscript } from '../codex/stand-in.ts';
import { startHost } from '../main/host/host-fixture.ts';
import { SupervisedHost } from '../supervision/supervised-host.ts';
import { below, idle, pair, say } from '../supervision/supervision.ts';
import { TouchHand } from '../supervision/touch.ts';

const CLIENT = join(import.meta.dirname, '../../dist/phone');
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const ended: (() => Promise<void>)[] = [];
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});
afterAll(async () => {
  await browser?.close();
});

/** The first of each kind, state and shape that the recordings hold, as the adapter has them. */
function recordedItems(): Item[] {
  const names = readdirSync(join(import.meta.dirname, '../transcripts')).filter((it) =>
    it.endsWith('.jsonl'),
  );
  const lines = names.flatMap((name) => readTranscript(name.replace('.jsonl', '')));
  const raw = lines.flatMap(({ dir, msg }) =>
    dir === 'S>C' && msg.method === 'item/completed' ? [msg.params.item] : [],
  );
  const found = new Map<string, Item>();
  for (const [index, each] of raw.entries()) {
    const item = mapItem(each, { turn: 'turn', cwd: '/sandbox/p', done: true, now: Date.now() });
    if (item === null) continue;
    const kind = `${item.type} ${'status' in item ? item.status : ''} ${Object.keys(item).length}`;
    if (!found.has(kind)) found.set(kind, { ...item, id: `recorded-${index}` });
  }
  return [...found.values()];
}

const plain = (text: string): string => text.replace(/[\s*_`#]+/g, ' ').trim();
/** What a person must be able to read of an item without opening it. */
function readable(item: Item): string[] {
  switch (item.type) {
    case 'user':
    case 'agent':
    case 'proposal':
    case 'notice':
      return [item.text.split('\n')[0]!];
    case 'reasoning':
      return [item.text.split('\n')[0]!];
    case 'command':
      return [item.command.split('\n')[0]!];
    case 'change':
      return item.changes.map(({ path }) => path.split('/').at(-1)!);
    case 'tool':
      return item.name.split(' · ');
    case 'search':
      return [item.query];
    case 'plan':
      return item.steps.map(({ text }) => text);
    case 'image':
      return [item.path.split('/').at(-1)!];
    case 'subagents':
      return [item.action];
    case 'other':
      return [item.name];
  }
}

test('all that the recordings of the real Codex hold', async () => {
  const fixture = await startHost({ embedded: { port: 0, bind: '127.0.0.1', clientFiles: CLIENT } });
  ended.push(() => fixture.close());
  const items = recordedItems();
  expect([...new Set(items.map(({ type }) => type))].sort()).toEqual([
    'agent',
    'change',
    'command',
    'image',
    'proposal',
    'reasoning',
    'tool',
    'user',
  ]);
  const hand = await TouchHand.at(browser, null, PHONE);
  ended.push(() => hand.close());
  await hand.open(await fixture.pair());
  await hand.press('button', 'Pair');
  await hand.press('button', 'They match');
  await hand.press('button', 'New thread');
  await hand.write('What to do', 'Show what you have');
  const prompted = fixture.agent.whenPrompted();
  await hand.press('button', 'Start');
  const { thread } = await prompted;
  for (const item of items) fixture.agent.sink.change(thread, { type: 'put', item });
  const last = plain(readable(items.at(-1)!)[0]!);
  await expect.poll(async () => plain(await hand.conversation())).toContain(last);
  await shows(hand, items.map(readable));
});

test('once from the real Codex, of the models with plain tools', async () => {
  const server = join(import.meta.dirname, '../codex/mcp-server.mjs');
  const host = await SupervisedHost.start({
    codexConfig: `\n[mcp_servers.demo]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(server)}]\n`,
  });
  ended.push(() => host.close());
  const { workspace } = host.codex;
  writeFileSync(join(workspace, 'NOTES.md'), 'old line\n');
  writeFileSync(join(workspace, 'beam.png'), PNG.sync.write(new PNG({ width: 8, height: 8 })));
  const hand = await TouchHand.at(browser, null, PHONE);
  ended.push(() => hand.close());
  const person = { hand, host, way: await host.way(), name: 'ada' };
  await pair(person);
  await hand.press('button', 'New thread');
  await hand.write('What to do', '[plain] Good morning');
  await hand.press('button', 'Start');
  // Words said before its turn has begun would go into that turn.
  await expect.poll(() => hand.conversation()).toContain('Hello from the scripted model');
  await idle(person);
  // What is said, what is shown of it, and what the turn ends with.
  const turns: [prompt: string, shown: string[], last: string][] = [
    ['[run echo built]', ['echo built'], 'The command finished'],
    ['[run exit 3]', ['exit 3'], 'The command finished'],
    ['[patch]', ['NOTES.md', 'added.txt'], 'The patch finished'],
    ['[mcp demo read_thing {"text":"x"}]', ['demo', 'read_thing'], 'The tool finished'],
    ['[search lighthouse lamps]', ['lighthouse lamps'], 'The search is over'],
    [`[view ${join(workspace, 'beam.png')}]`, ['beam.png'], 'Viewing finished'],
    ['[http-error 500]', [], 'Failed'],
  ];
  for (const [prompt, , last] of turns) {
    await say(person, prompt);
    if (prompt.startsWith('[mcp')) {
      await host.approveAtDesk();
      // The phone is told by whom.
      await hand.press('button', 'Close');
    }
    await expect.poll(() => below(person, prompt)).toContain(last);
    await idle(person);
  }
  await shows(hand, [
    ['Good morning'],
    ['Thinking'],
    ['Hello from the scripted model'],
    ...turns.flatMap(([prompt, shown, last]) => (last === 'Failed' ? [[prompt]] : [[prompt], shown, [last]])),
  ]);
});

test('and what only the newer models do: a sub-agent, whose own thread is opened from the item that tells of it', async () => {
  const host = await SupervisedHost.start({ model: 'gpt-6.1-sol' });
  ended.push(() => host.close());
  const hand = await TouchHand.at(browser, null, PHONE);
  ended.push(() => hand.close());
  const { page } = hand;
  const way = () => page.getByRole('button', { name: /A sub-agent started/ });
  await pair({ hand, host, way: await host.way(), name: 'ada' });
  await hand.press('button', 'New thread');
  const said = `[spawn touch ${join(host.codex.root, 'made')}]`;
  await hand.write('What to do', said);
  await hand.press('button', 'Start');
  // It asks in the thread that began it, and is looked at before it is answered.
  await hand.press('button', 'Decide later');
  await expect.poll(() => way().innerText()).toContain('Waits for you');
  await way().click();
  await hand.finds('heading', 'helper');
  await hand.finds('button', 'Review');
  await expect.poll(() => hand.conversation()).toContain('I will run touch');
  expect(await page.getByRole('textbox').count()).toBe(0);
  // The gate asks, and then Codex, as it runs outside of the sandbox.
  for (let ask = 0; ask < 2; ask++) await host.approveAtDesk();
  await expect.poll(() => hand.conversation()).toContain('The command finished');
  await expect.poll(() => page.getByRole('article', { name: 'helper' }).innerText()).toContain('Done');

  await page.getByRole('navigation', { name: 'Part of' }).getByRole('button').click();
  await expect.poll(() => hand.conversation()).toContain('The sub-agent finished');
  await shows(hand, [[said], ['helper'], ['The sub-agent finished']]);
  // It stands in no list, and a step back from the thread above leads to one.
  await hand.press('button', 'Back');
  await hand.press('button', 'Threads');
  await page.getByRole('main').getByText(said).waitFor();
  expect(await page.getByRole('main').getByText('helper').count()).toBe(0);
});

/** Each group of words in a row of its own, behind the one before it. */
async function shows(hand: TouchHand, groups: readonly (readonly string[])[]): Promise<void> {
  const rows = (await hand.rows()).map(plain);
  let from = 0;
  for (const group of groups) {
    const at = rows.findIndex(
      (row, index) => index >= from && group.every((words) => row.includes(plain(words))),
    );
    expect(at, `“${group.join(', ')}” among ${JSON.stringify(rows.slice(from))}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
}
