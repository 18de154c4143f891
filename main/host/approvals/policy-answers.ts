/**
 * What nobody is asked about: what the policy answers by itself, and what nobody answered in time. And what people were asked
 * already when the policy became stricter.
 */
import type { Card } from '../../../protocol/session/card.ts';
import type { NativeAnswer } from '../agents/agent.ts';
import type { Clock } from '../clock.ts';
import type { Journal } from '../files/journal.ts';
import { aboutOf, type Judgement } from './card.ts';
import { byPolicy, EXPIRED } from './decision.ts';
import { ExpiryTimer } from './expiry-timer.ts';
import { isOver, type Live } from './live.ts';
import type { OpenApprovals } from './open-approvals.ts';
import { notReached, type Settlement } from './settlement.ts';

export interface PolicyAnswersOptions {
  open: OpenApprovals;
  settlement: Settlement;
  audit: Journal;
  clock: Clock;
  /** Something that the owner should know, in a sentence. */
  notice: (text: string) => void;
}

export class PolicyAnswers {
  readonly #options: PolicyAnswersOptions;
  readonly #timer: ExpiryTimer;

  constructor(options: PolicyAnswersOptions) {
    this.#options = options;
    this.#timer = new ExpiryTimer(options.clock, (until) => this.#expire(until));
  }

  /**
   * Answers a new one as the policy says, or opens it for a person. What the policy answers is asked and answered in one breath:
   * nobody sees it wait. A disk that cannot take the answer leaves it to a person.
   */
  answerOrOpen(live: Live, judgement: Judgement): void {
    const { open, notice } = this.#options;
    const { handling } = live.parsed;
    if (handling !== 'rule' && handling !== 'never') return open.open(live);
    live.unseen = true;
    this.#answer(live, judgement).catch((error: unknown) => notice(notReached(error)));
  }

  /**
   * One that is open already, whose card is stricter now. That holds at once, whatever the disk says: after a crash it is judged
   * again. Where nobody may say yes any more, it is declined.
   */
  tighten(live: Live, card: Card, judgement: Judgement): void {
    const { open, audit, clock, notice } = this.#options;
    live.parsed = card;
    live.card = JSON.stringify(card);
    open.open(live);
    if (card.handling === 'never') {
      this.#answer(live, judgement).catch((error: unknown) => notice(notReached(error)));
      return;
    }
    audit
      .append({
        t: 'stricter',
        at: clock.now(),
        approval: live.id,
        about: aboutOf(card),
        tier: card.tier,
        handling: card.handling,
        expiresAt: card.expiresAt,
        policy: judgement.rule ?? ALWAYS,
      })
      .catch(() => notice('The audit log could not be written.'));
  }

  /** Everything that nobody answered by now counts as declined. */
  expire(): void {
    this.#expire(this.#options.clock.now());
  }

  /** Waits for the next that expires. What is over already and could not be written is tried with the next that changes. */
  watch(): void {
    const { open, clock } = this.#options;
    const now = clock.now();
    const times = open
      .waiting()
      .flatMap(({ parsed: { expiresAt } }) => (expiresAt !== null && expiresAt > now ? [expiresAt] : []));
    this.#timer.watch(times.length === 0 ? null : Math.min(...times));
  }

  /** Nothing expires any more. */
  stop(): void {
    this.#timer.stop();
  }

  async #answer(live: Live, { handling, rule, why }: Judgement): Promise<void> {
    const { open, settlement, notice } = this.#options;
    const decision = handling === 'rule' ? 'approve' : 'decline';
    const note = handling === 'rule' ? '' : `Declined by the policy of this computer. ${why}`;
    const offered = live.parsed.decisions.includes(decision);
    const answer: NativeAnswer = offered ? { decision, scope: 'once', note } : { decision: 'stop' };
    const outcome = await settlement.take(
      live,
      { decision: offered ? decision : 'stop', scope: 'once', note },
      answer,
      byPolicy(rule ?? ALWAYS),
    );
    if (outcome.ok || outcome.code !== 'storage' || open.get(live.id) === undefined) return;
    notice(UNWRITTEN);
    open.open(live);
  }

  #expire(until: number): void {
    const { open, settlement, clock, notice } = this.#options;
    const latest = Math.max(until, clock.now());
    for (const live of open.waiting()) {
      if (!isOver(live.parsed, latest)) continue;
      const choice = { decision: 'decline', scope: 'once', note: NOT_IN_TIME } as const;
      settlement
        .take(live, choice, choice, byPolicy(EXPIRED))
        .then((outcome) => {
          if (!outcome.ok && outcome.code === 'storage') notice(UNWRITTEN);
        })
        .catch((error: unknown) => notice(notReached(error)));
    }
    this.watch();
  }
}

/** In the place of a rule: it holds under every policy. */
const ALWAYS = 'always';
const NOT_IN_TIME = 'Nobody answered in time.';
const UNWRITTEN =
  'An answer of the policy could not be written to the disk, so nothing was run. Make room on the disk.';
