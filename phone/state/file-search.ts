/**
 * Looks for files of a project while a person types a part of a name. One question is under way at a time; what was typed
 * meanwhile is asked behind it, and only the last of it.
 */
import type { FoundFile } from '../../protocol/session/found-file.ts';
import { CallError, type HostConnection } from '../client/types.ts';
import type { HostSession } from './host-session.ts';
import { partOf } from './part.ts';
import { type Readable, Store } from './store.ts';

interface Question {
  project: string;
  query: string;
}

export interface Found extends Question {
  files: readonly FoundFile[];
}

export class FileSearch {
  readonly #connection: Pick<HostConnection, 'call'>;
  readonly #found = new Store<Found | null>(null);
  /** What was typed last. */
  #wanted: Question | null = null;
  #busy = false;

  constructor(connection: Pick<HostConnection, 'call'>) {
    this.#connection = connection;
  }

  /** What was found last; of an earlier query while the next one is under way. */
  get found(): Readable<Found | null> {
    return this.#found;
  }

  /** @param query empty: nothing is looked for any more */
  find(project: string, query: string): void {
    this.#wanted = query === '' ? null : { project, query };
    if (this.#wanted === null) this.#found.set(null);
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    let asked: Question | null = null;
    while (this.#wanted !== null && this.#wanted !== asked) {
      asked = this.#wanted;
      const files = await this.#ask(asked);
      this.#found.set(files !== null && this.#isWanted() ? { ...asked, files } : null);
    }
    this.#busy = false;
  }

  #isWanted(): boolean {
    return this.#wanted !== null;
  }

  /** @returns null without an answer: the name can be typed whole. */
  async #ask(asked: Question): Promise<readonly FoundFile[] | null> {
    try {
      return (await this.#connection.call('project/search', asked)).files;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      return null;
    }
  }
}

export const fileSearchOf = partOf(({ connection }: HostSession) => new FileSearch(connection));
