/** Brings together what is asked, what it weighs and what the policy says about that. */
import type { ApprovalMeaning, Ask } from '../../../protocol/session/card.ts';
import type { PolicyCheck } from '../../contract/policy.ts';
import type { Judgement, Unweighed } from '../approvals/card.ts';
import { cardTouches } from '../approvals/touches.ts';
import { LOCAL } from '../projects/projects.ts';
import type { SimpleCommand } from '../weigh/simple-command.ts';
import type { Place, Verdict } from '../weigh/verdict.ts';
import { answerOf, type PolicyAnswer } from './answer.ts';
import type { Policy } from './policy.ts';

export interface Weighed {
  readonly verdict: Verdict;
  /** Of a command that could be taken apart; null: there is none. */
  readonly commands: readonly SimpleCommand[] | null;
}
export type Weigh = (
  ask: Ask,
  meaning: ApprovalMeaning,
  place: Place,
  state: { readonly checksFail: boolean },
) => Weighed;

export interface JudgeOptions {
  readonly policy: () => Policy;
  readonly weigh: Weigh;
  readonly now: () => number;
  /** This computer, as far as it is the same for every place in it. */
  readonly local: Pick<Place, 'home' | 'platform' | 'real'>;
  /** The folder of an open project. */
  readonly folderOf: (project: string) => string | undefined;
  /** Null: this computer. */
  readonly environmentName: (environment: string) => string | null;
  /** Weighing threw, which is a fault of ours: what was asked is for the desk. */
  readonly failed: (error: unknown) => void;
}

/** Where a command would run, for who asks what the policy says of it. */
export interface CheckedPlace {
  readonly cwd: string;
  /** Root folder; null: in none. */
  readonly project: string | null;
  readonly environment: string;
}

export class Judge {
  readonly #options: JudgeOptions;

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  /** By the policy that holds now, as of the time at which it was asked: so long as that one is the same, so is the answer. */
  judge(asked: Unweighed): Judgement {
    const { ask, meaning, source, environment, project, at } = asked;
    const folder = project === null ? null : (this.#options.folderOf(project.id) ?? null);
    const cwd = ('cwd' in ask ? ask.cwd : undefined) ?? folder ?? '';
    const place = { cwd, project: folder, environment };
    const weighed = this.#weighed(ask, meaning, place, fails(asked.checks));
    const { verdict } = weighed;
    const answer = this.#answered(weighed, ask, meaning, source, place, at);
    return {
      tier: verdict.tier,
      reasons: [...verdict.reasons],
      touches: cardTouches(verdict.touches, asked),
      ...answer,
    };
  }

  /** As it would be answered now, asked by the gate and asked to run outside the sandbox. */
  check(command: string, place: CheckedPlace): PolicyCheck {
    const ask: Ask = { kind: 'command', command, cwd: place.cwd, network: null };
    const inside = this.#weighed(ask, 'insideSandbox', place);
    const outside = this.#weighed(ask, 'outsideSandbox', place);
    const now = this.#options.now();
    return {
      tier: inside.verdict.tier,
      reasons: [...inside.verdict.reasons],
      sandbox: this.#answered(inside, ask, 'insideSandbox', 'hook', place, now),
      outside: this.#answered(outside, ask, 'outsideSandbox', 'agent', place, now),
    };
  }

  #answered(
    weighed: Weighed,
    ask: Ask,
    meaning: ApprovalMeaning,
    source: Unweighed['source'],
    { project, environment }: CheckedPlace,
    at: number,
  ): PolicyAnswer {
    const { policy, environmentName, local } = this.#options;
    const name = environmentName(environment);
    return answerOf(
      policy(),
      {
        ...weighed,
        ask,
        meaning,
        source,
        project,
        environment: name ?? LOCAL,
        home: name === null ? local.home : null,
      },
      new Date(at),
    );
  }

  #weighed(
    ask: Ask,
    meaning: ApprovalMeaning,
    { cwd, project, environment }: CheckedPlace,
    checksFail = false,
  ): Weighed {
    const { weigh, local, environmentName, failed } = this.#options;
    const there: Pick<Place, 'home' | 'platform' | 'real'> =
      environmentName(environment) === null ? local : { home: '', platform: 'posix', real: () => null };
    try {
      return weigh(ask, meaning, { cwd, project: project ?? '', ...there }, { checksFail });
    } catch (error) {
      failed(error);
      return UNWEIGHABLE;
    }
  }
}

/** Whether the last check that said anything failed, also when files were changed after it. The latest comes first. */
const fails = (checks: Unweighed['checks']): boolean =>
  (checks?.find(({ exitCode }) => exitCode !== null)?.exitCode ?? 0) !== 0;

const UNWEIGHABLE: Weighed = {
  verdict: {
    tier: 'commit',
    reasons: [{ tier: 'commit', text: 'This computer could not find out what it does.' }],
    touches: { network: [], writes: [], secrets: [], programs: [], hidden: true },
    deskOnly: true,
  },
  commands: null,
};
