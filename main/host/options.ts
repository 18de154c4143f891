/** What a shell gives the core, and what it gets: values and types only, so that shells can be built against it. */
import type { HostApi } from '../contract/contract.ts';
import type { AwakeState, LoginState, UpdateState } from '../contract/state.ts';

/** Seals the host's keys at rest. Electron's `safeStorage`, where it is more than a plain file. */
export interface KeyBox {
  /** What holds the key, for the person: "the macOS keychain". */
  readonly name: string;
  seal(text: string): Uint8Array;
  /** Throws when it was not sealed here. */
  open(sealed: Uint8Array): string;
}

/** Has the system start this shell when its user logs in. Told only what the system does not do already. */
export interface LoginItem {
  /** As the system tells it; `detail`: what its user has to do where it is `held` or `unavailable`. */
  read(): { state: LoginState; detail: string };
  /** Rejects when the system refuses. */
  write(on: boolean): Promise<void>;
}

/** What the machine runs on. `unknown`: the system does not say. */
export type PowerSource = AwakeState['powerSource'];

/** Keeps the machine awake. The core decides when; `hold` and `release` are called in turn, only on changes. */
export interface PowerHold {
  hold(): void;
  release(): void;
  source(): PowerSource;
  /** Why this machine cannot be kept awake, in sentences for the owner; null where it can, as far as is known. */
  problem(): string | null;
  /** Tells when `source` or `problem` has changed; @returns what ends that. */
  listen(changed: () => void): () => void;
}

/** New versions of the shell itself, where it can put them in place. */
export interface ProgramUpdates {
  state(): UpdateState;
  /** Looks now, unless it is looking already or has found something. */
  check(): void;
  /** Ends the shell, and starts the version that is ready. @returns why not, as a sentence; null when it is on its way out */
  restart(): string | null;
  /** Tells when `state` has changed; @returns what ends that. */
  listen(changed: () => void): () => void;
}

/** The subset of pino's logger that the core uses. Never given keys, links, prompts, output or paths. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface HostOptions {
  /** The data folder; made if missing. One host per folder. */
  folder: string;
  version: string;
  /** How phones see this machine; the setting by default, and without one the system's own name. */
  name?: string;
  /** The relay inside the host; null: none. `clientFiles`: folder of the phone's page, served unless links open elsewhere. */
  embedded: { port: number | null; bind: string; clientFiles: string | null } | null;
  /** Further relays, `wss://…`, the first of which goes into links; none: those that are set. */
  relays: string[];
  /** Where links open; null: as it is set, and without that the relay that serves the page. */
  clientOrigin: string | null;
  codex: { command: string | null } | null;
  /** SSH hosts, as OpenSSH finds them; `config`: only those of this file, as `ssh -F` reads it. Absent: none. */
  ssh?: { config: string | null };
  demo: boolean;
  /** Codex's own `config.toml`: read once, at the first start, for the settings that Outpost shares with it. */
  codexConfig?: string | null;
  keyBox?: KeyBox;
  /** A sentence for the person: why there is no `keyBox`. */
  noKeyBox?: string;
  loginItem?: LoginItem;
  power?: PowerHold;
  updates?: ProgramUpdates;
  log?: Log;
}

export interface Host {
  readonly api: HostApi;
  /**
   * Starts the agents, which a shell does when it has shown what there is: with them comes what weighs their actions, which
   * takes longer to load than all before. Rejects where a file of Outpost is missing or damaged. Safe to call twice.
   */
  start(): Promise<void>;
  /** Says goodbye to phones, closes everything; the agent's own server goes on. Safe to call twice. */
  close(): Promise<void>;
  /** Resolves when the host was asked to stop (`host/stop`); the shell then closes it and ends. */
  readonly stopRequested: Promise<void>;
}

export type HostStartCode = 'inUse' | 'folderUnusable' | 'identityDamaged' | 'identitySealed' | 'portInUse';

/** The host cannot start; the message says what happened and what to do. */
export class HostStartError extends Error {
  readonly code: HostStartCode;
  /** The process that has the folder, where it is `inUse`. */
  readonly holder: number | undefined;
  constructor(code: HostStartCode, message: string, holder?: number) {
    super(message);
    this.name = 'HostStartError';
    this.code = code;
    this.holder = holder;
  }
}
