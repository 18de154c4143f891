/** How an approval comes to its end: a decision is written, then its agent is told; or nobody waits for it any more. */
import { type Agent, AgentError, type NativeAnswer, type Settled } from '../agents/agent.ts';
import type { Clock } from '../clock.ts';
import type { Journal } from '../files/journal.ts';
import { type Answer, failed } from '../session/requests.ts';
import { aboutOf, hasSecret, STATE_OF } from './card.ts';
import { BY_POLICY, type Choice, nativeAnswer, type Voucher } from './decision.ts';
import { type Live, notTaken } from './live.ts';
import type { OpenApprovals } from './open-approvals.ts';

export interface SettlementOptions {
  open: OpenApprovals;
  audit: Journal;
  clock: Clock;
  agent: (id: string) => Agent | undefined;
  /** Something that the owner should know, in a sentence. */
  notice: (text: string) => void;
}

export class Settlement {
  readonly #options: SettlementOptions;

  constructor(options: SettlementOptions) {
    this.#options = options;
  }

  /** Writes the decision, then obeys it. One that cannot be written is as if it was not taken. */
  async take(
    live: Live,
    choice: Pick<Choice, 'decision' | 'scope' | 'note'>,
    answer: NativeAnswer,
    voucher: Voucher,
  ): Promise<Answer<'storage' | 'unknownApproval' | 'unknownOutcome'>> {
    const { parsed } = live;
    const { open, audit, clock } = this.#options;
    // From here on nobody else can decide it.
    live.taken = {
      decision: choice.decision,
      scope: choice.scope,
      note: hasSecret(parsed.ask) ? '' : choice.note,
      by: voucher.by,
      at: clock.now(),
    };
    live.answer = answer;
    live.writing = true;
    try {
      await audit.append({
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
      if (!live.unseen) await open.save();
    } catch {
      const { settled } = live;
      Object.assign(live, { taken: null, ...notTaken });
      if (settled !== null) this.#void(live, settled);
      return failed('storage');
    }
    live.writing = false;
    return this.#deliver(live);
  }

  /**
   * Its agent asks again for what was decided before a restart, and has not heard: the decision stands. Only a secret answer is
   * kept nowhere; that question is open again.
   */
  askedAgain(live: Live): void {
    if (live.taken === null || live.writing) return;
    if (live.answer !== null || nativeAnswer(live.parsed, live.taken) !== null) {
      this.#deliver(live).catch((error: unknown) => this.#options.notice(notReached(error)));
      return;
    }
    live.taken = null;
    this.#options.open.open(live);
  }

  /** Its agent says that it is answered elsewhere, or over. */
  settled(live: Live, why: Settled): void {
    if (live.taken === null) this.#void(live, why);
    else if (live.writing) live.settled = why;
  }

  /** Its agent does not ask for it any more, and did not say so. */
  over(live: Live): void {
    const why = live.asked ? 'turnEnded' : 'agentStopped';
    if (live.taken === null || live.writing) this.settled(live, why);
    else this.#options.open.close(live, 'unknown', live.taken.by, CUT_SHORT);
  }

  async #deliver(live: Live): Promise<Answer<'unknownApproval' | 'unknownOutcome'>> {
    const { open } = this.#options;
    const taken = live.taken!;
    const agent = this.#options.agent(live.agent);
    const answer = live.answer ?? nativeAnswer(live.parsed, taken);
    if (agent === undefined || answer === null) return failed('unknownOutcome');
    if (!live.asked) {
      // It is of an earlier start, and the agent has not said yet whether it still asks. Then it gets the decision.
      if (live.settled === null) return failed('unknownOutcome', KEPT);
      open.close(live, 'void', taken.by, VOID[live.settled]);
      return failed('unknownApproval');
    }
    try {
      if (!(await agent.answer(live.key, answer))) {
        open.close(live, 'void', taken.by, 'The agent no longer waited for it when it was decided.');
        return failed('unknownApproval');
      }
    } catch (error) {
      if (!(error instanceof AgentError)) throw error;
      return failed('unknownOutcome', KEPT);
    }
    open.close(live, STATE_OF[taken.decision], taken.by, taken.by === BY_POLICY ? taken.note : null);
    return { ok: true, result: {} };
  }

  #void(live: Live, why: Settled): void {
    const { open, audit, clock, notice } = this.#options;
    audit
      .append({ t: 'void', at: clock.now(), approval: live.id, why, about: aboutOf(live.parsed) })
      .catch(() => notice('The audit log could not be written.'));
    open.close(live, 'void', why === 'elsewhere' ? 'the terminal' : null, VOID[why]);
  }
}

/** A sentence for the owner: what was decided has not reached the agent, for a reason that nothing here foresaw. */
export const notReached = (error: unknown): string =>
  `An answer did not reach the agent: ${error instanceof Error ? error.message : 'unknown'}`;

const CUT_SHORT = 'The host was cut short before the agent had this decision.';
const KEPT = 'The decision is kept, and the agent gets it when it is back.';
const VOID: Record<Settled, string> = {
  elsewhere: 'It was answered in the terminal.',
  turnEnded: 'The turn was stopped, so nobody needs to answer this any more.',
  agentStopped: 'The agent stopped, so nobody needs to answer this any more.',
  expired: 'Nobody answered in time, so it counts as declined.',
};
