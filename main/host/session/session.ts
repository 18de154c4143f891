/**
 * One device's session: parses every message, checks the right, runs what acts at most once, answers. The catalogue
 * is the only door: what is not in it is answered as unknown.
 */
import * as v from 'valibot';
import type { ShutReason } from '../../../protocol/relay-frames.ts';
import { isMethod, METHODS, type Method } from '../../../protocol/session/catalogue.ts';
import type { ErrorCode } from '../../../protocol/session/errors.ts';
import type { EventName, EventParams } from '../../../protocol/session/events.ts';
import { PROMPT_LIMIT } from '../../../protocol/session/prompt.ts';
import { issuePath, parseMessage, RPC } from '../../../protocol/session/rpc.ts';
import { permits, type Right } from '../../../protocol/session/values.ts';
import type { Device } from '../devices/device.ts';
import { errorName } from '../error-name.ts';
import type { Log } from '../options.ts';
import type { ChannelUser, OpenChannel } from './channel.ts';
import type { Core } from './core.ts';
import { HomeFeed } from './home-feed.ts';
import { HANDLERS } from './methods.ts';
import { type Answer, failed } from './requests.ts';
import { ThreadFeeds } from './thread-feed.ts';

/**
 * A device pings each 25 s, and acknowledges the answer: what it says afterwards, it said after the host had sealed that
 * answer. Once that is this long ago the device counts as gone, and nothing that comes now is obeyed. So nobody in between
 * can hold anything back for longer, however slow he makes the way before.
 */
const STALE_AFTER_MS = 60_000;
/** After this a session ends and the device resumes, so that keys do not grow old. */
const SESSION_MS = 24 * 60 * 60_000;
/** Longest message of a device, in UTF-16 units: the longest prompt, each unit of it escaped, and what stands around it. */
const MAX_MESSAGE = 6 * PROMPT_LIMIT + 4096;
/** Requests of one device that may be under way at once. */
const MAX_UNDER_WAY = 64;

const UNFORESEEN = 'Something went wrong on the host. Its log has more.';

type ByeReason = EventParams<'session/bye'>['reason'];

export interface SessionOptions {
  core: Core;
  log: Log;
  device: Device;
  channel: OpenChannel;
  ended: (session: Session) => void;
}

export class Session implements ChannelUser {
  readonly deviceId: string;
  readonly #options: SessionOptions;
  readonly #home: HomeFeed;
  readonly #feeds: ThreadFeeds;
  #underWay = 0;
  /** All that comes now was said after this, by the host's clock. */
  #notBefore: number;
  #confirmed: boolean;
  #over = false;
  #cancelWatch: () => void = () => {};
  readonly #cancelAge: () => void;

  constructor(options: SessionOptions) {
    const { core, device } = options;
    this.#options = options;
    this.deviceId = device.id;
    this.#confirmed = device.confirmed;
    const wire = {
      blocked: () => this.#over || options.channel.outbox.blocked,
      event: <E extends EventName>(method: E, params: EventParams<E>) => this.#say({ method, params }),
    };
    this.#home = new HomeFeed(core, wire, {
      client: () => this.#device()?.client ?? 'plainHttp',
      owner: () => this.owner,
    });
    this.#feeds = new ThreadFeeds(core.threads, wire, core.clock);
    this.#notBefore = options.channel.since;
    this.#cancelAge = core.clock.after(SESSION_MS, () => this.bye('expired', 'ended'));
    this.#watch();
  }

  get home(): HomeFeed {
    return this.#home;
  }

  /** Whose the device is, in the owner's words. */
  get owner(): string {
    return this.#device()?.owner ?? this.#options.device.owner;
  }

  /** What the device may do, and its name, changed at the desk. */
  deviceChanged(): void {
    const device = this.#device();
    if (device !== undefined)
      this.#say({ method: 'device/changed', params: { name: device.name, right: device.right } });
  }

  routesChanged(routes: string[]): void {
    this.#say({ method: 'routes/changed', params: { routes } });
  }

  /** Ends the session, saying why. */
  bye(reason: ByeReason, shut: ShutReason): void {
    if (this.#over) return;
    this.#say({ method: 'session/bye', params: { reason } });
    this.#options.channel.end(shut);
  }

  receive(text: string): void {
    // After a sleep of this machine, what was held back meanwhile is there before any timer runs.
    if (this.#stale() >= STALE_AFTER_MS) return this.#options.channel.end('ended');
    this.#confirm();
    if (text.length > MAX_MESSAGE) return this.#options.channel.end('overloaded');
    const message = parseMessage(text);
    // What is no message has no id to be answered under, and the host asks nothing that could be answered.
    if (message?.kind !== 'call') return;
    const { id, method, params } = message;
    if (!isMethod(method)) {
      this.#options.log.warn({}, 'a device asked for a method that does not exist');
      return this.#fail(id, RPC.METHOD_NOT_FOUND, 'There is no such method.');
    }
    if (this.#device() === undefined) return;
    if (!this.#may(method)) {
      this.#options.log.warn({ method }, 'a device asked for more than it may');
      return this.#answer(id, method, failed('notAllowed'));
    }
    const parsed = v.safeParse(METHODS[method].params as v.GenericSchema, params);
    if (!parsed.success) {
      const at = issuePath(parsed.issues);
      this.#options.log.warn({ method }, 'a device asked with parameters that do not fit');
      return this.#fail(id, RPC.INVALID_PARAMS, `Not as expected: ${at}`, { path: at });
    }
    if (this.#underWay >= MAX_UNDER_WAY) {
      this.#options.channel.end('overloaded');
      return;
    }
    this.#underWay++;
    this.#run(method, parsed.output)
      .then((answer) => this.#answer(id, method, answer))
      .catch((error: unknown) => {
        this.#options.log.error(
          { method, error: errorName(error) },
          'a method failed in a way that it should not',
        );
        this.#fail(id, RPC.INTERNAL, UNFORESEEN);
      })
      .finally(() => {
        this.#underWay--;
      });
  }

  unblocked(): void {
    this.#home.flush();
    this.#feeds.flush();
  }

  ended(): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelAge();
    this.#cancelWatch();
    this.#feeds.closeAll();
    this.#options.ended(this);
  }

  async #run(method: Method, params: unknown): Promise<Answer> {
    const { core, device } = this.#options;
    // The table guarantees that handler and parameters belong together; TypeScript cannot follow it through an index.
    const handle = HANDLERS[method] as (caller: unknown, params: unknown) => Answer | Promise<Answer>;
    // Asked again when it is its turn: while its beginning was written, the owner may have taken the right.
    const act = async () => (this.#may(method) ? handle(this.#caller(), params) : failed('notAllowed'));
    if (!METHODS[method].acts) return act();
    const { requestId, ...request } = params as { requestId: string };
    return core.requests.run(device.id, requestId, [method, request], act);
  }

  #caller() {
    const { core, device } = this.#options;
    return {
      core,
      device,
      name: () => this.#device()?.name ?? device.name,
      owner: () => this.owner,
      right: (): Right => this.#device()?.right ?? 'view',
      home: this.#home,
      feeds: this.#feeds,
      answersPing: () => this.#options.channel.outbox.mark(),
      acknowledge: (bytes: number) => {
        const { outbox } = this.#options.channel;
        if (!outbox.acknowledge(bytes)) return this.#options.channel.end('refused');
        this.#notBefore = outbox.takeOpenedMark() ?? this.#notBefore;
        this.unblocked();
      },
      leave: () => {
        this.bye('left', 'ended');
        core.registry
          .drop(device.id, 'left')
          .catch(() => this.#options.log.warn({}, 'a device left, which could not be written'));
      },
    };
  }

  #may(method: Method): boolean {
    const device = this.#device();
    return device !== undefined && !device.suspended && permits(device.right, METHODS[method].right);
  }

  #device(): Device | undefined {
    return this.#options.core.registry.get(this.deviceId);
  }

  #confirm(): void {
    if (this.#confirmed) return;
    this.#confirmed = true;
    this.#options.core.registry
      .confirm(this.deviceId)
      .catch(() => this.#options.log.warn({}, 'that a device came through could not be written'));
  }

  #answer(id: number | undefined, method: Method, answer: Answer): void {
    if (answer.ok) {
      if (id !== undefined) this.#say({ id, result: answer.result });
      answer.sent?.();
      return;
    }
    const errors: readonly ErrorCode[] = METHODS[method].errors;
    if (!errors.includes(answer.code)) {
      // A bug, and no device would understand it.
      this.#options.log.error({ method, code: answer.code }, 'an answer that the catalogue does not foresee');
      return this.#fail(id, RPC.INTERNAL, UNFORESEEN);
    }
    this.#fail(id, RPC.APPLICATION, answer.message, { code: answer.code });
  }

  #fail(
    id: number | undefined,
    code: number,
    message: string,
    data?: { path: string } | { code: ErrorCode },
  ): void {
    if (id === undefined) return;
    this.#say({ id, error: { code, message, ...(data === undefined ? {} : { data }) } });
  }

  #say(message: object): void {
    if (this.#over) return;
    if (!this.#options.channel.outbox.send(JSON.stringify(message))) this.#options.channel.end('overloaded');
  }

  /** One timer that looks how old the last proof is, instead of one for each. */
  #watch(): void {
    this.#cancelWatch = this.#options.core.clock.after(STALE_AFTER_MS - this.#stale(), () => {
      if (this.#stale() >= STALE_AFTER_MS) this.#options.channel.end('ended');
      else this.#watch();
    });
  }

  /** How old what comes now may be, in milliseconds. From a clock that was put back, the wait begins anew. */
  #stale(): number {
    const now = this.#options.core.clock.now();
    this.#notBefore = Math.min(this.#notBefore, now);
    return now - this.#notBefore;
  }
}
