/**
 * Keeps the machine awake exactly while the owner's settings say so. What is decided is a pure function of the
 * facts; `Awake` tells the shell's `PowerHold` when the decision changes.
 */

import type { Settings } from '../contract/settings.ts';
import type { AwakeState } from '../contract/state.ts';
import type { PowerHold, PowerSource } from './options.ts';

export interface AwakeFacts {
  settings: Pick<Settings, 'mobile_keep_awake' | 'keep_awake_while' | 'sleep_on_battery'>;
  /** Phones that are connected. */
  phones: number;
  /** Turns that run, also those in which something waits for an answer. */
  turns: number;
  powerSource: PowerSource;
}

export interface AwakeDecision {
  hold: boolean;
  /** What all holds it, or what all stands in the way of it, in sentences for the owner that fit into a menu. */
  because: string;
}

export function awakeDecision(facts: AwakeFacts): AwakeDecision {
  const { settings, powerSource } = facts;
  if (!settings.mobile_keep_awake)
    return { hold: false, because: 'Keeping it awake is turned off. Phones cannot reach it asleep.' };
  const against = [
    missing(facts),
    settings.sleep_on_battery && powerSource === 'battery' ? 'it runs on battery' : null,
  ].filter((clause) => clause !== null);
  if (against.length > 0)
    return { hold: false, because: `${capital(against.join(' and '))}, so it may sleep.` };
  const untold =
    settings.sleep_on_battery && powerSource === 'unknown'
      ? ['Whether it runs on battery is not known.']
      : [];
  return { hold: true, because: [...reasons(facts), ...untold].join(' ') };
}

/** What would have to be there, and is not. */
function missing({ settings, phones, turns }: AwakeFacts): string | null {
  switch (settings.keep_awake_while) {
    case 'connected':
      return phones > 0 ? null : 'no phone is connected';
    case 'working':
      return turns > 0 ? null : 'the agent does not work';
    case 'always':
      return null;
  }
}

/** Everything that asks for it; the owner's own word first. */
function reasons({ settings, phones, turns }: AwakeFacts): string[] {
  const chosen = settings.keep_awake_while;
  return [
    ...(chosen === 'always' ? ['Always awake, as you chose.'] : []),
    ...(chosen !== 'working' && phones > 0 ? [phonesConnected(phones)] : []),
    ...(chosen !== 'connected' && turns > 0 ? [agentWorks(turns)] : []),
  ];
}

const capital = (clause: string): string => clause.charAt(0).toUpperCase() + clause.slice(1);
const phonesConnected = (phones: number): string =>
  phones === 1 ? 'A phone is connected.' : `${phones} phones are connected.`;
const agentWorks = (turns: number): string =>
  turns === 1 ? 'The agent works.' : `The agent works on ${turns} threads.`;

/** Where the shell can hold nothing: the decision is shown, and never comes true. */
const noHold: PowerHold = {
  hold() {},
  release() {},
  source: () => 'unknown',
  problem: () => 'Outpost does not keep this computer awake here. Its own settings decide.',
  listen: () => () => {},
};

export interface AwakeOptions {
  /** The shell's; null: it has none. */
  power: PowerHold | null;
  facts: () => Omit<AwakeFacts, 'powerSource'>;
  now: () => number;
  /** What `state` says may differ now. */
  changed: () => void;
}

export class Awake {
  readonly #options: AwakeOptions;
  readonly #power: PowerHold;
  readonly #unlisten: () => void;
  #holding = false;
  #held = false;
  #since: number;
  #released = false;

  constructor(options: AwakeOptions) {
    this.#options = options;
    this.#power = options.power ?? noHold;
    this.#since = options.now();
    this.#unlisten = this.#power.listen(() => this.update());
  }

  /** A fact may have changed: holds or lets go where that makes a difference. */
  update(): void {
    if (this.#released) return;
    const { hold } = this.#decide();
    if (hold !== this.#holding) {
      this.#holding = hold;
      if (hold) this.#power.hold();
      else this.#power.release();
    }
    const held = hold && this.#power.problem() === null;
    if (held !== this.#held) {
      this.#held = held;
      this.#since = this.#options.now();
    }
    this.#options.changed();
  }

  state(): AwakeState {
    const { hold, because } = this.#decide();
    const problem = this.#power.problem();
    return {
      held: this.#held,
      because: hold && problem !== null ? problem : because,
      since: this.#since,
      powerSource: this.#power.source(),
      problem,
    };
  }

  /** Lets go for good. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#unlisten();
    if (this.#holding) this.#power.release();
    this.#holding = false;
    this.#held = false;
  }

  #decide(): AwakeDecision {
    return awakeDecision({ ...this.#options.facts(), powerSource: this.#power.source() });
  }
}
