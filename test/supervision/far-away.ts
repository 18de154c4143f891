/**
 * A person on a bad network: words are said, answers come, and in between somebody pulls a plug, restarts something, or puts
 * the phone away for a day. However it went, their phone ends with what Codex itself keeps.
 */
import type { Browser } from 'playwright';
import { expect } from 'vitest';
import { LeapClock } from '../attack/leap-clock.ts';
import type { Wire } from '../faults/wire.ts';
import { SupervisedHost } from './supervised-host.ts';
import { eventually, nothingIsMissing, type Person, pair } from './supervision.ts';
import { TouchHand } from './touch.ts';

/** A port at which nobody answers. */
const NOWHERE = 1;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const COMPOSER = /^(?:Message to the agent|Steer the agent)$/;

/** What happens in the middle of an answer; `finish` has it end meanwhile, else it ends when the trouble is over. */
export type Trouble = (person: FarAway, finish: () => Promise<void>) => Promise<void>;

export class FarAway implements Person {
  readonly name = 'far';
  readonly host: SupervisedHost;
  readonly hand: TouchHand;
  readonly way: Wire;
  readonly #clock: LeapClock;
  readonly #port: number;
  #turns = 0;

  private constructor(host: SupervisedHost, hand: TouchHand, way: Wire, clock: LeapClock) {
    this.host = host;
    this.hand = hand;
    this.way = way;
    this.#clock = clock;
    this.#port = way.target;
  }

  /** Paired, with a thread begun. @param prepare gets the phone's way before anything goes over it. */
  static async start(browser: Browser, prepare: (way: Wire) => void = () => {}): Promise<FarAway> {
    const clock = new LeapClock();
    const host = await SupervisedHost.start({ clock });
    const way = await host.way();
    prepare(way);
    const detour = { from: host.hostWire.port, to: way.port };
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    const hand = await TouchHand.at(browser, detour, phone);
    await hand.page.clock.install();
    return new FarAway(host, hand, way, clock);
  }

  /** Pairs, and says the first words. */
  async begin(): Promise<void> {
    await pair(this);
    await this.hand.press('button', 'New thread');
    await this.hand.write('What to do', `[gated ${this.name}]`);
    await this.hand.press('button', 'Start');
    await this.#answered(1);
  }

  /** Says words, and meets the trouble while they are answered. */
  async turn(trouble: Trouble): Promise<void> {
    const { model } = this.host;
    const gate = `turn-${++this.#turns}`;
    // What is said while a turn runs is a word to that turn, and gets no answer of its own.
    await eventually(async () => expect(await this.#rests()).toBe(true));
    model.hold(gate);
    await this.say(`[gated ${gate}]`);
    await eventually(async () => expect((await this.#kept()).at(-1)?.text).toContain(gate));
    const finish = async () => {
      model.release(gate);
      await this.#answered(1 + this.#turns);
    };
    await trouble(this, finish);
    await finish();
  }

  /** Of the turn that runs, or ran last. */
  get lastPrompt(): string {
    return `turn ${this.#turns}`;
  }

  /** Words that are sent when they can be. */
  async say(text: string): Promise<void> {
    const { page } = this.hand;
    await page.getByRole('textbox', { name: COMPOSER }).fill(text);
    await page.getByRole('button', { name: /^Send/ }).click();
    await eventually(async () => expect(await this.hand.conversation()).toContain(text));
  }

  /** Nothing gets through any more, and nobody is told unless `how` is `reset`. */
  pullThePlug(how: 'reset' | 'hole'): void {
    this.way.target = NOWHERE;
    this.way.break(how);
  }

  plugIn(): void {
    this.way.target = this.#port;
  }

  /** Time goes by for everybody, and the person looks at the phone again. */
  async later(ms: number): Promise<void> {
    await this.#pass(ms);
    await this.hand.page.evaluate(() => dispatchEvent(new Event('pageshow')));
  }

  /** The phone's screen ends with what Codex itself keeps, now and when its page is loaded anew. */
  async endsWell(): Promise<void> {
    await eventually(() => nothingIsMissing(this));
    await this.hand.reload();
    await eventually(() => nothingIsMissing(this));
  }

  /** Has time go by thirty times as fast, in steps that let whoever is there answer. @returns what ends that */
  hurry(): () => Promise<void> {
    let going = true;
    const run = async () => {
      while (going) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        // A page that is being loaded anew has no time.
        await this.#pass(3000).catch(() => undefined);
      }
    };
    const ran = run();
    return () => {
      going = false;
      return ran;
    };
  }

  async close(): Promise<void> {
    await this.hand.close();
    await this.host.close();
  }

  async #pass(ms: number): Promise<void> {
    this.#clock.leap(ms);
    await this.hand.page.clock.fastForward(ms);
  }

  async #answered(times: number): Promise<void> {
    await eventually(async () => {
      const answers = (await this.#kept()).filter(({ text }) => text === 'First half, second half.');
      expect(answers.length).toBe(times);
    });
  }

  async #rests() {
    return this.host.rests(`[gated ${this.name}]`).catch(() => false);
  }

  async #kept() {
    return this.host.said(`[gated ${this.name}]`).catch(() => []);
  }
}

export const TROUBLES: Record<string, Trouble> = {
  'a cut that is told': async (it) => {
    it.pullThePlug('reset');
    it.plugIn();
  },
  'a cut that nobody is told of': async (it, finish) => {
    it.pullThePlug('hole');
    await finish();
    it.plugIn();
    await it.later(2 * MINUTE);
  },
  'the host’s own connection cut': async ({ host }) => host.hostWire.break('reset'),
  'the relay restarted': ({ host }) => host.restartRelay(),
  'the host restarted': ({ host }) => host.restartHost(),
  'words said without a network': async (it) => {
    it.pullThePlug('reset');
    await it.say(`mind the lamp of ${it.lastPrompt}`);
    it.plugIn();
  },
  'a day without the phone': async (it, finish) => {
    it.pullThePlug('hole');
    await finish();
    await it.later(DAY);
    it.plugIn();
    await it.later(MINUTE);
  },
};
