/** One client on the local socket, served one request after the other. */
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { type Change, COMMANDS, type HostApi, isCommand, type Outcome } from '../../contract/contract.ts';
import { errorName } from '../error-name.ts';
import type { Log } from '../options.ts';
import { LineSplitter } from './lines.ts';
import { type Answer, LOCAL_PROTOCOL, parseMessage, REQUEST_LIMIT, Request } from './messages.ts';

export interface ConnectionOptions {
  readonly socket: Socket;
  readonly api: HostApi;
  readonly version: string;
  /** How long a client may leave what was sent to it unread, milliseconds. */
  readonly stallTimeout: number;
  readonly log: Log | undefined;
}

const refused = (id: number | null, code: string, message: string): Answer => ({
  id,
  ok: false,
  refusal: { code, message },
});

/** Where in our own code it was thrown: the innermost three calls, by function, file and line; no folder, no message. */
function placesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 3)
    .map((line) =>
      line
        .trim()
        .replace(/\(.*[\\/]/, '(')
        .replace(/^at [^(]*[\\/]/, 'at '),
    );
}

export class LocalConnection {
  readonly #socket: Socket;
  readonly #api: HostApi;
  readonly #options: ConnectionOptions;
  readonly #lines = new LineSplitter(REQUEST_LIMIT);
  /** Changes that wait until the client reads; a newer one of the same slice replaces the older. */
  readonly #waiting = new Map<Change['slice'], Change>();
  #unsubscribe: (() => void) | undefined;
  #stall: NodeJS.Timeout | undefined;

  constructor(options: ConnectionOptions) {
    this.#socket = options.socket;
    this.#api = options.api;
    this.#options = options;
    this.#socket.on('drain', () => this.#drained());
    // A client that vanishes is no event: the loop below ends.
    this.#socket.on('error', () => undefined);
  }

  /** Resolves when the client is gone. Never rejects. */
  async serve(): Promise<void> {
    this.#write({ outpost: LOCAL_PROTOCOL, version: this.#options.version });
    try {
      for await (const bytes of this.#socket as AsyncIterable<Uint8Array>) {
        for (const line of this.#lines.push(bytes)) {
          if ('text' in line) this.#write(await this.#answer(line.text));
          else if (line.fault === 'malformed')
            this.#write(refused(null, 'malformed', 'A request is JSON in UTF-8.'));
          else {
            this.#write(refused(null, 'tooLong', `A request has at most ${REQUEST_LIMIT} bytes.`));
            return;
          }
          await this.#writable();
        }
      }
    } catch {
      // The socket broke, which ends this client and nothing else.
    } finally {
      this.close();
    }
  }

  /** Ends the connection once what was written has been handed to the system. */
  close(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    // A client that does not read what was written holds nobody up for longer than any other.
    this.#stall ??= setTimeout(() => this.#socket.destroy(), this.#options.stallTimeout);
    this.#socket.once('close', () => clearTimeout(this.#stall));
    this.#socket.destroySoon();
    if (this.#socket.destroyed) clearTimeout(this.#stall);
  }

  async #answer(text: string): Promise<Answer> {
    const request = parseMessage(Request, text);
    if (request === undefined)
      return refused(null, 'malformed', 'This is not a request of the local socket.');
    try {
      return await this.#perform(request);
    } catch (error) {
      this.#options.log?.error(
        { method: request.method, error: errorName(error), at: placesOf(error) },
        'local socket: a request failed',
      );
      return refused(request.id, 'internal', 'Outpost failed at this. Its log says why; it goes on running.');
    }
  }

  async #perform(request: Request): Promise<Answer> {
    const { id } = request;
    if (request.method === 'run') {
      const outcome = await this.#run(request.command, request.params);
      return outcome.ok
        ? { id, ok: true, value: outcome.value }
        : { id, ok: false, refusal: outcome.refusal };
    }
    // Subscribed before the snapshot is taken, so that no change falls between the two.
    if (request.method === 'watch')
      this.#unsubscribe ??= this.#api.subscribe((change) => this.#changed(change));
    return { id, ok: true, value: await this.#api.snapshot() };
  }

  async #run(name: string, params: unknown): Promise<Outcome<unknown>> {
    if (!isCommand(name)) {
      return {
        ok: false,
        refusal: {
          code: 'unknownCommand',
          message: 'The running Outpost does not know this command; it may be older.',
        },
      };
    }
    const parsed = v.safeParse(COMMANDS[name].params, params);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const where = v.getDotPath(issue);
      const message = `${where === null ? '' : `${where}: `}${issue.message}`;
      return { ok: false, refusal: { code: 'badParameters', message } };
    }
    return this.#api.run(name, parsed.output as never);
  }

  #changed(change: Change): void {
    if (this.#socket.writableNeedDrain) this.#waiting.set(change.slice, change);
    else this.#write({ change });
  }

  #drained(): void {
    clearTimeout(this.#stall);
    this.#stall = undefined;
    for (const change of this.#waiting.values()) {
      if (this.#socket.writableNeedDrain) return;
      this.#waiting.delete(change.slice);
      this.#write({ change });
    }
  }

  #write(message: object): void {
    if (!this.#socket.writable || this.#socket.write(`${JSON.stringify(message)}\n`)) return;
    this.#stall ??= setTimeout(() => this.#socket.destroy(), this.#options.stallTimeout);
  }

  /** Resolves when the client has read what was written, or is gone. */
  async #writable(): Promise<void> {
    while (this.#socket.writableNeedDrain && !this.#socket.destroyed) {
      await new Promise<void>((resolve) => {
        const go = () => {
          this.#socket.off('drain', go);
          this.#socket.off('close', go);
          resolve();
        };
        this.#socket.on('drain', go);
        this.#socket.on('close', go);
      });
    }
  }
}
