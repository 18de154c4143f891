/** A running host's contract, as another process of its owner sees it. */
import { createConnection, type Socket } from 'node:net';
import * as v from 'valibot';
import {
  type Change,
  ChangeSchema,
  COMMANDS,
  type CommandName,
  type CommandParams,
  type CommandResult,
  type HostApi,
  type Outcome,
} from '../../contract/contract.ts';
import { HostState } from '../../contract/state.ts';
import { findAddress } from './address.ts';
import { LineSplitter } from './lines.ts';
import {
  ANSWER_LIMIT,
  Answer,
  ChangeMessage,
  Hello,
  LOCAL_PROTOCOL,
  parseMessage,
  type Request,
} from './messages.ts';

/** A host that runs says hello at once. */
const HELLO_TIMEOUT = 5_000;

export type LocalSocketErrorCode = 'noHost' | 'noAnswer' | 'otherVersion' | 'lost';

/** The message says what happened and what to do. */
export class LocalSocketError extends Error {
  readonly code: LocalSocketErrorCode;
  constructor(code: LocalSocketErrorCode, message: string) {
    super(message);
    this.name = 'LocalSocketError';
    this.code = code;
  }
}

type Ask = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

export class LocalClient implements HostApi {
  readonly #socket: Socket;
  readonly #lines = new LineSplitter(ANSWER_LIMIT);
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #pending = new Map<
    number,
    { resolve: (answer: Answer) => void; reject: (error: Error) => void }
  >();
  #nextId = 1;
  #watching = false;
  #lost: LocalSocketError | undefined;
  #hello: { resolve: () => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => this.#read(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () =>
      this.#fail(new LocalSocketError('lost', 'Outpost ended while it was being asked.')),
    );
  }

  /**
   * Connects to the host that runs on a data folder.
   * @throws {LocalSocketError} when none runs there, or not one that can be spoken to.
   */
  static async connect(folder: string): Promise<LocalClient> {
    const address = await findAddress(folder);
    const socket = address === undefined ? undefined : await dial(address);
    if (socket === undefined) {
      throw new LocalSocketError(
        'noHost',
        'Outpost is not running here. Start it with "outpost start", then try again.',
      );
    }
    const client = new LocalClient(socket);
    await client.#greeted();
    return client;
  }

  async snapshot(): Promise<HostState> {
    return this.#valued(await this.#ask({ method: 'snapshot' }), HostState);
  }

  /** Changes come from the first call on; take a snapshot after it. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    if (!this.#watching) {
      this.#watching = true;
      // Its answer is a snapshot that nobody asked for; a lost connection is told to whoever waits for an answer.
      this.#ask({ method: 'watch' }).catch(() => undefined);
    }
    return () => this.#listeners.delete(listener);
  }

  async run<C extends CommandName>(name: C, params: CommandParams<C>): Promise<Outcome<CommandResult<C>>> {
    const answer = await this.#ask({ method: 'run', command: name, params });
    if (!answer.ok) return { ok: false, refusal: answer.refusal };
    return { ok: true, value: this.#valued(answer, COMMANDS[name].result) as CommandResult<C> };
  }

  /** Resolves when the connection has ended, for either side's reason. */
  ended(): Promise<void> {
    if (this.#socket.closed) return Promise.resolve();
    return new Promise((resolve) => this.#socket.once('close', () => resolve()));
  }

  close(): void {
    this.#socket.destroy();
  }

  #greeted(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#hello = { resolve, reject };
      this.#socket.setTimeout(HELLO_TIMEOUT, () => {
        this.#fail(
          new LocalSocketError(
            'noAnswer',
            'Outpost runs here but does not answer. Stop it, then start it again.',
          ),
        );
      });
    });
  }

  #ask(request: Ask): Promise<Answer> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#pending.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  #valued<Schema extends v.GenericSchema>(answer: Answer, schema: Schema): v.InferOutput<Schema> {
    const parsed = answer.ok ? v.safeParse(schema, answer.value) : undefined;
    if (parsed?.success !== true) throw otherVersion();
    return parsed.output;
  }

  #read(bytes: Uint8Array): void {
    for (const line of this.#lines.push(bytes)) {
      if (this.#lost !== undefined) return;
      if (!('text' in line)) this.#fail(otherVersion());
      else if (this.#hello !== undefined) this.#greet(line.text);
      else this.#receive(line.text);
    }
  }

  #greet(text: string): void {
    const hello = parseMessage(Hello, text);
    if (hello?.outpost !== LOCAL_PROTOCOL) {
      this.#fail(otherVersion());
      return;
    }
    this.#socket.setTimeout(0);
    this.#hello?.resolve();
    this.#hello = undefined;
  }

  #receive(text: string): void {
    const message = parseMessage(ChangeMessage, text);
    if (message !== undefined) {
      const change = v.safeParse(ChangeSchema, message.change);
      if (!change.success) this.#fail(otherVersion());
      else for (const listener of [...this.#listeners]) listener(change.output as Change);
      return;
    }
    const answer = parseMessage(Answer, text);
    const waiting = answer?.id == null ? undefined : this.#pending.get(answer.id);
    if (answer === undefined || waiting === undefined) {
      this.#fail(otherVersion());
      return;
    }
    this.#pending.delete(answer.id as number);
    waiting.resolve(answer);
  }

  #fail(error: LocalSocketError): void {
    if (this.#lost !== undefined) return;
    this.#lost = error;
    this.#socket.destroy();
    this.#hello?.reject(error);
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

const otherVersion = () =>
  new LocalSocketError(
    'otherVersion',
    'The Outpost that runs here is of another version. Stop it and start it again, then try once more.',
  );

/** @returns `undefined` where nobody listens. */
function dial(address: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(address);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else if (error.code === 'EACCES' || error.code === 'EPERM') {
        reject(
          new LocalSocketError(
            'noHost',
            'The Outpost that runs here belongs to another user of this machine.',
          ),
        );
      } else
        reject(
          new LocalSocketError('noAnswer', `Outpost could not be reached on this machine (${error.code}).`),
        );
    });
  });
}
