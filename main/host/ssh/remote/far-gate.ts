/**
 * The gate of an SSH host: a socket in a folder of the account over there, which the shared connection leads to one here. It
 * stands for as long as the connection; whoever waits over there while that is lost calls again when it is back.
 *
 * ```
 *  codex ──hook──► perl ──gate-OWNER.sock──► sshd ══ssh══► ssh ──near socket──► Listener ─► Call ─► adapter of this environment
 * ```
 * Each environment has a listener of its own, so that one can neither speak for threads of another nor take its room.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { AgentError } from '../../agents/agent.ts';
import type { Clock } from '../../clock.ts';
import { type CallAnswer, CallerCutOff, type GateCall } from '../../gate/call.ts';
import {
  type Gate,
  type GateHandler,
  HOOK_TIMEOUT_S,
  type Hook,
  LONGEST_WAIT_MS,
  type NoHook,
  PATIENCE_S,
} from '../../gate/gate.ts';
import type { Guarded } from '../../gate/guarded.ts';
import { Listener } from '../../gate/listener.ts';
import { PERL, wrapperCommand } from '../../gate/wrapper.ts';
import { type RemoteShell, SshError } from '../connection/connection.ts';
import {
  prepareScript,
  proofScript,
  readPrepared,
  removeScript,
  unproven,
  whereScript,
} from './far-gate-script.ts';

/** A connection may be away for a night, and what waits over there with it. */
const ABSENCE_S = LONGEST_WAIT_MS / 1000;
const LOOK_TIMEOUT_MS = 10_000;
const REMOVE_TIMEOUT_MS = 5_000;

export interface FarGateOptions {
  /** What is in the files over there to tell those of this host from others': letters and digits. */
  readonly owner: string;
  readonly guarded: Guarded;
  readonly clock: Clock;
  /** Where Perl is over there; as in wrapper.ts by default. */
  readonly perl?: string;
  /** The hook is another one, or there is none any more. */
  readonly changed: () => void;
}

export class FarGate implements Gate {
  readonly #options: FarGateOptions;
  /** The connection that it is to stand over. */
  #shell: RemoteShell | null = null;
  /** The one that it stands over. */
  #stands: RemoteShell | null = null;
  #hook: Hook | NoHook = { problem: AWAY };
  #place = '/';
  #socket = '';
  /** A text that only this host knows, and whether it came back. */
  readonly #proof = { text: randomBytes(16).toString('hex'), arrived: false };
  /** What was said over there when it did not. */
  #unproven = '';
  #openedAt: number | null = null;
  #listener: Listener | null = null;
  #handler: GateHandler | null = null;
  /** What is under way; it never rejects. */
  #work: Promise<unknown> = Promise.resolve();
  #look: Promise<boolean> = Promise.resolve(false);
  #nextLook: Promise<boolean> | null = null;

  constructor(options: FarGateOptions) {
    this.#options = options;
  }

  get guarded(): Guarded {
    return this.#options.guarded;
  }

  get folder(): string {
    return this.#place;
  }

  get hook(): Hook | NoHook {
    return this.#hook;
  }

  get openedAt(): number | null {
    return this.#openedAt;
  }

  take(handler: GateHandler): void {
    this.#handler = handler;
  }

  /**
   * Resolves when it is known whether it stands over this connection: `hook` tells. Where it stood before, that is tried, so
   * that one whose files were taken away over there is made again.
   * @throws SshError for what may pass
   */
  open(shell: RemoteShell): Promise<void> {
    this.#shell = shell;
    return this.#after(async () => {
      if (this.#shell !== shell || (this.#stands === shell && (await this.#proven(shell)))) return;
      const hook = await this.#stand(shell);
      if (this.#shell !== shell) return;
      const stands = 'command' in hook;
      this.#stands = stands ? shell : null;
      this.#openedAt = stands ? this.#options.clock.now() : null;
      this.#hook = hook;
      this.#options.changed();
    });
  }

  /** The connection went. Who waits over there goes on waiting. */
  forget(): void {
    if (this.#shell === null) return;
    [this.#shell, this.#stands, this.#openedAt] = [null, null, null];
    this.#hook = { problem: AWAY };
    this.#after(() => this.#close()).catch(() => {}); // it never rejects
    this.#handler?.cut();
  }

  /** Takes away what lies over there, as far as the connection still stands. */
  async remove(): Promise<void> {
    const shell = this.#shell;
    if (shell?.inlet === undefined) return;
    const options = { timeoutMs: REMOVE_TIMEOUT_MS };
    // A connection that is gone takes nothing away any more; the next one does.
    await this.#after(() => shell.run(removeScript(this.#options.owner), options)).catch(() => {});
  }

  /** Resolves when nothing of it is left here. */
  async idle(): Promise<void> {
    await this.#work;
  }

  async withinReach(folder: string): Promise<boolean> {
    const shell = this.#shell;
    if (shell === null) throw away();
    const { stdout } = await shell.run(whereScript(folder)).catch(() => {
      throw away();
    });
    const real = stdout.replace(/\n$/, '');
    const inside = path.posix.relative(real === '' ? folder : real, this.#place);
    return inside === '' || !(inside.startsWith('..') || path.posix.isAbsolute(inside));
  }

  async #after<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => {});
    return done;
  }

  /** Whether a call from over there arrives. @throws SshError for what may pass */
  async #proven(shell: RemoteShell): Promise<boolean> {
    this.#proof.arrived = false;
    const { code, stderr } = await shell.run(proofScript(this.#socket, this.#proof.text, this.#perl));
    this.#unproven = stderr.trim().split('\n')[0]?.slice(0, 200) ?? '';
    // Whoever else listens there may say yes to everything.
    return code === 0 && this.#proof.arrived;
  }

  /** @throws SshError for what may pass */
  async #stand(shell: RemoteShell): Promise<Hook | NoHook> {
    const { owner } = this.#options;
    const { inlet } = shell;
    if (inlet === undefined) return { absent: NOT_SHARED };
    const prepared = readPrepared((await shell.run(prepareScript(owner, this.#perl))).stdout, owner);
    if ('problem' in prepared) return prepared;
    [this.#place, this.#socket] = [prepared.place, prepared.socket];
    if (!(await this.#listen(shell, inlet.near))) return { problem: UNUSABLE };
    try {
      // One that this connection has made already would not be made anew.
      if (this.#stands === shell) await inlet.close(this.#socket);
      await inlet.open(this.#socket);
    } catch (error) {
      await this.#close();
      if (error instanceof SshError && error.code === 'failed') return { absent: FORBIDDEN };
      throw error;
    }
    if (!(await this.#proven(shell))) {
      await this.#close();
      return { problem: unproven(this.#unproven) };
    }
    const command = wrapperCommand({
      socket: this.#socket,
      patience: PATIENCE_S,
      absence: ABSENCE_S,
      perl: this.#perl,
      // Which one Codex takes over there is its own to find out, and may change: any will do.
      shell: '',
    });
    return { command, timeoutS: HOOK_TIMEOUT_S };
  }

  get #perl(): string {
    return this.#options.perl ?? PERL;
  }

  /** @returns whether it could be done */
  async #listen(shell: RemoteShell, near: string): Promise<boolean> {
    await this.#close();
    const listener = new Listener({
      socket: near,
      clock: this.#options.clock,
      called: (call) => this.#called(shell, call),
    });
    try {
      await listener.open();
    } catch {
      return false;
    }
    this.#listener = listener;
    return true;
  }

  #called(shell: RemoteShell, call: GateCall): void {
    const handler = this.#handler;
    if (call.text === this.#proof.text) {
      this.#proof.arrived = true;
      void call.answer('go');
    } else if (handler === null || this.#shell !== shell) void call.answer({ no: TOO_EARLY });
    else handler.called(new FarCall(call, () => this.#isCut(shell)));
  }

  async #close(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    await listener?.close();
  }

  /** Whether the connection is gone, or does not answer: a caller that ended may then have ended with its way. Never rejects. */
  #isCut(shell: RemoteShell): Promise<boolean> {
    if (this.#shell !== shell) return Promise.resolve(true);
    // One look for all that ended before it begins.
    this.#nextLook ??= this.#look.then(() => {
      this.#nextLook = null;
      this.#look = shell.run('exit 0', { timeoutMs: LOOK_TIMEOUT_MS }).then(
        () => this.#shell !== shell,
        () => true,
      );
      return this.#look;
    });
    return this.#nextLook;
  }
}

/** A caller over there: it has gone only where its way still stands. */
class FarCall implements GateCall {
  readonly #call: GateCall;
  readonly #isCut: () => Promise<boolean>;

  constructor(call: GateCall, isCut: () => Promise<boolean>) {
    this.#call = call;
    this.#isCut = isCut;
  }

  get text(): string {
    return this.#call.text;
  }

  async answer(answer: CallAnswer): Promise<boolean> {
    if (await this.#call.answer(answer)) return true;
    if (await this.#isCut()) throw new CallerCutOff();
    return false;
  }

  whenGone(then: () => void): void {
    this.#call.whenGone(() => {
      void this.#isCut().then((isCut) => {
        if (!isCut) then();
      });
    });
  }
}

const away = (): AgentError =>
  new AgentError('agentUnavailable', 'The connection to its SSH host was lost, so nothing was done.');

const UNUSABLE =
  'Outpost cannot stand between the agent over there and what it does, so no thread is started there. Its socket could not be made on this computer. Make room on the disk, then choose “Check again” in Environments.';
const AWAY = 'Its SSH host is not connected, so nothing was started.';
const TOO_EARLY =
  'Outpost is still connecting, so nobody could allow this, and it was not run. Try it again.';
const FORBIDDEN =
  'Not gated: inside its sandbox, the agent acts without asking you. The SSH server over there forwards no sockets (AllowStreamLocalForwarding, DisableForwarding), and without one it cannot ask this computer.';
const NOT_SHARED =
  'Not gated: inside its sandbox, the agent acts without asking you. On this computer ssh cannot share a connection, and without that an agent over there cannot ask.';
