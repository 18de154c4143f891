/** The one sign-in of an agent that the owner's surfaces show. */
import type { SignInState } from '../../contract/state.ts';
import type { Agent, SignIn } from '../agents/agent.ts';

export interface SignInDeskOptions {
  readonly now: () => number;
  readonly changed: () => void;
}

export class SignInDesk {
  readonly #options: SignInDeskOptions;
  #state: SignInState = { state: 'none' };
  #open: SignIn | null = null;
  /** Which sign-in is shown: what an earlier one still tells is of no interest. */
  #turn = 0;

  constructor(options: SignInDeskOptions) {
    this.#options = options;
  }

  state(): SignInState {
    return this.#state;
  }

  /** @returns false when this agent needs no account. Rejects with AgentError, which the slice shows too. */
  async begin(agent: Agent): Promise<boolean> {
    if (agent.signIn === undefined) return false;
    const turn = this.#next({ state: 'starting', agent: agent.id, since: this.#options.now() });
    let begun: SignIn;
    try {
      begun = await agent.signIn();
    } catch (error) {
      const message = error instanceof Error ? error.message : '';
      if (turn === this.#turn) this.#show({ state: 'failed', agent: agent.id, message });
      throw error;
    }
    if (turn !== this.#turn) {
      begun.cancel();
      return true;
    }
    this.#open = begun;
    const { url, code, expiresAt } = begun;
    this.#show({ state: 'open', agent: agent.id, url, code, expiresAt });
    void begun.ended.then((message) => {
      if (turn !== this.#turn) return;
      this.#open = null;
      this.#show(message === null ? { state: 'none' } : { state: 'failed', agent: agent.id, message });
    });
    return true;
  }

  cancel(): void {
    this.#next({ state: 'none' });
  }

  #next(state: SignInState): number {
    const before = this.#open;
    this.#open = null;
    this.#turn += 1;
    before?.cancel();
    this.#show(state);
    return this.#turn;
  }

  #show(state: SignInState): void {
    this.#state = state;
    this.#options.changed();
  }
}
