/**
 * The gate in front of what an agent does: its hook calls the host before every action, and the action goes ahead in the
 * sandbox only after a yes. Nothing of an agent's protocol is here; an adapter brings the hook to its agent and makes
 * questions of the calls. See README.md.
 */
import { access, constants, realpath } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Clock } from '../clock.ts';
import type { Disk } from '../files/disk.ts';
import type { GateCall } from './call.ts';
import { Guarded } from './guarded.ts';
import { Listener } from './listener.ts';
import { PERL, wrapperCommand } from './wrapper.ts';

/** Longest that an action waits for its answer, in ms, whatever time the policy gives. */
export const LONGEST_WAIT_MS = 23 * 3600_000;
/** Seconds: the wrapper gives up behind the host, and the agent's own limit for the hook, which would let go, is behind both. */
const PATIENCE_S = LONGEST_WAIT_MS / 1000 + 600;
const HOOK_TIMEOUT_S = PATIENCE_S + 600;
/** Seconds that the wrapper waits for a host that restarts. */
export const ABSENCE_S = 60;
/** The name of a Unix socket has 104 bytes on macOS and 108 on Linux, its final zero included. */
const PATH_LIMIT = 100;

/** What an agent is given as its hook. */
export interface Hook {
  /** Text for a shell; its stdin is what the agent wants to do, exit code 0 lets it, 2 forbids it with the words on stderr. */
  command: string;
  /** After how many seconds the agent may give up on it. */
  timeoutS: number;
}

export interface GateOptions {
  /** The host's data folder: 0700, and this process holds its lock. */
  folder: string;
  disk: Disk;
  clock: Clock;
  /** Seconds that a wrapper waits for a host; ABSENCE_S by default. */
  absenceS?: number;
  /** Where Perl is; as in wrapper.ts by default. */
  perl?: string;
}

export class Gate {
  readonly guarded: Guarded;
  readonly #options: GateOptions;
  readonly #listener: Listener;
  readonly #socket: string;
  #hook: Hook | { problem: string } = { problem: 'Outpost is still starting. Try again in a moment.' };
  #place = '';
  #openedAt = 0;
  #take: ((call: GateCall) => void) | null = null;
  /** Came before anybody took calls. */
  #early: GateCall[] = [];

  constructor(options: GateOptions) {
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
        if (this.#take === null) this.#early.push(call);
        else this.#take(call);
      },
    });
  }

  /** The host's data folder. */
  get folder(): string {
    return this.#options.folder;
  }

  /** The hook, or why there can be none, as a sentence for a person. */
  get hook(): Hook | { problem: string } {
    return this.#hook;
  }

  /** When it began to listen: a wrapper that waits for this host has called within ABSENCE_S of that. */
  get openedAt(): number {
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

  /** Whoever makes questions of calls; there is one. */
  take(handler: (call: GateCall) => void): void {
    this.#take = handler;
    for (const call of this.#early.splice(0)) handler(call);
  }

  /** Whether what runs in a folder could reach the gate itself: then it guards nothing there. */
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
    if (Buffer.byteLength(this.#socket) > PATH_LIMIT) return TOO_LONG;
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
