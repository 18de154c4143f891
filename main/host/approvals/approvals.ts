/**
 * Approvals as durable objects: made once for each ask of an agent, listed on every connect, answered once, kept
 * over restarts of either side. The first valid decision is written with its card and signature, then obeyed.
 *
 * ```
 * open --decision written--> decided --agent told--> closed
 *   \--agent: no longer needed--> void        \--restart, agent asks again--> told then
 *                                              \--restart, agent does not--> unknown
 * ```
 * What the policy answers by itself, and what nobody answered in time, goes the same way: written, then obeyed.
 */
import path from 'node:path';
import type * as v from 'valibot';
import { toBase64url } from '../../../protocol/bytes.ts';
import { type Approval, type Card, readCard } from '../../../protocol/session/approvals.ts';
import type { CardContext } from '../../../protocol/session/card-context.ts';
import type { ErrorOf } from '../../../protocol/session/catalogue.ts';
import type { Tier } from '../../../protocol/session/tiers.ts';
import type { SyncSuite } from '../../../protocol/suite.ts';
import { type Agent, AgentError, type NativeAnswer, type NativeAsk, type Settled } from '../agents/agent.ts';
import type { Clock } from '../clock.ts';
import type { ClientClass } from '../devices/device.ts';
import type { Disk } from '../files/disk.ts';
import type { Journal } from '../files/journal.ts';
import { JsonFile } from '../files/json-file.ts';
import type { HostIdentity } from '../identity.ts';
import { type Answer, failed } from '../session/requests.ts';
import { aboutOf, cardOf, hasSecret, STATE_OF, type Unweighed, unweighed, type Weight } from './card.ts';
import {
  AT_THE_DESK,
  BY_POLICY,
  byDevice,
  byPolicy,
  type Choice,
  type Decider,
  EXPIRED,
  namesCard,
  nativeAnswer,
  type SignedDecision,
  type Voucher,
} from './decision.ts';
import { FOR_NOBODY, refusalOfYes } from './desk-only.ts';
import { ExpiryTimer } from './expiry-timer.ts';
import { ApprovalsFile, cardShown, type Live, MAX_OPEN, notTaken, shown } from './live.ts';

export interface ApprovalPlaces {
  /** Where an ask belongs, or null when its thread is not in an open project. */
  place(
    agent: Agent,
    native: string,
  ): {
    thread: string;
    title: string;
    project: { id: string; name: string } | null;
    gated?: boolean;
    context: CardContext;
  };
}

/** How far an ask reaches, who may answer it, and which part of the policy says so. */
export interface Judgement extends Weight {
  /** `rules.2`, `preset.team`; null: it holds under every policy. */
  rule: string | null;
  /** A sentence for the person. */
  why: string;
}

export interface ApprovalsListener {
  /** It was opened, or closed; after closing it is not listed any more. */
  changed(approval: Approval): void;
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
  /** Asked once for each ask, by the policy as it is then. */
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
  readonly #file: JsonFile<v.InferOutput<typeof ApprovalsFile>>;
  readonly #live = new Map<string, Live>();
  readonly #listeners = new Set<ApprovalsListener>();
  /** The latest that were closed, so that a late decision hears *decided* and not *unknown*. */
  readonly #closed: string[] = [];
  readonly #expiry: ExpiryTimer;

  constructor(options: ApprovalsOptions) {
    this.#options = options;
    this.#expiry = new ExpiryTimer(options.clock, (until) => this.#expire(until));
    this.#file = new JsonFile({
      disk: options.disk,
      file: path.join(options.folder, 'approvals.json'),
      version: 1,
      schema: ApprovalsFile,
      initial: () => ({ approvals: [] }),
      now: () => options.clock.now(),
    });
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    for (const kept of value.approvals) {
      const parsed = readCard(kept.card);
      if (parsed === null) continue;
      this.#live.set(kept.id, { ...kept, parsed, asked: false, ...notTaken });
    }
    this.#watch();
    return notice;
  }

  /** The machine may have slept, or no host may have run: no timer counts that. */
  woke(): void {
    this.#expire(this.#now());
  }

  /** Nothing expires any more. */
  stop(): void {
    this.#expiry.stop();
  }

  listen(listener: ApprovalsListener): void {
    this.#listeners.add(listener);
  }

  /** All that wait for a person, the oldest first. */
  list(): Approval[] {
    return [...this.#live.values()]
      .filter((live) => live.taken === null)
      .map((live) => shown(live, 'open', null, null));
  }

  waits(thread: string): boolean {
    for (const { parsed, taken } of this.#live.values())
      if (taken === null && parsed.thread === thread) return true;
    return false;
  }

  /** The card for a screen; larger ones than that screen may show are not given. */
  card(id: string, limit: number): string | 'tooLarge' | null {
    const live = this.#live.get(id);
    if (live === undefined) return null;
    return live.card.length > limit ? 'tooLarge' : live.card;
  }

  // What agents tell.

  asked(agent: Agent, native: NativeAsk): void {
    const known = this.#byKey(agent.id, native.key);
    if (known !== undefined) {
      known.asked = true;
      if (known.taken === null || known.writing) return;
      // It was decided before a restart, and the agent has not heard: the decision stands. Only a secret answer is
      // kept nowhere; that question is open again.
      if (known.answer !== null || nativeAnswer(known.parsed, known.taken) !== null) {
        this.#deliver(known).catch((error: unknown) => this.#bug(error));
      } else {
        known.taken = null;
        this.#tell(shown(known, 'open', null, null));
      }
      return;
    }
    if (this.#live.size >= MAX_OPEN) {
      this.#options.notice('The agent asked for more than 64 things at once; what came after was declined.');
      agent
        .answer(native.key, native.ask.kind === 'question' ? { decision: 'stop' } : tooMany)
        .catch((error: unknown) => this.#bug(error));
      return;
    }
    const { suite, places, hostName, judge } = this.#options;
    const environmentName = this.#options.environmentName(agent.environment);
    const { thread, title, project, gated, context } = places.place(agent, native.thread);
    const id = toBase64url(suite.randomBytes(16));
    const asked = unweighed(
      {
        approval: id,
        host: hostName,
        environment: agent.environment,
        ...(environmentName !== null && { environmentName }),
        agent: agent.id,
        thread,
        threadTitle: title,
        project,
        ...(gated !== undefined && { gated }),
        at: this.#now(),
      },
      native,
      context,
    );
    const judgement = judge(asked);
    const parsed = cardOf(asked, judgement);
    const live: Live = {
      id,
      agent: agent.id,
      key: native.key,
      card: JSON.stringify(parsed),
      taken: null,
      parsed,
      asked: true,
      ...notTaken,
    };
    this.#live.set(id, live);
    if (parsed.handling === 'rule' || parsed.handling === 'never') {
      this.#answerByPolicy(live, judgement).catch((error: unknown) => this.#bug(error));
      return;
    }
    this.#open(live);
  }

  #open(live: Live): void {
    this.#tell(shown(live, 'open', null, null));
    this.#watch();
    // Shown at once: if this write is lost with a crash, the agent asks again and a new approval is made.
    this.#save().catch(() =>
      this.#options.notice('An approval could not be kept on the disk. It can be answered now.'),
    );
  }

  settled(agent: Agent, key: string, why: Settled): void {
    const live = this.#byKey(agent.id, key);
    if (live?.taken === null) this.#void(live, why);
    else if (live?.writing) live.settled = why;
  }

  /**
   * After a restart or a reconnect: everything of this thread that the agent does not ask for now is over, but for what an
   * earlier host asked for a hook: see `gateReturned`.
   */
  asking(agent: Agent, thread: string, keys: readonly string[]): void {
    for (const live of [...this.#live.values()]) {
      if (live.agent !== agent.id || live.parsed.thread !== thread || keys.includes(live.key)) continue;
      if (!mayReturn(live)) this.#over(live);
    }
  }

  /** The hooks that waited as this host began have called it by now: what none of them asks for is over. */
  gateReturned(agent: Agent): void {
    for (const live of [...this.#live.values()])
      if (live.agent === agent.id && mayReturn(live)) this.#over(live);
  }

  /** Nothing runs in this thread: what an earlier start of the host kept of it waits for nobody. */
  quiet(agent: Agent, thread: string): void {
    for (const live of [...this.#live.values()])
      if (live.agent === agent.id && live.parsed.thread === thread && !live.asked) this.#over(live);
  }

  // What is decided.

  /** Checks, writes, then obeys. Answers an error of `approval/decide`, or ok. */
  decide(decider: Decider, signed: SignedDecision): Promise<Answer<ErrorOf<'approval/decide'>>> {
    const { suite, identity } = this.#options;
    const yes = signed.decision === 'approve' || signed.decision === 'answer';
    const refusal = yes ? this.refusal(signed.approval, decider.client) : null;
    if (refusal !== null) return Promise.resolve(failed('notOffered', refusal));
    return this.#decide(signed, byDevice(suite, identity.publicKey, decider, signed));
  }

  /** The owner's own choice, at the computer: the same checks but for a signature, and the same errors. */
  decideAtDesk(choice: Choice): Promise<Answer<ErrorOf<'approval/decide'>>> {
    const yes = choice.decision === 'approve' || choice.decision === 'answer';
    const live = this.#live.get(choice.approval);
    if (yes && live?.taken === null && live.parsed.handling === 'never')
      return Promise.resolve(failed('notOffered', FOR_NOBODY));
    return this.#decide(choice, AT_THE_DESK);
  }

  /**
   * Why a yes does not come from a device of this class, as a sentence; null: it may, or nothing of this id is open. What the
   * device claims to have shown is not looked at.
   */
  refusal(id: string, client: ClientClass): string | null {
    const live = this.#live.get(id);
    if (live?.taken !== null) return null;
    const { computerUseOnDevices, mayApprove } = this.#options;
    return refusalOfYes(live.parsed, {
      controlsComputer: computerUseOnDevices(),
      reachesSoFar: (tier) => mayApprove(client, tier),
    });
  }

  /** What a device may say yes to has changed. */
  tellAgain(): void {
    for (const approval of this.list()) this.#tell(approval);
  }

  async #decide(choice: Choice, voucher: Voucher): Promise<Answer<ErrorOf<'approval/decide'>>> {
    const live = this.#live.get(choice.approval);
    if (live === undefined)
      return failed(this.#closed.includes(choice.approval) ? 'decided' : 'unknownApproval');
    if (live.taken !== null) return failed('decided');
    if (isOver(live.parsed, this.#now())) {
      this.#expire(this.#now());
      return failed('decided', TOO_LATE);
    }
    if (live.card.length > voucher.cardLimit && choice.decision === 'approve') return failed('tooLarge');
    const { parsed } = live;
    if (!parsed.decisions.includes(choice.decision) || !parsed.scopes.includes(choice.scope))
      return failed('notOffered');
    const card = cardShown(live, voucher.cardLimit);
    if (!namesCard(card, choice)) return failed('cardChanged');
    if (!voucher.vouches(card)) return failed('badSignature');
    const answer = nativeAnswer(parsed, choice);
    if (answer === null) return failed('notOffered');
    const agent = this.#options.agent(live.agent);
    if (agent === undefined || agent.info().state !== 'ready') return failed('agentUnavailable');

    return this.#take(live, choice, answer, voucher);
  }

  /** Writes the decision, then obeys it. */
  async #take(
    live: Live,
    choice: Pick<Choice, 'decision' | 'scope' | 'note'>,
    answer: NativeAnswer,
    voucher: Voucher,
  ): Promise<Answer<'storage' | 'unknownApproval' | 'unknownOutcome'>> {
    const { parsed } = live;
    // From here on nobody else can decide it.
    live.taken = {
      decision: choice.decision,
      scope: choice.scope,
      note: hasSecret(parsed.ask) ? '' : choice.note,
      by: voucher.by,
      at: this.#now(),
    };
    live.answer = answer;
    live.writing = true;
    try {
      await this.#options.audit.append({
        t: 'decided',
        at: live.taken.at,
        approval: live.id,
        card: live.card,
        decision: choice.decision,
        scope: choice.scope,
        note: live.taken.note,
        ...voucher.evidence(parsed),
      });
      // What nobody has seen is asked and answered again after a crash.
      if (!live.unseen) await this.#save();
    } catch {
      const { settled } = live;
      Object.assign(live, { taken: null, ...notTaken });
      if (settled !== null) this.#void(live, settled);
      return failed('storage');
    }
    live.writing = false;
    return this.#deliver(live);
  }

  async #deliver(live: Live): Promise<Answer<'unknownApproval' | 'unknownOutcome'>> {
    const taken = live.taken!;
    const agent = this.#options.agent(live.agent);
    const answer = live.answer ?? nativeAnswer(live.parsed, taken);
    if (agent === undefined || answer === null) return failed('unknownOutcome');
    if (!live.asked) {
      // It is of an earlier start, and the agent has not said yet whether it still asks. Then it gets the decision.
      if (live.settled === null) return failed('unknownOutcome', KEPT);
      this.#close(live, 'void', taken.by, VOID[live.settled]);
      return failed('unknownApproval');
    }
    try {
      if (!(await agent.answer(live.key, answer))) {
        this.#close(live, 'void', taken.by, 'The agent no longer waited for it when it was decided.');
        return failed('unknownApproval');
      }
    } catch (error) {
      if (!(error instanceof AgentError)) throw error;
      return failed('unknownOutcome', KEPT);
    }
    this.#close(live, STATE_OF[taken.decision], taken.by, taken.by === BY_POLICY ? taken.note : null);
    return { ok: true, result: {} };
  }

  /** The agent does not ask for it any more, and did not say so. */
  #over(live: Live): void {
    const why = live.asked ? 'turnEnded' : 'agentStopped';
    if (live.taken === null) this.#void(live, why);
    else if (live.writing) live.settled = why;
    else this.#close(live, 'unknown', live.taken.by, CUT_SHORT);
  }

  /** It is asked and answered in one breath: nobody sees it wait. A disk that cannot take the answer leaves it to a person. */
  async #answerByPolicy(live: Live, { handling, rule, why }: Judgement): Promise<void> {
    const decision = handling === 'rule' ? 'approve' : 'decline';
    const note = handling === 'rule' ? '' : `Declined by the policy of this computer. ${why}`;
    const offered = live.parsed.decisions.includes(decision);
    const answer: NativeAnswer = offered ? { decision, scope: 'once', note } : { decision: 'stop' };
    live.unseen = true;
    const outcome = await this.#take(
      live,
      { decision: offered ? decision : 'stop', scope: 'once', note },
      answer,
      byPolicy(rule ?? 'always'),
    );
    if (outcome.ok || outcome.code !== 'storage' || !this.#live.has(live.id)) return;
    this.#options.notice(UNWRITTEN);
    this.#open(live);
  }

  /** Everything that nobody answered by `until` counts as declined. */
  #expire(until: number): void {
    const over = [...this.#live.values()].filter(
      ({ parsed, taken }) => taken === null && isOver(parsed, Math.max(until, this.#now())),
    );
    for (const live of over) {
      const choice = { decision: 'decline', scope: 'once', note: NOT_IN_TIME } as const;
      this.#take(live, choice, choice, byPolicy(EXPIRED))
        .then((outcome) => {
          if (!outcome.ok && outcome.code === 'storage') this.#options.notice(UNWRITTEN);
        })
        .catch((error: unknown) => this.#bug(error));
    }
    this.#watch();
  }

  /** What is over already and could not be written is tried with the next that changes. */
  #watch(): void {
    const now = this.#now();
    const times = [...this.#live.values()].flatMap(({ parsed: { expiresAt }, taken }) =>
      taken === null && expiresAt !== null && expiresAt > now ? [expiresAt] : [],
    );
    this.#expiry.watch(times.length === 0 ? null : Math.min(...times));
  }

  #now(): number {
    return this.#options.clock.now();
  }

  #void(live: Live, why: Settled): void {
    this.#options.audit
      .append({ t: 'void', at: this.#now(), approval: live.id, why, about: aboutOf(live.parsed) })
      .catch(() => this.#options.notice('The audit log could not be written.'));
    this.#close(live, 'void', why === 'elsewhere' ? 'the terminal' : null, VOID[why]);
  }

  #close(live: Live, state: Approval['state'], by: string | null, note: string | null): void {
    if (!this.#live.delete(live.id)) return;
    this.#watch();
    if (live.unseen) return;
    this.#closed.push(live.id);
    if (this.#closed.length > 1000) this.#closed.shift();
    this.#tell({ ...shown(live, state, by, note), decidedAt: live.taken?.at ?? this.#now() });
    this.#save().catch(() => this.#options.notice('The list of approvals could not be written to the disk.'));
  }

  #byKey(agent: string, key: string): Live | undefined {
    for (const live of this.#live.values()) if (live.agent === agent && live.key === key) return live;
    return undefined;
  }

  #save(): Promise<void> {
    return this.#file.save(() => ({
      approvals: [...this.#live.values()].map(({ id, agent, key, card, taken }) => ({
        id,
        agent,
        key,
        card,
        taken,
      })),
    }));
  }

  #tell(approval: Approval): void {
    for (const listener of this.#listeners) listener.changed(approval);
  }

  #bug(error: unknown): void {
    this.#options.notice(
      `An answer did not reach the agent: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
}

const tooMany: NativeAnswer = {
  decision: 'decline',
  scope: 'once',
  note: 'Too many approvals are open already.',
};

/** A hook that an earlier host was asked by waits for this one, and calls it by itself. */
const mayReturn = ({ asked, parsed }: Live): boolean => !asked && parsed.source === 'hook';

const CUT_SHORT = 'The host was cut short before the agent had this decision.';

const isOver = ({ expiresAt }: Card, now: number): boolean => expiresAt !== null && expiresAt <= now;

const TOO_LATE = 'Nobody answered in time, so it counts as declined.';
const NOT_IN_TIME = 'Nobody answered in time.';
const UNWRITTEN =
  'An answer of the policy could not be written to the disk, so nothing was run. Make room on the disk.';

const KEPT = 'The decision is kept, and the agent gets it when it is back.';
const VOID: Record<Settled, string> = {
  elsewhere: 'It was answered in the terminal.',
  turnEnded: 'The turn was stopped, so nobody needs to answer this any more.',
  agentStopped: 'The agent stopped, so nobody needs to answer this any more.',
  expired: 'Nobody answered in time, so it counts as declined.',
};
