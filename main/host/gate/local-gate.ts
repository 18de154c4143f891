/** The gate on this computer: a socket in the host's data folder, which no agent's sandbox lets it reach. */
import { access, constants, realpath } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Clock } from '../clock.ts';
import type { Disk } from '../files/disk.ts';
import type { GateCall } from './call.ts';
import {
  type Gate,
  type GateHandler,
  HOOK_TIMEOUT_S,
  type Hook,
  type NoHook,
  PATIENCE_S,
  SOCKET_PATH_LIMIT,
} from './gate.ts';
import { Guarded } from './guarded.ts';
import { Listener } from './listener.ts';
import { PERL, wrapperCommand } from './wrapper.ts';

/** Seconds that the wrapper waits for a host that restarts. */
const ABSENCE_S = 60;

export interface LocalGateOptions {
  /** The host's data folder: 0700, and this process holds its lock. */
  folder: string;
  disk: Disk;
  clock: Clock;
  /** Seconds that a wrapper waits for a host; ABSENCE_S by default. */
  absenceS?: number;
  /** Where Perl is; as in wrapper.ts by default. */
  perl?: string;
}

export class LocalGate implements Gate {
  readonly guarded: Guarded;
  readonly #options: LocalGateOptions;
  readonly #listener: Listener;
  readonly #socket: string;
  #hook: Hook | NoHook = { problem: 'Outpost is still starting. Try again in a moment.' };
  #place = '';
  #openedAt: number | null = null;
  #handler: GateHandler | null = null;
  /** Came before anybody took calls. */
  #early: GateCall[] = [];

  constructor(options: LocalGateOptions) {
    this.#options = options;
    this.guarded = new Guarded({
      folder: options.folder,
      disk: options.disk,
      now: () => options.clock.now(),
    });
    this.#socket = path.join(options.folder, 'gate.sock');
    this.#listener = new Listener({
      socket: this.#socket,
      clock: options.clock,
      called: (call) => {
        if (this.#handler === null) this.#early.push(call);
        else this.#handler.called(call);
      },
    });
  }

  /** The data folder itself. */
  get folder(): string {
    return this.#options.folder;
  }

  get hook(): Hook | NoHook {
    return this.#hook;
  }

  get openedAt(): number | null {
    return this.#openedAt;
  }

  /** Begins to listen. Never rejects: what is in the way is told by `hook`. */
  async open(): Promise<void> {
    const problem = await this.#problem();
    if (problem !== null) {
      this.#hook = { problem };
      return;
    }
    try {
      const { absenceS: absence = ABSENCE_S, perl = PERL } = this.#options;
      const shell = userInfo().shell ?? '';
      const command = wrapperCommand({ socket: this.#socket, patience: PATIENCE_S, absence, perl, shell });
      await this.#listener.open();
      this.#openedAt = this.#options.clock.now();
      this.#hook = { command, timeoutS: HOOK_TIMEOUT_S };
    } catch (error) {
      this.#hook = { problem: error instanceof RangeError ? ODD_PATH : UNUSABLE };
    }
  }

  take(handler: GateHandler): void {
    this.#handler = handler;
    for (const call of this.#early.splice(0)) handler.called(call);
  }

  async withinReach(folder: string): Promise<boolean> {
    const real = await realpath(folder).catch(() => folder);
    const inside = path.relative(real, this.#place);
    return inside === '' || !(inside.startsWith('..') || path.isAbsolute(inside));
  }

  async close(): Promise<void> {
    await this.#listener.close();
  }

  async #problem(): Promise<string | null> {
    const { folder, perl = PERL } = this.#options;
    if (Buffer.byteLength(this.#socket) > SOCKET_PATH_LIMIT) return TOO_LONG;
    this.#place = await realpath(folder).catch(() => folder);
    // A sandbox of Codex leaves these writable.
    for (const writable of ['/tmp', tmpdir()]) if (await this.withinReach(writable)) return TEMPORARY;
    return access(perl, constants.X_OK).then(
      () => null,
      () => NO_PERL,
    );
  }
}

const NOTHING = 'Outpost cannot stand between the agent and what it does, so no thread is started.';
const TOO_LONG = `${NOTHING} The path of its data folder is too long for a socket. Choose a shorter one (--data).`;
const ODD_PATH = `${NOTHING} The path of its data folder holds a quote or a backslash. Choose another one (--data).`;
const TEMPORARY = `${NOTHING} Its data folder is a temporary one, which the agent can write to. Choose another one (--data).`;
const NO_PERL = `${NOTHING} It needs Perl at ${PERL}. Install it, and start Outpost again.`;
const UNUSABLE = `${NOTHING} Its socket could not be made in the data folder. Make room on the disk, and start Outpost again.`;
