/** One try to hold a connection, from nothing to nothing. When it may be made is machine.ts's. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { SshProgram } from '../program.ts';
import {
  checkArguments,
  inletArguments,
  type KeepAlive,
  loneArguments,
  masterArguments,
  sessionArguments,
} from './arguments.ts';
import { type ConfigCopy, copyConfig } from './config-copy.ts';
import type { Question } from './connection.ts';
import { Dialogue } from './dialogue.ts';
import { failureOf } from './failures.ts';
import { inletOf } from './inlet.ts';
import { loneCommand } from './lone-frames.ts';
import { LoneShell } from './lone-shell.ts';
import { MasterSocket } from './master-socket.ts';
import { choosePorts, openedPorts } from './ports.ts';
import { SshShell } from './remote-shell.ts';
import { inletIn, socketIn } from './run-folder.ts';
import { SshError, type SshErrorCode } from './ssh-error.ts';
import {
  type SshCommand,
  type SshProcess,
  startAsking,
  startDirectly,
  startInConsole,
  startSilently,
} from './ssh-process.ts';
import { loadPty, type PtyLibrary, type Size } from './terminal.ts';

export interface AttemptOptions {
  readonly alias: string;
  /** @throws SshError `noProgram` */
  readonly program: () => Promise<SshProgram>;
  /** Exists, for its owner only. */
  readonly runFolder: () => Promise<string>;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly keepAlive: KeepAlive;
  /** A try in which nothing came, was asked or typed for so long has failed. */
  readonly patienceMs: number;
  /** Where nothing is shared: a port of the far side's loopback that is to be reached; null: none is known. */
  readonly farPort: () => number | null;
  /** Somebody is there to be asked. */
  readonly person: boolean;
  readonly size: Size;
}

export interface AttemptHooks {
  readonly print: (text: string) => void;
  readonly asked: (question: Question | null) => void;
  /** It holds, and things can run over it. */
  readonly ready: () => void;
  /** It ended by itself, before or after it was ready. */
  readonly failed: (error: SshError) => void;
}

/** What somebody could have answered. */
const NEEDS_PERSON: ReadonlySet<SshErrorCode> = new Set(['denied', 'hostKeyUnknown']);
const NO_TERMINAL =
  'This host wants an answer, and Outpost has no terminal to ask for it here: the library node-pty could not be built on this computer. Connect once in a terminal of your own, use a key with an agent, then connect again.';
/** What is kept of what came before the far side listens: there ssh says which port it could not open. */
const MOST_SAID = 16 * 1024;

/** How ssh is started: `asking` in terminals of its own, `console` in one for everything, `silent` and `piped` without. */
type Way = 'silent' | 'piped' | { readonly asking: PtyLibrary } | { readonly console: PtyLibrary };

export class Attempt {
  /** Resolves when no process, socket or watch of it is left. */
  readonly ended: Promise<void>;
  shell: SshShell | LoneShell | null = null;
  readonly #options: AttemptOptions;
  readonly #hooks: AttemptHooks;
  #dialogue: Dialogue | null = null;
  #process: SshProcess | null = null;
  #size: Size;
  #stopped = false;
  #lacksTerminals = false;
  /** It was ended by us, because nothing came. */
  #late = false;
  #noPatience: () => void = () => {};
  #socket: MasterSocket | null = null;

  /** @param after What has to be over before. */
  constructor(options: AttemptOptions, hooks: AttemptHooks, after: Promise<void>) {
    this.#options = options;
    this.#hooks = hooks;
    this.#size = options.size;
    this.ended = after.then(() => this.#run());
  }

  /** It ends, and tells nothing more. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#cease();
    return this.ended;
  }

  answer(questionId: string, text: string): boolean {
    const typed = this.#dialogue?.answer(questionId, text) ?? null;
    if (typed === null) return false;
    this.type(typed);
    return true;
  }

  type(data: string): void {
    if (this.#process === null || this.shell !== null) return;
    this.#dialogue?.typing(data);
    this.#process.type(data);
    this.#wait();
  }

  resize(size: Size): void {
    this.#size = size;
    // A terminal that carries answers is not drawn anew.
    if (!(this.shell instanceof LoneShell)) this.#process?.resize(size);
  }

  /** The connection does not answer any more: it ends as if ssh had noticed. */
  giveUp(): void {
    void this.shell?.close();
    void this.#process?.stop();
  }

  async #run(): Promise<void> {
    const error = await this.#hold().catch((thrown: unknown) =>
      thrown instanceof SshError
        ? thrown
        : new SshError('other', `ssh could not be started for ${this.#options.alias}. Try again.`),
    );
    this.#cease();
    await this.shell?.close();
    if (!this.#stopped) this.#hooks.failed(error);
  }

  #cease(): void {
    this.#noPatience();
    this.#socket?.cease();
    void this.shell?.close();
    this.#dialogue?.close();
    void this.#process?.stop();
  }

  /** @returns why it ended. */
  async #hold(): Promise<SshError> {
    const { alias, keepAlive, env } = this.#options;
    const program = await this.#options.program();
    const to = { alias, version: program.version };
    if (!program.shares) return await this.#holdAlone(program);
    const folder = await this.#options.runFolder();
    const pathOfSocket = socketIn(folder, alias);
    const socket = await MasterSocket.expect({
      path: pathOfSocket,
      check: { program: program.path, args: [...program.first, ...checkArguments(to, pathOfSocket)], env },
      opened: () => {
        const session = (command: string) => [
          ...program.first,
          ...sessionArguments(to, pathOfSocket, command),
        ];
        const near = inletIn(folder, alias);
        const inlet = inletOf({
          ...{ alias, near, env, program: program.path },
          arguments: (act, far) => inletArguments(to, pathOfSocket, act, far, near),
        });
        this.#ready(new SshShell({ alias, program: program.path, env, session, inlet }));
      },
    });
    this.#socket = socket;
    try {
      const pty = await this.#terminals();
      const args = masterArguments(to, pathOfSocket, pty === null, keepAlive);
      const code = await this.#through(program, args, pty === null ? 'silent' : { asking: pty });
      return this.#why(code, pty === null);
    } finally {
      await socket.close();
    }
  }

  /**
   * Where nothing is shared, one connection carries everything, so that nothing is asked twice: scripts go through its
   * terminal in frames, sessions through ports that it forwards.
   */
  async #holdAlone(program: SshProgram): Promise<SshError> {
    const runFolder = await this.#options.runFolder();
    const copy = await copyConfig(program, runFolder);
    try {
      if (copy === null) return await this.#carry(program, null);
      return await this.#carry({ ...program, first: ['-F', copy.entry] }, copy, runFolder);
    } finally {
      await copy?.remove();
    }
  }

  /** @param copy goes when ssh has read it @param folder its working folder */
  async #carry(program: SshProgram, copy: ConfigCopy | null, folder?: string): Promise<SshError> {
    const { alias, keepAlive, farPort } = this.#options;
    const mark = randomBytes(4).toString('hex');
    const ports = await choosePorts(farPort());
    let said = '';
    const shell = new LoneShell({
      alias,
      mark,
      send: (text) => this.#process?.type(text),
      ready: () => {
        // All that ssh starts to connect has read it too.
        void copy?.remove();
        shell.ports = openedPorts(ports, said);
        this.#ready(shell);
      },
    });
    const to = { alias, version: program.version };
    const command = loneCommand(mark);
    const pty = await this.#terminals();
    const args = loneArguments(to, { silent: pty === null, keepAlive, ports, command });
    const carried = (text: string): void => {
      if (!shell.isUp) said = (said + text).slice(-MOST_SAID);
      shell.hear(text);
    };
    const way: Way = pty === null ? 'piped' : { console: pty };
    const code = await this.#through(program, args, way, carried, folder);
    shell.close();
    return this.#why(code, pty === null);
  }

  /** Null: nobody can be asked. */
  async #terminals(): Promise<PtyLibrary | null> {
    if (!this.#options.person) return null;
    const pty = await loadPty();
    this.#lacksTerminals = pty === null;
    return pty;
  }

  /** @param carried all that is heard; what comes when it holds is not for a person. @returns its exit code, when it has ended. */
  async #through(
    program: SshProgram,
    args: readonly string[],
    way: Way,
    carried: (text: string) => void = () => {},
    folder?: string,
  ): Promise<number | null> {
    const { clock, env } = this.#options;
    // Without a window of another program, which would ask in our place.
    const command: SshCommand = {
      program: program.path,
      args: [...program.first, ...args],
      env: { ...env, SSH_ASKPASS_REQUIRE: 'never' },
      ...(folder === undefined ? {} : { folder }),
    };
    const together = typeof way === 'object' && 'console' in way;
    const dialogue = new Dialogue({
      marksServers: program.marksServers && !together,
      together,
      clock,
      print: (text) => {
        if (!this.#stopped) this.#hooks.print(text);
      },
      changed: (question) => {
        this.#wait();
        if (!this.#stopped) this.#hooks.asked(question);
      },
    });
    this.#dialogue = dialogue;
    const told = (text: string): void => {
      dialogue.heardTelling(text);
      this.#wait();
    };
    const asked = (text: string): void => {
      dialogue.heardAsking(text);
      this.#wait();
    };
    const lone =
      (hear: (text: string) => void) =>
      (text: string): void => {
        carried(text);
        if (this.shell === null) hear(text);
      };
    if (this.#stopped) return null;
    if (way === 'silent') this.#process = startSilently(command, told);
    else if (way === 'piped') this.#process = startDirectly(command, lone(told));
    else if ('console' in way) this.#process = startInConsole(command, way.console, this.#size, lone(asked));
    else this.#process = startAsking(command, way.asking, this.#size, { asked, told });
    this.#wait();
    return await this.#process.ended;
  }

  #why(code: number | null, silent: boolean): SshError {
    const { alias } = this.#options;
    if (this.#stopped) return this.#taken();
    if (this.#late)
      return new SshError(
        'timeout',
        `${alias} did not answer in time. Check whether it runs, and whether this network lets SSH through.`,
      );
    const error = failureOf({ alias, messages: this.#dialogue?.messages ?? '', code, silent });
    if (this.#lacksTerminals && NEEDS_PERSON.has(error.code))
      return new SshError('needsPerson', NO_TERMINAL, error.said);
    // Ended by a signal, or without a word: that it was there is known. One that carries everything tells nothing any more.
    return this.shell instanceof LoneShell || (this.shell !== null && error.code === 'other')
      ? new SshError('cut', `The connection to ${alias} was lost.`)
      : error;
  }

  #taken(): SshError {
    return new SshError('cancelled', `Disconnected from ${this.#options.alias}.`);
  }

  #ready(shell: SshShell | LoneShell): void {
    if (this.#stopped) return;
    this.#noPatience();
    this.#dialogue?.close();
    // Whatever else the host starts would inherit it.
    this.#process?.dropTerminal();
    this.shell = shell;
    this.#hooks.ready();
  }

  /** Begins to wait anew, unless a person is thinking. */
  #wait(): void {
    this.#noPatience();
    const isAsked = this.#dialogue?.question != null;
    if (this.#stopped || this.shell !== null || isAsked || this.#process === null) return;
    this.#noPatience = this.#options.clock.after(this.#options.patienceMs, () => {
      this.#late = true;
      void this.#process?.stop();
    });
  }
}
