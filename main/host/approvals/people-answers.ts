/** What people decide, from a device or at the desk: checked against the card that was shown, then settled. */
import type { ErrorOf } from '../../../protocol/session/catalogue.ts';
import type { Tier } from '../../../protocol/session/tiers.ts';
import type { SyncSuite } from '../../../protocol/suite.ts';
import type { Agent } from '../agents/agent.ts';
import type { Clock } from '../clock.ts';
import type { ClientClass } from '../devices/device.ts';
import type { HostIdentity } from '../identity.ts';
import { type Answer, failed } from '../session/requests.ts';
import {
  AT_THE_DESK,
  byDevice,
  type Choice,
  checked,
  type Decider,
  type SignedDecision,
  type Voucher,
} from './decision.ts';
import { FOR_NOBODY, refusalOfYes } from './desk-only.ts';
import { isOver } from './live.ts';
import type { OpenApprovals } from './open-approvals.ts';
import type { Settlement } from './settlement.ts';

export interface PeopleAnswersOptions {
  open: OpenApprovals;
  settlement: Settlement;
  suite: SyncSuite;
  identity: HostIdentity;
  clock: Clock;
  agent: (id: string) => Agent | undefined;
  /** Whether the page that a device shows may say yes to so much. */
  mayApprove: (client: ClientClass, tier: Tier) => boolean;
  /** Whether devices may let the agent control the browser or the computer (`computer_use_mobile`). */
  computerUseOnDevices: () => boolean;
  /** Somebody was too late for one whose time is over: everything that is over counts as declined. */
  late: () => void;
}

export class PeopleAnswers {
  readonly #options: PeopleAnswersOptions;

  constructor(options: PeopleAnswersOptions) {
    this.#options = options;
  }

  fromDevice(decider: Decider, signed: SignedDecision): Promise<Answer<ErrorOf<'approval/decide'>>> {
    const { suite, identity } = this.#options;
    const refusal = isYes(signed) ? this.refusal(signed.approval, decider.client) : null;
    if (refusal !== null) return Promise.resolve(failed('notOffered', refusal));
    return this.#decide(signed, byDevice(suite, identity.publicKey, decider, signed));
  }

  atDesk(choice: Choice): Promise<Answer<ErrorOf<'approval/decide'>>> {
    const live = this.#options.open.get(choice.approval);
    if (isYes(choice) && live?.taken === null && live.parsed.handling === 'never')
      return Promise.resolve(failed('notOffered', FOR_NOBODY));
    return this.#decide(choice, AT_THE_DESK);
  }

  /** Why a yes does not come from a device of this class, as a sentence; null: it may, or nothing of this id waits. */
  refusal(id: string, client: ClientClass): string | null {
    const { open, computerUseOnDevices, mayApprove } = this.#options;
    const live = open.get(id);
    if (live?.taken !== null) return null;
    return refusalOfYes(live.parsed, {
      controlsComputer: computerUseOnDevices(),
      reachesSoFar: (tier) => mayApprove(client, tier),
    });
  }

  async #decide(choice: Choice, voucher: Voucher): Promise<Answer<ErrorOf<'approval/decide'>>> {
    const { open, settlement, clock, late } = this.#options;
    const live = open.get(choice.approval);
    if (live === undefined) return failed(open.wasClosed(choice.approval) ? 'decided' : 'unknownApproval');
    if (live.taken !== null) return failed('decided');
    if (isOver(live.parsed, clock.now())) {
      late();
      return failed('decided', TOO_LATE);
    }
    const answer = checked(live, choice, voucher);
    if (typeof answer === 'string') return failed(answer);
    const agent = this.#options.agent(live.agent);
    if (agent === undefined || agent.info().state !== 'ready') return failed('agentUnavailable');
    return settlement.take(live, choice, answer, voucher);
  }
}

const isYes = ({ decision }: Choice): boolean => decision === 'approve' || decision === 'answer';

const TOO_LATE = 'Nobody answered in time, so it counts as declined.';
