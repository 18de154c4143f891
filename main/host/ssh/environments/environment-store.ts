/** What is kept of SSH hosts: when each was last connected, whether it is to be, and what its owner said of it. */
import path from 'node:path';
import * as v from 'valibot';
import type { Disk } from '../../files/disk.ts';
import { JsonFile } from '../../files/json-file.ts';

/** Of hosts that nobody wants to be connected, the one that was not used for longest is forgotten first. */
const MOST_KEPT = 500;

const Kept = v.object({
  alias: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  /** When it was last connected, in ms since 1970. */
  usedAt: v.nullable(v.number()),
  /** Left out of lists. */
  hidden: v.boolean(),
  /** Connected until its owner disconnects it, also over restarts of the host. */
  wanted: v.boolean(),
  /** Its owner allowed the first start of the agent's server there, which copies the program. */
  mayCopy: v.boolean(),
  /** Where one connection carries everything: the server that was started there last, and what its token is made with. */
  server: v.optional(
    v.nullable(
      v.object({
        port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
        salt: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
      }),
    ),
    null,
  ),
});
export type KeptHost = Readonly<v.InferOutput<typeof Kept>>;
const EnvironmentsFile = v.object({ hosts: v.pipe(v.array(Kept), v.maxLength(MOST_KEPT)) });

export interface EnvironmentStoreOptions {
  folder: string;
  disk: Disk;
  now: () => number;
}

export class EnvironmentStore {
  readonly #file: JsonFile<v.InferOutput<typeof EnvironmentsFile>>;
  readonly #hosts = new Map<string, KeptHost>();

  constructor({ folder, disk, now }: EnvironmentStoreOptions) {
    const file = path.join(folder, 'environments.json');
    const initial = () => ({ hosts: [] });
    this.#file = new JsonFile({ disk, file, version: 1, schema: EnvironmentsFile, initial, now });
  }

  /** @returns what the owner has to know of the file. */
  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    for (const host of value.hosts) this.#hosts.set(host.alias, host);
    return notice;
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  all(): readonly KeptHost[] {
    return [...this.#hosts.values()];
  }

  get(alias: string): KeptHost {
    const nothing = { usedAt: null, hidden: false, wanted: false, mayCopy: false, server: null };
    return this.#hosts.get(alias) ?? { alias, ...nothing };
  }

  /** Holds at once; rejects when the disk refuses, and holds for this run all the same. */
  async change(alias: string, change: Partial<Omit<KeptHost, 'alias'>>): Promise<void> {
    this.#hosts.set(alias, { ...this.get(alias), ...change });
    const leftOver = this.all()
      .filter(({ wanted }) => !wanted)
      // Last of all one with a server that would be left behind.
      .sort(
        (a, b) => Number(a.server !== null) - Number(b.server !== null) || (a.usedAt ?? 0) - (b.usedAt ?? 0),
      )
      .slice(0, Math.max(0, this.#hosts.size - MOST_KEPT));
    for (const { alias: forgotten } of leftOver) this.#hosts.delete(forgotten);
    await this.#file.save(() => ({ hosts: this.all().map((host) => ({ ...host })) }));
  }
}
