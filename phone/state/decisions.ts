/** Answers to approvals: signed for the card that was shown, sent until the host has said that it has them. */
import type { Decision, Scope } from '../../protocol/session/approvals.ts';
import type { Params } from '../../protocol/session/catalogue.ts';
import { CallError, type HostConnection } from '../client/types.ts';
import type { HomeState } from './home.ts';
import type { Companion, HostSession } from './host-session.ts';
import { partOf } from './part.ts';
import { newRequestId } from './request-id.ts';
import { type Readable, Store } from './store.ts';

export interface Answer {
  readonly approval: string;
  /** The card's text, exactly as it came from the host and was shown. */
  readonly card: string;
  readonly decision: Decision;
  readonly scope: Scope;
  readonly note: string;
}

/** `sending` also while there is no connection: it goes out with the next one. */
export type AnswerState =
  | { kind: 'sending'; decision: Decision }
  /** `message`: why, from the host; null: this phone could not sign it, so nothing was sent. */
  | { kind: 'failed'; decision: Decision; message: string | null };

interface Pending {
  readonly decision: Decision;
  readonly params: Params<'approval/decide'>;
  sending: boolean;
}

export class Decisions implements Companion {
  readonly #connection: Pick<HostConnection, 'call' | 'sign'>;
  readonly #now: () => number;
  readonly #states = new Store<ReadonlyMap<string, AnswerState>>(new Map());
  readonly #pending = new Map<string, Pending>();
  #connected = false;

  constructor(connection: Pick<HostConnection, 'call' | 'sign'>, now: () => number) {
    this.#connection = connection;
    this.#now = now;
  }

  /** By approval id; nothing for one that this phone has not answered. */
  get states(): Readable<ReadonlyMap<string, AnswerState>> {
    return this.#states;
  }

  async answer({ approval, card, decision, scope, note }: Answer): Promise<void> {
    if (this.#isSending(approval)) return;
    this.#tell(approval, { kind: 'sending', decision });
    const at = this.#now();
    try {
      const signed = await this.#connection.sign({ approval, card, decision, scope, note, at });
      // Closed while the keys were at work: there is nothing to answer any more.
      if (!this.#isSending(approval)) return;
      const params = { requestId: newRequestId(), approval, decision, scope, note, at, ...signed };
      this.#pending.set(approval, { decision, params, sending: false });
    } catch {
      if (!this.#isSending(approval)) return;
      this.#tell(approval, { kind: 'failed', decision, message: null });
      return;
    }
    await this.#send(approval);
  }

  /** What the host lists no more, or as decided, nobody waits for any more. */
  listed(approvals: HomeState['approvals']): void {
    for (const id of this.#states.get().keys()) {
      if (approvals.some((each) => each.id === id && each.state === 'open')) continue;
      this.#pending.delete(id);
      this.#tell(id, null);
    }
  }

  connected(): void {
    this.#connected = true;
    for (const approval of [...this.#pending.keys()]) void this.#send(approval);
  }

  disconnected(): void {
    this.#connected = false;
    for (const pending of this.#pending.values()) pending.sending = false;
  }

  #isSending(approval: string): boolean {
    return this.#states.get().get(approval)?.kind === 'sending';
  }

  async #send(approval: string): Promise<void> {
    const pending = this.#pending.get(approval);
    if (pending === undefined || pending.sending || !this.#connected) return;
    pending.sending = true;
    try {
      await this.#connection.call('approval/decide', pending.params);
      // Its event closes it on every screen; until then it stays as sending, and cannot be answered twice.
      if (this.#pending.get(approval) === pending) this.#pending.delete(approval);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.code === 'cut' || this.#pending.get(approval) !== pending) return;
      this.#pending.delete(approval);
      this.#tell(approval, { kind: 'failed', decision: pending.decision, message: error.message });
    }
  }

  #tell(approval: string, state: AnswerState | null): void {
    this.#states.update((states) => {
      const next = new Map(states);
      if (state === null) next.delete(approval);
      else next.set(approval, state);
      return next;
    });
  }
}

export const decisionsOf = partOf((session: HostSession) => {
  const { connection, surroundings, home } = session;
  const decisions = session.join(new Decisions(connection, surroundings.now));
  home.subscribe(() => decisions.listed(home.get()?.approvals ?? []));
  return decisions;
});
