/**
 * Approvals as durable objects: made once for each ask of an agent, listed on every connect, answered once, kept
 * over restarts of either side. The first valid decision is written with its card and signature, then obeyed.
 *
 * ```
 * open --decision written--> decided --agent told--> closed
 *   \--agent: no longer needed--> void        \--restart, agent asks again--> told then
 *                                              \--restart, agent does not--> unknown
 * ```
 * What the policy answers by itself, and what nobody answered in time, goes the same way: written, then obeyed. What is open when
 * the policy becomes stricter gets another card, and an answer to the old one is none.
 *
 * Here they are made of what agents ask, and the parts are put together: what is open (open-approvals), what people decide
 * (people-answers) and what nobody is asked about (policy-answers), and how each comes to its end (settlement).
 */
import type { Approval } from '../../../protocol/session/approvals.ts';
import type { CardContext } from '../../../protocol/session/card-context.ts';
import type { ErrorOf } from '../../../protocol/session/catalogue.ts';
import type { Tier } from '../../../protocol/session/tiers.ts';
import type { SyncSuite } from '../../../protocol/suite.ts';
import type { Agent, NativeAnswer, NativeAsk, Settled } from '../agents/agent.ts';
import type { Clock } from '../clock.ts';
import type { ClientClass } from '../devices/device.ts';
import type { Disk } from '../files/disk.ts';
import type { Journal } from '../files/journal.ts';
import type { HostIdentity } from '../identity.ts';
import type { Answer } from '../session/requests.ts';
import { typedId } from '../typed-id.ts';
import { type CardPlace, cardOf, type Judgement, type Unweighed, unweighed } from './card.ts';
import type { Choice, Decider, SignedDecision } from './decision.ts';
import { type Live, notTaken, shown } from './live.ts';
import { type ApprovalsListener, OpenApprovals } from './open-approvals.ts';
import { PeopleAnswers } from './people-answers.ts';
import { PolicyAnswers } from './policy-answers.ts';
import { notReached, Settlement } from './settlement.ts';
import { tightened } from './tightened.ts';

export interface ApprovalPlaces {
  /**
   * Where an ask belongs, or null when its thread is not in an open project.
   *
   * @param subAgent the thread of the sub-agent that asks, by the agent's own id
   */
  place(
    agent: Agent,
    native: string,
    subAgent?: string,
  ): Pick<CardPlace, 'subAgentThread' | 'subAgentName'> & {
    thread: string;
    title: string;
    project: { id: string; name: string } | null;
    gated?: boolean;
    context: CardContext;
  };
}

export interface ApprovalsOptions {
  folder: string;
  disk: Disk;
  audit: Journal;
  suite: SyncSuite;
  identity: HostIdentity;
  hostName: string;
  /** Null: the host itself. */
  environmentName: (environment: string) => string | null;
  clock: Clock;
  places: ApprovalPlaces;
  /** By the policy as it is now: asked for each ask, and again for those that are open when the policy changes. */
  judge: (asked: Unweighed) => Judgement;
  /** Whether the page that a device shows may say yes to so much. */
  mayApprove: (client: ClientClass, tier: Tier) => boolean;
  agent: (id: string) => Agent | undefined;
  /** Whether devices may let the agent control the browser or the computer (`computer_use_mobile`). */
  computerUseOnDevices: () => boolean;
  /** Something that the owner should know, in a sentence. */
  notice: (text: string) => void;
}

export class Approvals {
  readonly #options: ApprovalsOptions;
  readonly #open: OpenApprovals;
  readonly #settlement: Settlement;
  readonly #people: PeopleAnswers;
  readonly #policy: PolicyAnswers;

  constructor(options: ApprovalsOptions) {
    this.#options = options;
    const open = new OpenApprovals({ ...options, moved: () => this.#policy.watch() });
    const settlement = new Settlement({ ...options, open });
    this.#open = open;
    this.#settlement = settlement;
    this.#policy = new PolicyAnswers({ ...options, open, settlement });
    this.#people = new PeopleAnswers({ ...options, open, settlement, late: () => this.#policy.expire() });
  }

  /** @returns a sentence for the owner where the file could not be read, or null */
  load(): Promise<string | null> {
    return this.#open.load();
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#open.idle();
  }

  /** The machine may have slept, or no host may have run: no timer counts that. */
  woke(): void {
    this.#policy.expire();
  }

  /** Nothing expires any more. */
  stop(): void {
    this.#policy.stop();
  }

  listen(listener: ApprovalsListener): void {
    this.#open.listen(listener);
  }

  /** All that wait for a person, the oldest first. */
  list(): Approval[] {
    return this.#open.waiting().map((live) => shown(live, 'open', null, null));
  }

  waits(thread: string): boolean {
    return this.#open
      .waiting()
      .some(({ parsed }) => parsed.thread === thread || parsed.subAgentThread === thread);
  }

  /** The card for a screen; larger ones than that screen may show are not given. */
  card(id: string, limit: number): string | 'tooLarge' | null {
    const live = this.#open.get(id);
    if (live === undefined) return null;
    return live.card.length > limit ? 'tooLarge' : live.card;
  }

  // What agents tell.

  asked(agent: Agent, native: NativeAsk): void {
    const known = this.#open.byKey(agent.id, native.key);
    if (known !== undefined) {
      known.asked = true;
      this.#settlement.askedAgain(known);
      return;
    }
    if (this.#open.full) return this.#declineUnseen(agent, native);
    const asked = this.#unweighed(agent, native);
    const judgement = this.#options.judge(asked);
    const parsed = cardOf(asked, judgement);
    const live: Live = {
      id: parsed.approval,
      agent: agent.id,
      key: native.key,
      card: JSON.stringify(parsed),
      taken: null,
      parsed,
      asked: true,
      ...notTaken,
    };
    this.#open.add(live);
    this.#policy.answerOrOpen(live, judgement);
  }

  settled(agent: Agent, key: string, why: Settled): void {
    const live = this.#open.byKey(agent.id, key);
    if (live !== undefined) this.#settlement.settled(live, why);
  }

  /**
   * After a restart or a reconnect: everything of this thread that the agent does not ask for now is over, but for what an
   * earlier host asked for a hook: see `gateReturned`.
   */
  asking(agent: Agent, thread: string, keys: readonly string[]): void {
    this.#over(
      agent,
      (live) => live.parsed.thread === thread && !keys.includes(live.key) && !mayReturn(live),
    );
  }

  /** The way to its hooks was cut: they wait for it as for a host that restarts. */
  gateLost(agent: Agent): void {
    for (const live of this.#open.all())
      if (live.agent === agent.id && live.parsed.source === 'hook') live.asked = false;
  }

  /** The hooks that waited as this host began have called it by now: what none of them asks for is over. */
  gateReturned(agent: Agent): void {
    this.#over(agent, mayReturn);
  }

  /** Nothing runs in this thread: what an earlier start of the host kept of it waits for nobody. */
  quiet(agent: Agent, thread: string): void {
    this.#over(agent, ({ parsed, asked }) => parsed.thread === thread && !asked);
  }

  // What is decided.

  /** Checks, writes, then obeys. Answers an error of `approval/decide`, or ok. */
  decide(decider: Decider, signed: SignedDecision): Promise<Answer<ErrorOf<'approval/decide'>>> {
    return this.#people.fromDevice(decider, signed);
  }

  /** The owner's own choice, at the computer: the same checks but for a signature, and the same errors. */
  decideAtDesk(choice: Choice): Promise<Answer<ErrorOf<'approval/decide'>>> {
    return this.#people.atDesk(choice);
  }

  /**
   * Why a yes does not come from a device of this class, as a sentence; null: it may, or nothing of this id is open. What the
   * device claims to have shown is not looked at.
   */
  refusal(id: string, client: ClientClass): string | null {
    return this.#people.refusal(id, client);
  }

  /** What a device may say yes to has changed. */
  tellAgain(): void {
    for (const live of this.#open.waiting()) this.#open.tell(live);
  }

  /** The policy is another one, or may be. Every screen is told: how far its page may say yes may have changed, too. */
  judgeAgain(): void {
    for (const live of this.#open.waiting()) {
      const judgement = this.#options.judge(live.parsed);
      const card = tightened(live.parsed, judgement);
      if (card === null) this.#open.tell(live);
      else this.#policy.tighten(live, card, judgement);
    }
  }

  #over(agent: Agent, which: (live: Live) => boolean): void {
    for (const live of this.#open.all())
      if (live.agent === agent.id && which(live)) this.#settlement.over(live);
  }

  #declineUnseen(agent: Agent, { key, ask }: NativeAsk): void {
    const { notice } = this.#options;
    notice('The agent asked for more than 64 things at once; what came after was declined.');
    agent
      .answer(key, ask.kind === 'question' ? { decision: 'stop' } : TOO_MANY)
      .catch((error: unknown) => notice(notReached(error)));
  }

  #unweighed(agent: Agent, native: NativeAsk): Unweighed {
    const { suite, places, hostName, clock } = this.#options;
    const environmentName = this.#options.environmentName(agent.environment);
    const place = places.place(agent, native.thread, native.subAgent);
    const { thread, title, project, gated, subAgentThread, subAgentName, context } = place;
    return unweighed(
      {
        approval: typedId(suite.randomBytes(16)),
        host: hostName,
        environment: agent.environment,
        ...(environmentName !== null && { environmentName }),
        agent: agent.id,
        thread,
        threadTitle: title,
        project,
        ...(gated !== undefined && { gated }),
        ...(subAgentThread !== undefined && { subAgentThread }),
        ...(subAgentName !== undefined && { subAgentName }),
        at: clock.now(),
      },
      native,
      context,
    );
  }
}

const TOO_MANY: NativeAnswer = {
  decision: 'decline',
  scope: 'once',
  note: 'Too many approvals are open already.',
};

/** A hook that asked an earlier host, or before its way was cut, waits and calls again by itself. */
const mayReturn = ({ asked, parsed }: Live): boolean => !asked && parsed.source === 'hook';
