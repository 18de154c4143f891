/**
 * One alias of the owner's OpenSSH configuration, and the connection to it: what it may ask, in which state it is, and
 * what runs over it. Types only; `ssh-connection.ts` is the one that uses the system's `ssh`.
 */
import type { Duplex } from 'node:stream';
import type { Inlet } from './inlet.ts';

export { SshError, type SshErrorCode } from './ssh-error.ts';

export interface RunLimits {
  /** From the call to its end. Default 20 s. */
  timeoutMs?: number;
  /** Of stdout; stderr has 64 KiB. Default 1 MiB. */
  maxBytes?: number;
  signal?: AbortSignal;
}

export interface RunResult {
  /** The exit status of the script, 0…255. */
  code: number;
  stdout: string;
  stderr: string;
}

/** A way to run things on the far side, for as long as the connection is up. */
export interface RemoteShell {
  /**
   * Runs a POSIX sh script on the far side, its stdin empty. The script goes over stdin, so no login shell (fish, csh)
   * has to parse it, nothing of it is in anybody's list of arguments, and half of it never runs. What a login shell
   * prints is left out.
   * @throws SshError `timeout`, `tooMuch`, `cancelled`, `noShell`, `cut`
   */
  run(script: string, limits?: RunLimits): Promise<RunResult>;
  /**
   * A program on the far side whose stdin and stdout are the stream, with back-pressure both ways. Ends when either
   * side ends; destroyed with an `SshError` (`failed`, `noShell`, `cut`) when the program or the connection fails.
   * @param command Words; any text without NUL, quoted by us.
   */
  stream(command: readonly string[]): Duplex;
  /** Absent where one connection has to carry everything. */
  readonly inlet?: Inlet;
  /**
   * Present where one connection has to carry everything (no ControlMaster): `stream` then fails, and what listens on these
   * ports of the far side's loopback is reached by those of this computer's. Whoever is signed in on either side can connect to them.
   */
  readonly ports?: readonly ForwardedPort[];
}

export interface ForwardedPort {
  /** On 127.0.0.1 here. */
  readonly near: number;
  /** On 127.0.0.1 over there. */
  readonly far: number;
}

export type QuestionKind =
  /** The host's key was never seen: `yes`, `no` or the fingerprint. */
  | 'hostKey'
  | 'password'
  /** The far side wants the password changed; ssh asks three times: old, new, new again. */
  | 'newPassword'
  /** Of a key file on this computer. */
  | 'passphrase'
  /** Of a hardware key, or of a smart card. */
  | 'pin'
  /** Whatever the far side asks in its own words (keyboard-interactive): mostly a code. */
  | 'oneTimeCode'
  /** `yes` or `no` about something that `text` says. */
  | 'confirm'
  /** Nothing to type: the hardware key waits for a finger. */
  | 'touch'
  /** Not known for sure: the person reads and answers in the terminal. `answer` takes nothing for it. */
  | 'terminal';

export interface Question {
  /** Of this one asking; an answer to an older one is not taken. */
  readonly id: string;
  readonly kind: QuestionKind;
  /** Whose words `text` is: ssh's on this computer, or the far side's, which may say anything and must be shown as its. */
  readonly from: 'ssh' | 'server';
  /** To be shown: bounded, without control characters; may have line breaks. */
  readonly text: string;
  /** Whether what is typed must not be seen. */
  readonly secret: boolean;
  readonly details: QuestionDetails;
}

/** What ssh itself said, where it did; never words of the far side. */
export interface QuestionDetails {
  /** As in `SHA256:…`. */
  readonly fingerprint?: string;
  /** As in `ED25519`. */
  readonly keyType?: string;
  /** The host that asks or is asked about, as ssh names it. With a jump host, that one first. */
  readonly host?: string;
  readonly user?: string;
  /** The path of the key on this computer. */
  readonly key?: string;
  /** True when the answer before was wrong. */
  readonly again?: boolean;
}

export type ConnectionState =
  | { readonly state: 'off' }
  | { readonly state: 'connecting' }
  /** A person has to answer. */
  | { readonly state: 'asking'; readonly question: Question }
  /** `since`: milliseconds of the epoch. */
  | { readonly state: 'up'; readonly since: number }
  /** Tries again by itself, at `at` (milliseconds of the epoch). */
  | { readonly state: 'retrying'; readonly at: number; readonly why: string }
  /** Not again without a person. */
  | { readonly state: 'attention'; readonly why: string };

export interface TerminalText {
  readonly text: string;
  /** Where to go on reading. */
  readonly next: number;
}

export interface ConnectionListener {
  changed(state: ConnectionState): void;
  /** The terminal has more to read. */
  printed(): void;
}

export interface SshConnection {
  readonly alias: string;
  readonly state: ConnectionState;
  /** Null unless up. */
  readonly shell: RemoteShell | null;
  /**
   * A person is there: may ask. Whoever calls while a try is on, shares it; where it is a silent one, that ends and one
   * that may ask begins. Resolves when up.
   * @throws SshError when it needs attention, or was disconnected meanwhile.
   */
  connect(): Promise<void>;
  /** Nobody is there: tries at once without a question, and goes on by itself. Does nothing unless off or waiting. */
  reconnect(): void;
  /** The computer woke up, or its network changed: what was up is looked at, what waits is tried now. */
  woke(): void;
  /** Resolves when no process, socket or file of it is left. */
  disconnect(): Promise<void>;
  /** @returns whether that question was open; nothing is typed otherwise. The text goes to the terminal and nowhere else. */
  answer(questionId: string, text: string): boolean;
  /** Keys of a person, into the terminal. */
  type(data: string): void;
  resize(columns: number, rows: number): void;
  /**
   * What the terminal of this try or the last one printed, its end where it was long. Of a shell or wrapper that a person
   * chose, and of a server: raw, with escape sequences.
   * @param from 0, or `next` of the call before.
   */
  terminal(from: number): TerminalText;
  /** @returns a function that takes it back. */
  listen(listener: ConnectionListener): () => void;
}
