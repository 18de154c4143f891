/**
 * Signing in by Codex's own device code. Codex asks its issuer for a code and waits for the person; we only show the code.
 * No key and no token of an account ever comes through here.
 */
import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../options.ts';
import { AgentError, type SignIn } from '../agent.ts';
import { line } from './bounds.ts';
import { reasonOf } from './failures.ts';
import { type Rpc, RpcError } from './rpc.ts';

/** Codex's answer does not say it; its command line does ("expires in 15 minutes"), and gives up then. */
const CODE_GOOD_FOR_MS = 15 * 60_000;
/** Ends that come while a sign-in begins: they can overtake the answer that names it. */
const MAX_EARLY = 4;

const Id = v.pipe(v.string(), v.maxLength(200));
const Begun = v.object({
  type: v.literal('chatgptDeviceCode'),
  loginId: Id,
  verificationUrl: v.pipe(v.string(), v.maxLength(2000), v.url(), v.regex(/^https?:/)),
  userCode: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
});
const Cancelled = v.object({ status: v.string() });
const Completed = v.object({
  loginId: v.nullish(Id, null),
  success: v.boolean(),
  error: v.nullish(v.string(), null),
});
type Completed = v.InferOutput<typeof Completed>;

export interface SignInsOptions {
  clock: Clock;
  log: Log;
}

interface Open {
  id: string;
  end(sentence: string | null): void;
}

export class SignIns {
  readonly #options: SignInsOptions;
  #open: Open | null = null;
  #beginning = 0;
  #early: Completed[] = [];

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  /** Rejects with AgentError. One that was open before ends. */
  async begin(rpc: Rpc): Promise<SignIn> {
    this.#beginning += 1;
    try {
      const { loginId, verificationUrl, userCode } = await rpc.request(
        'account/login/start',
        { type: 'chatgptDeviceCode' },
        Begun,
      );
      return this.#shown(rpc, loginId, verificationUrl, userCode);
    } catch (error) {
      this.#options.log.warn({ reason: reasonOf(error) }, 'codex: a sign-in did not begin');
      throw new AgentError('agentUnavailable', sentenceOf(error));
    } finally {
      this.#beginning -= 1;
      if (this.#beginning === 0) this.#early = [];
    }
  }

  /** What Codex tells at the end of a sign-in, ours or one of another client. */
  completed(params: unknown): void {
    const parsed = v.safeParse(Completed, params);
    if (!parsed.success) return;
    if (this.#open !== null && this.#open.id === parsed.output.loginId) this.#open.end(endOf(parsed.output));
    else if (this.#beginning > 0 && this.#early.length < MAX_EARLY) this.#early.push(parsed.output);
  }

  /** The connection is gone, and with it whatever would tell the end. */
  lost(): void {
    this.#open?.end('The connection to Codex was lost, so the sign-in was not finished. Try again.');
  }

  #shown(rpc: Rpc, id: string, url: string, code: string): SignIn {
    this.#open?.end(null);
    let end: Open['end'] = () => undefined;
    const ended = new Promise<string | null>((resolve) => {
      end = (sentence) => {
        if (this.#open === open) this.#open = null;
        resolve(sentence);
      };
    });
    const open: Open = { id, end: (sentence) => end(sentence) };
    this.#open = open;
    const early = this.#early.find(({ loginId }) => loginId === id);
    if (early !== undefined) open.end(endOf(early));
    return {
      url,
      code,
      expiresAt: this.#options.clock.now() + CODE_GOOD_FOR_MS,
      ended,
      cancel: () => {
        if (this.#open !== open) return;
        open.end(null);
        rpc.request('account/login/cancel', { loginId: id }, Cancelled).catch((error: unknown) => {
          this.#options.log.warn({ reason: reasonOf(error) }, 'codex: a sign-in could not be cancelled');
        });
      },
    };
  }
}

function endOf({ success, error }: Completed): string | null {
  if (success) return null;
  if (error !== null && /timed out|expired/i.test(error))
    return 'The code was not used in time. Try again for a new one.';
  return line(
    `Codex could not finish the sign-in${error === null ? '' : ` (${error.slice(0, 300)})`}. Try again, or run "codex login" in a terminal.`,
  );
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof RpcError)) throw error;
  if (error.kind !== 'refused') return `The sign-in did not begin. ${error.message} Try again.`;
  if (/error sending request/.test(error.message))
    return 'The sign-in did not begin: Codex could not reach the place where it signs in. Check this computer’s network, then try again.';
  return line(
    `The sign-in did not begin (${error.message.slice(0, 300)}). Try again, or run "codex login" in a terminal.`,
  );
}
