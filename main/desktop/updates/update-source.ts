/** Where new versions come from, as the desktop needs it; `electron-updates.ts` is the one that is used. */

export interface FoundUpdate {
  readonly version: string;
  /** Fetches and checks it. @throws UpdateFailure */
  fetch(): Promise<void>;
  /** Ends a fetch that is under way. */
  cancel(): void;
}

export interface UpdateSource {
  /** @returns what is newer than this version; undefined when nothing is. @throws UpdateFailure */
  check(): Promise<FoundUpdate | undefined>;
  /** Whether what was fetched is put in place once this process has ended, without starting it. */
  placeAtEnd(placed: boolean): void;
  /**
   * Ends this process, puts in place what was fetched, and starts it.
   * @param failed called when that cannot be done; this process goes on then
   */
  restart(failed: () => void): void;
}

/**
 * `unreachable`: nobody answered · `unreadable`: what the feed says makes no sense · `refused`: what was fetched is not what
 * was announced, or not signed by whom it has to be · `unsigned`: this copy itself is not signed, so the system replaces
 * nothing · `failed`: anything else.
 */
export type UpdateFailureCode = 'unreachable' | 'unreadable' | 'refused' | 'unsigned' | 'failed';

/** The message stays at the code: what a feed says is not shown to a person. */
export class UpdateFailure extends Error {
  readonly code: UpdateFailureCode;
  constructor(code: UpdateFailureCode) {
    super(code);
    this.name = 'UpdateFailure';
    this.code = code;
  }
}
