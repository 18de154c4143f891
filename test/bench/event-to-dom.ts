/**
 * How long a word of the agent's text takes to the screen: from the agent's own socket, heard by a bare client in this
 * process, to the text in the DOM of the built phone client, in a browser at the size of a phone. Page and process are
 * on one machine; how far their clocks are apart is found by calls into the page, before and after.
 */
import { mkdir } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { launchBrowser } from '../browser.ts';
import { temporaryFolder } from '../codex/codex.ts';
import { removeFolder } from '../remove-folder.ts';
import { AgentSocket } from './agent-socket.ts';
import type { Figure } from './figure.ts';
import { startOutpost } from './outpost.ts';
import { PacedAgent, wordsIn } from './paced-agent.ts';
import { median, quantile } from './quantiles.ts';

/** Words a second: as fast as a model writes, and four times that. */
const PACES = [50, 200];
const SECONDS = 8;
const ROUNDS = 3;
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const CLOCK_CALLS = 200;

/** Milliseconds. `ahead`: of the page's clock before ours, by the quickest call · `within`: half of what that took. */
interface ClockDifference {
  readonly ahead: number;
  readonly within: number;
}
interface Round {
  readonly times: number[];
  readonly clocks: ClockDifference[];
}

/** What the script in the page keeps: when each word was in the DOM, in milliseconds since the Unix epoch. */
interface Watched {
  wordsSeen: Map<number, number>;
}

/** Runs in the page, so it must hold no function with a name: the compiler would wrap it in a helper of ours. */
function watchWords(): void {
  const wordsSeen: Watched['wordsSeen'] = new Map();
  Object.assign(window, { wordsSeen });
  new MutationObserver((records) => {
    const at = performance.timeOrigin + performance.now();
    for (const { target, addedNodes } of records) {
      for (const node of target instanceof Text ? [target] : addedNodes) {
        for (const [, digits] of (node.textContent ?? '').matchAll(/\bw(\d+)/g)) {
          const word = Number(digits);
          if (!wordsSeen.has(word)) wordsSeen.set(word, at);
        }
      }
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

const unixNow = (): number => performance.timeOrigin + performance.now();

async function clockDifference(page: Page): Promise<ClockDifference> {
  let best: ClockDifference = { ahead: 0, within: Number.POSITIVE_INFINITY };
  for (let call = 0; call < CLOCK_CALLS; call += 1) {
    const asked = unixNow();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const within = (unixNow() - asked) / 2;
    if (within < best.within) best = { ahead: there - (asked + within), within };
  }
  return best;
}

async function pairAndStart(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Pair' }).click();
  await page.getByRole('textbox', { name: 'A name for this phone' }).fill('Bench');
  const next = page.getByRole('button', { name: 'New thread' }).first();
  // Before it is connected again the page says to try again in a moment.
  while (!(await next.isVisible()))
    await page
      .getByRole('button', { name: 'They match' })
      .click({ timeout: 500 })
      .catch(() => {});
  await next.click();
  await page.getByRole('radio', { name: 'Codex' }).check();
  await page.getByRole('textbox', { name: 'What to do' }).fill('Stream.');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('button', { name: 'Stop' }).waitFor();
}

type Task = Parameters<PacedAgent['stream']>[0];

async function streamed(agent: PacedAgent, bare: AgentSocket, page: Page, task: Task): Promise<Round> {
  const heard = new Map<number, number>();
  bare.onDelta = (text, at) => {
    for (const word of wordsIn(text)) heard.set(word, performance.timeOrigin + at);
  };
  const before = await clockDifference(page);
  await agent.stream(task);
  const all = task.first + task.count;
  await page.waitForFunction((count) => (window as unknown as Watched).wordsSeen.size === count, all);
  const after = await clockDifference(page);
  const seen = new Map(await page.evaluate(() => [...(window as unknown as Watched).wordsSeen]));
  const ahead = (before.ahead + after.ahead) / 2;
  const times = [...heard].map(([word, at]) => seen.get(word)! - ahead - at);
  return { times, clocks: [before, after] };
}

/** The rounds of each pace. */
async function measure(): Promise<Map<number, Round[]>> {
  // No thread is started from a data folder that the agent can write to, as what lies below the temporary one.
  const root = temporaryFolder('bench');
  const [data, project] = [join(root, 'data'), join(root, 'project')];
  for (const folder of [data, project]) await mkdir(folder, { mode: 0o700 });
  const agent = await PacedAgent.start(data);
  const bare = await AgentSocket.open(data);
  const outpost = await startOutpost({ data, project });
  const browser = await launchBrowser();
  try {
    const page = await (await browser.newContext(PHONE)).newPage();
    await page.addInitScript(watchWords);
    await pairAndStart(page, outpost.link);
    let first = 0;
    const stream = (perSecond: number) => {
      const task = { first, count: perSecond * SECONDS, perSecond };
      first += task.count;
      return streamed(agent, bare, page, task);
    };
    await stream(PACES[0]!);
    const rounds = new Map<number, Round[]>(PACES.map((pace) => [pace, []]));
    for (let round = 0; round < ROUNDS; round += 1)
      for (const pace of PACES) rounds.get(pace)!.push(await stream(pace));
    return rounds;
  } finally {
    await browser.close();
    bare.close();
    await outpost.end();
    await agent.end();
    await removeFolder(root);
  }
}

export async function run(): Promise<Figure[]> {
  const measured = [...(await measure())];
  const figure = (pace: number, rounds: readonly Round[], name: string, q: number): Figure => {
    const raw = rounds.map(({ times }) => quantile(times, q));
    return {
      name: `agent event to the page's DOM, ${pace} words/s, ${name}`,
      value: median(raw),
      unit: 'ms',
      raw,
    };
  };
  const clocks = measured.flatMap(([, rounds]) => rounds.flatMap((round) => round.clocks));
  return [
    ...measured.flatMap(([pace, rounds]) => [
      { ...figure(pace, rounds, 'p50', 0.5), goal: { atMost: 20 } },
      figure(pace, rounds, 'p90', 0.9),
      figure(pace, rounds, 'p99', 0.99),
    ]),
    {
      name: 'clock of the page ahead of ours, taken off',
      value: median(clocks.map(({ ahead }) => ahead)),
      unit: 'ms',
      raw: clocks.map(({ ahead }) => ahead),
    },
    { name: 'which can be wrong by', value: Math.max(...clocks.map(({ within }) => within)), unit: 'ms' },
    { name: 'load average over the last minute', value: loadavg()[0]!, unit: 'runnable' },
  ];
}
