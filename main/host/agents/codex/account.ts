/**
 * Whether the account lets Codex work: signed in, signed out, its sign-in refused by the model, its limit used up. Codex
 * answers all the while, so this is a state beside that of the connection.
 */
import { watch } from 'node:fs';
import * as v from 'valibot';
import type { UseLimit } from '../../../../protocol/session/values.ts';
import type { Clock } from '../../clock.ts';
import {
  limitSentence,
  limitsUsed,
  RateLimits,
  type Reached,
  reachedLimit,
  tellsOfUse,
  withUpdate,
} from './limits.ts';
import type { Rpc } from './rpc.ts';
import { DETAIL } from './sentences.ts';

/** Where Codex keeps its sign-in, in its own folder. */
const SIGN_IN = 'auth.json';
const MAX_LIMITS = 20;
/** Timers take no more; a limit that resets later is looked at again then. */
const MAX_WAIT_MS = 2 ** 31 - 1;

const AccountRead = v.object({ account: v.unknown(), requiresOpenaiAuth: v.boolean() });
const UNAUTHORIZED = 401;
const Refused = v.object({
  willRetry: v.literal(false),
  error: v.object({
    codexErrorInfo: v.union([
      v.literal('unauthorized'),
      v.pipe(
        v.record(v.string(), v.object({ httpStatusCode: v.nullish(v.number()) })),
        v.check((info) => Object.values(info).some(({ httpStatusCode }) => httpStatusCode === UNAUTHORIZED)),
      ),
    ]),
  }),
});

export interface AccountOptions {
  clock: Clock;
  /** `limits`: how much of the account's use is gone, as far as Codex said. */
  tell(state: 'ready' | 'signedOut', detail: string, limits: UseLimit[]): void;
  /** A limit was reached just now. */
  reached(sentence: string): void;
  failed(what: string, error: unknown): void;
}

export class Account {
  readonly #options: AccountOptions;
  readonly #limits = new Map<string, Reached>();
  /** What Codex told last of each limit, by its name. */
  readonly #told = new Map<string, RateLimits>();
  #rpc: Rpc | null = null;
  #standing: 'in' | 'out' | 'expired' = 'in';
  #unwatch: () => void = () => undefined;
  #forgetTimer: () => void = () => undefined;

  constructor(options: AccountOptions) {
    this.#options = options;
  }

  /** `home`: Codex's own folder, in which a sign-in from a terminal shows; null when it is not known. */
  connected(rpc: Rpc, home: string | null): void {
    this.lost();
    this.#rpc = rpc;
    if (home !== null) this.#watch(home);
    this.changed();
  }

  lost(): void {
    this.#rpc = null;
    this.#unwatch();
    this.#forgetTimer();
  }

  /** The account may have come, gone or been renewed. */
  changed(): void {
    const rpc = this.#rpc;
    if (rpc === null) return;
    rpc.request('account/read', {}, AccountRead).then(
      ({ account, requiresOpenaiAuth }) => {
        if (rpc !== this.#rpc) return;
        this.#standing = requiresOpenaiAuth && account == null ? 'out' : 'in';
        // Those of another account are no longer true.
        this.#told.clear();
        this.#tell();
        if (account != null) this.#readLimits(rpc);
      },
      (error: unknown) => {
        this.#options.failed('the account could not be read', error);
        if (rpc !== this.#rpc) return;
        this.#standing = 'in';
        this.#tell();
      },
    );
  }

  /** What an account has used, which Codex tells by itself only after the next turn. One without limits refuses. */
  #readLimits(rpc: Rpc): void {
    rpc.request('account/rateLimits/read', {}, RateLimits).then(
      (read) => {
        if (rpc === this.#rpc) this.limits(read);
      },
      () => undefined,
    );
  }

  /** What Codex tells as an error of a turn. A sign-in that the model refuses helps no turn, in no thread. */
  failed(params: unknown): void {
    if (!v.is(Refused, params) || this.#standing !== 'in') return;
    this.#standing = 'expired';
    this.#tell();
  }

  limits(params: unknown): void {
    const parsed = v.safeParse(RateLimits, params);
    if (!parsed.success) return;
    const { rateLimits } = parsed.output;
    const id = rateLimits.limitId ?? '';
    if (this.#told.has(id) || this.#told.size < MAX_LIMITS)
      this.#told.set(id, withUpdate(this.#told.get(id), rateLimits));
    const now = this.#options.clock.now();
    const reached = reachedLimit(rateLimits, now);
    const known = this.#limits.get(id);
    // What says nothing of use undoes no limit whose end is known.
    if (!tellsOfUse(rateLimits) && known !== undefined && known.resetsAt !== null) return;
    if (reached === null) this.#limits.delete(id);
    else if (known !== undefined || this.#limits.size < MAX_LIMITS) this.#limits.set(id, reached);
    if (reached !== null && known === undefined) this.#options.reached(limitSentence(reached, now));
    this.#tell();
  }

  #tell(): void {
    const { tell, clock } = this.#options;
    this.#forgetTimer();
    if (this.#rpc === null) return;
    if (this.#standing !== 'in')
      return tell('signedOut', this.#standing === 'out' ? DETAIL.signedOut : DETAIL.expired, []);
    const now = clock.now();
    for (const [id, { resetsAt }] of this.#limits)
      if (resetsAt !== null && resetsAt <= now) this.#limits.delete(id);
    const limits = limitsUsed(this.#told.values());
    const [reached] = this.#limits.values();
    if (reached === undefined) return tell('ready', DETAIL.ready, limits);
    tell('ready', limitSentence(reached, now), limits);
    if (reached.resetsAt !== null)
      this.#forgetTimer = clock.after(Math.min(reached.resetsAt - now, MAX_WAIT_MS), () => this.#tell());
  }

  /** `codex login` in a terminal writes the file, and tells nobody. */
  #watch(home: string): void {
    try {
      const watcher = watch(home, { persistent: false }, (_, file) => {
        if (file === SIGN_IN) this.changed();
      });
      watcher.on('error', () => watcher.close());
      this.#unwatch = () => watcher.close();
    } catch (error) {
      this.#options.failed('a sign-in will not be noticed', error);
    }
  }
}
