/**
 * How a person wants threads to go on: what agents offer, what was chosen last in each project, and what the next words to a
 * thread will carry.
 */
import * as v from 'valibot';
import { type AgentChoices, Mode, type TurnOptions } from '../../protocol/session/options.ts';
import { CallError, type HostConnection } from '../client/types.ts';
import type { HostSession } from './host-session.ts';
import { type Keep, keyOf } from './keep.ts';
import { partOf } from './part.ts';
import { type Readable, Store } from './store.ts';

/** Projects whose choices are remembered; the one unused longest is forgotten first. */
const MAX_PROJECTS = 100;

const Kept = v.array(
  v.object({
    project: v.string(),
    options: v.object({
      model: v.optional(v.string()),
      effort: v.optional(v.string()),
      mode: v.optional(Mode),
    }),
  }),
);

export class Choices {
  readonly #connection: Pick<HostConnection, 'call'>;
  readonly #keep: Keep;
  readonly #key: string;
  readonly #offered = new Map<string, Store<AgentChoices | null>>();
  readonly #asking = new Set<string>();
  readonly #next = new Store<ReadonlyMap<string, TurnOptions>>(new Map());
  #remembered: { project: string; options: TurnOptions }[];

  constructor(connection: Pick<HostConnection, 'call'>, keep: Keep, host: string) {
    this.#connection = connection;
    this.#keep = keep;
    this.#key = keyOf('choices', host);
    const kept = v.safeParse(Kept, keep.read(this.#key));
    this.#remembered = kept.success ? (kept.output as { project: string; options: TurnOptions }[]) : [];
  }

  /** What an agent offers; null: not known, also of a host that is too old to say. */
  offered(agent: string): Readable<AgentChoices | null> {
    let offered = this.#offered.get(agent);
    if (offered === undefined) {
      offered = new Store<AgentChoices | null>(null);
      this.#offered.set(agent, offered);
    }
    return offered;
  }

  /** Asks an agent again. Rejects with CallError; what was known stays. */
  async ask(agent: string): Promise<void> {
    const offered = this.offered(agent) as Store<AgentChoices | null>;
    if (this.#asking.has(agent)) return;
    this.#asking.add(agent);
    try {
      offered.set(await this.#connection.call('agent/choices', { agent }));
    } finally {
      this.#asking.delete(agent);
    }
  }

  /** Asks it if nothing is known yet; what stands in the way is told by what is opened next. */
  want(agent: string): void {
    if (this.offered(agent).get() !== null) return;
    this.ask(agent).catch((error: unknown) => {
      if (!(error instanceof CallError)) throw error;
    });
  }

  /** What was chosen last in a project. */
  remembered(project: string): TurnOptions {
    return this.#remembered.find((each) => each.project === project)?.options ?? {};
  }

  remember(project: string, options: TurnOptions): void {
    if (Object.keys(options).length === 0) return;
    const merged = { ...this.remembered(project), ...options };
    const others = this.#remembered.filter((each) => each.project !== project);
    this.#remembered = [{ project, options: merged }, ...others].slice(0, MAX_PROJECTS);
    this.#keep.write(this.#key, this.#remembered);
  }

  /** What the next words carry, by the thread or screen that they are said in. */
  get next(): Readable<ReadonlyMap<string, TurnOptions>> {
    return this.#next;
  }

  choose(place: string, options: TurnOptions): void {
    this.#next.set(new Map(this.#next.get()).set(place, { ...this.#next.get().get(place), ...options }));
  }

  /** What the words that are said now carry; the ones behind them go on like that by themselves. */
  take(place: string): TurnOptions | undefined {
    const taken = this.#next.get().get(place);
    if (taken === undefined) return undefined;
    const rest = new Map(this.#next.get());
    rest.delete(place);
    this.#next.set(rest);
    return taken;
  }
}

export const choicesOf = partOf(
  ({ connection, surroundings }: HostSession) =>
    new Choices(connection, surroundings.keep, connection.facts.id),
);
