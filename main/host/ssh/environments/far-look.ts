/**
 * What there is on a host, for as long as it is connected: looked at when it comes up and when somebody says so, and again by
 * itself while that fails in a way that may pass. A timer runs only then.
 */
import { backoff, type Clock } from '../../clock.ts';
import { type RemoteShell, SshError } from '../connection/connection.ts';
import { readServer } from '../remote/forwarded-server.ts';
import { type OwnServer, serverLook } from '../remote/forwarded-servers.ts';
import { LOOK_SCRIPT, LOOK_TIMEOUT_MS, readLook } from '../remote/look.ts';
import { type Far, missingOf } from '../remote/remote-servers.ts';

export const FIRST_WAIT_MS = 2_000;
export const LONGEST_WAIT_MS = 60_000;

export interface FarLookOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly own: OwnServer;
  /** What else has to stand before Codex is spoken to there. Rejects with SshError for what may pass. */
  readonly prepare: (shell: RemoteShell) => Promise<void>;
  /** What is found, or why nothing is, differs. */
  readonly changed: () => void;
  /** It could be looked at again after it could not. */
  readonly recovered: () => void;
}

export class FarLook {
  readonly #options: FarLookOptions;
  #latest: Promise<Far | null> = Promise.resolve(null);
  #found: Far | null = null;
  #unseen: string | null = null;
  #again: number | null = null;
  #noAlarm = (): void => {};
  /** Looks in a row that were no use. */
  #failures = 0;

  constructor(options: FarLookOptions) {
    this.#options = options;
  }

  /** Null: not connected, or it could not be looked at. Waits for a look that is under way. Never rejects. */
  far(): Promise<Far | null> {
    return this.#latest;
  }

  /** What was found last since it is connected; null: nothing yet, or not this time. */
  get found(): Far | null {
    return this.#found;
  }

  /** Why it could not be looked at; null: it could, or was not yet. */
  get unseen(): string | null {
    return this.#unseen;
  }

  /** When it is looked at again by itself, in ms since 1970; null: not before somebody says so. */
  get again(): number | null {
    return this.#again;
  }

  /** Looks now, and waits no longer. */
  look(shell: RemoteShell): void {
    this.#failures = 0;
    this.#look(shell);
  }

  /** The connection went. */
  forget(): void {
    this.#noAlarm();
    [this.#latest, this.#found, this.#unseen] = [Promise.resolve(null), null, null];
    [this.#again, this.#failures] = [null, 0];
  }

  #look(shell: RemoteShell): void {
    this.#noAlarm();
    const latest: Promise<Far | null> = this.#lookOver(shell)
      .then((found) => this.#seen(latest, shell, found))
      .catch((error: unknown) => this.#failed(latest, shell, error));
    this.#latest = latest;
  }

  /** @throws SshError */
  async #lookOver(shell: RemoteShell): Promise<Far> {
    const { own, prepare } = this.#options;
    const server = shell.ports === undefined ? null : own.known();
    const script = server === null ? null : serverLook(own);
    const limits = { maxBytes: 64 * 1024, timeoutMs: LOOK_TIMEOUT_MS };
    const { stdout } = await shell.run(`${LOOK_SCRIPT}${script ?? ''}`, limits);
    const look = readLook(stdout);
    if (missingOf(look) === null) await prepare(shell);
    if (shell.ports === undefined) return { shell, look, server: null };
    return {
      shell,
      look,
      server: { state: script === null ? 'gone' : readServer(stdout), port: server?.port ?? null },
    };
  }

  #seen(latest: Promise<Far | null>, shell: RemoteShell, found: Far): Far {
    // Another look was begun, or the connection went.
    if (this.#latest !== latest) return found;
    const { changed, recovered } = this.#options;
    const wasUnseen = this.#unseen !== null;
    [this.#found, this.#unseen] = [found, null];
    // Where a server of our own runs, nothing depends on whether Codex's does.
    if (found.server === null && found.look.daemon.state === 'silent') this.#lookLater(shell);
    else [this.#again, this.#failures] = [null, 0];
    changed();
    if (wasUnseen) recovered();
    return found;
  }

  #failed(latest: Promise<Far | null>, shell: RemoteShell, error: unknown): null {
    if (this.#latest !== latest) return null;
    this.#found = null;
    this.#unseen = error instanceof SshError ? error.message : 'It could not be looked at.';
    if (mayPass(error)) this.#lookLater(shell);
    else this.#again = null;
    this.#options.changed();
    return null;
  }

  #lookLater(shell: RemoteShell): void {
    const { clock, random } = this.#options;
    const ms = backoff(this.#failures, FIRST_WAIT_MS, LONGEST_WAIT_MS, random);
    this.#failures += 1;
    this.#again = clock.now() + ms;
    this.#noAlarm = clock.after(ms, () => this.#look(shell));
  }
}

/** The network is slow, the host is busy, or takes no further session just now. What is left needs a person. */
const mayPass = (error: unknown): boolean =>
  error instanceof SshError && (error.code === 'timeout' || error.code === 'cut');
