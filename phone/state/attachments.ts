/**
 * Files that a person attached to what they are about to say. Each is put on the host at once, part by part, and goes on where it
 * was after a cut; what is said carries only its id. Nothing of it outlives the page.
 */
import { toBase64url } from '../../protocol/bytes.ts';
import { ATTACHMENT_LIMIT, ATTACHMENT_PART, MAX_ATTACHED } from '../../protocol/session/attachment.ts';
import { CallError, type HostConnection } from '../client/types.ts';
import * as words from '../text/attaching.ts';
import type { Companion, HostSession } from './host-session.ts';
import { partOf } from './part.ts';
import { newRequestId } from './request-id.ts';
import { type Readable, Store } from './store.ts';

export interface Attached {
  /** By which the host knows it. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'image' | 'file';
  /** Bytes; 0 while it is being made smaller. */
  readonly size: number;
  /** Bytes that are on the host. */
  readonly there: number;
  readonly state: 'preparing' | 'sending' | 'ready' | 'failed';
  /** Why it failed, in a sentence; null: it has not. */
  readonly problem: string | null;
}

/** Makes a picture small enough to travel; null where this is no picture that the browser knows. */
export type Shrink = (file: Blob) => Promise<Blob | null>;

export class Attachments implements Companion {
  readonly #connection: Pick<HostConnection, 'call'>;
  readonly #places = new Store<ReadonlyMap<string, readonly Attached[]>>(new Map());
  readonly #bodies = new Map<string, Blob>();
  readonly #sending = new Set<string>();
  #connected = false;

  constructor(connection: Pick<HostConnection, 'call'>) {
    this.#connection = connection;
  }

  /** What is attached, by the thread or screen that it was attached in. */
  get places(): Readable<ReadonlyMap<string, readonly Attached[]>> {
    return this.#places;
  }

  /** @returns how many of them had no room: more than that go with no message. */
  add(place: string, files: readonly File[], shrink: Shrink): number {
    const room = MAX_ATTACHED - (this.#places.get().get(place)?.length ?? 0);
    for (const file of files.slice(0, room)) void this.#prepare(place, file, shrink);
    return Math.max(0, files.length - room);
  }

  remove(place: string, id: string): void {
    this.#put(place, (all) => all.filter((each) => each.id !== id));
    this.#bodies.delete(id);
    // One that stays is removed by the host within the hour.
    this.#connection.call('attachment/remove', { attachment: id }).catch((error: unknown) => {
      if (!(error instanceof CallError)) throw error;
    });
  }

  /** The ids of what goes with the words that are said now; they are theirs from now on. */
  take(place: string): string[] {
    const taken = (this.#places.get().get(place) ?? []).filter(({ state }) => state === 'ready');
    for (const { id } of taken) this.#bodies.delete(id);
    this.#put(place, () => []);
    return taken.map(({ id }) => id);
  }

  connected(): void {
    this.#connected = true;
    for (const [place, all] of this.#places.get())
      for (const { id, state } of all) if (state === 'sending') void this.#send(place, id);
  }

  disconnected(): void {
    this.#connected = false;
  }

  async #prepare(place: string, file: File, shrink: Shrink): Promise<void> {
    // The letters of a request id serve here too.
    const id = newRequestId();
    const fresh = { id, name: nameOf(file), size: 0, there: 0, problem: null } as const;
    this.#put(place, (all) => [...all, { ...fresh, kind: 'file', state: 'preparing' }]);
    const small = file.type.startsWith('image/') ? await shrink(file) : null;
    const body = small ?? file;
    if (body.size === 0) return this.#fail(place, id, words.empty);
    if (body.size > ATTACHMENT_LIMIT) return this.#fail(place, id, words.tooLarge);
    this.#bodies.set(id, body);
    const kind = small === null ? 'file' : 'image';
    this.#change(place, id, { kind, size: body.size, state: 'sending' });
    if (this.#connected) await this.#send(place, id);
  }

  /** One part after the other: what is under way is never more than one. */
  async #send(place: string, id: string): Promise<void> {
    if (this.#sending.has(id)) return;
    this.#sending.add(id);
    try {
      for (let now = this.#find(place, id); now?.state === 'sending'; now = this.#find(place, id)) {
        const { name, kind, size, there } = now;
        const part = this.#bodies.get(id)!.slice(there, there + ATTACHMENT_PART);
        const data = toBase64url(new Uint8Array(await part.arrayBuffer()));
        const sent = { attachment: id, name, kind, size, at: there, data };
        const { received } = await this.#connection.call('attachment/put', sent);
        this.#change(place, id, { there: received, ...(received === size && { state: 'ready' }) });
      }
    } catch (error) {
      // The file is gone, or may not be read.
      if (!(error instanceof CallError)) this.#fail(place, id, words.unreadable);
      // After a cut it goes on from what the host has.
      else if (error.code !== 'cut') this.#fail(place, id, error.message);
    } finally {
      this.#sending.delete(id);
    }
  }

  #fail(place: string, id: string, problem: string): void {
    this.#change(place, id, { state: 'failed', problem });
  }

  #find(place: string, id: string): Attached | undefined {
    return this.#places
      .get()
      .get(place)
      ?.find((each) => each.id === id);
  }

  #change(place: string, id: string, fields: Partial<Attached>): void {
    this.#put(place, (all) => all.map((each) => (each.id === id ? { ...each, ...fields } : each)));
  }

  #put(place: string, change: (all: readonly Attached[]) => readonly Attached[]): void {
    const places = this.#places.get();
    this.#places.set(new Map(places).set(place, change(places.get(place) ?? [])));
  }
}

export const attachmentsOf = partOf((session: HostSession) =>
  session.join(new Attachments(session.connection)),
);

const nameOf = ({ name }: File): string => name.slice(-200) || 'file';
