/** Web Locks as a browser keeps them: for each name one holder, a queue, and stealing, which fails the holder's request. */
interface Request {
  readonly tab: string;
  grant(): void;
}

export class Locks {
  readonly #holders = new Map<string, { tab: string; fail: (error: Error) => void }>();
  readonly #queues = new Map<string, Request[]>();

  /** The locks as one tab sees them. */
  of(tab: string): LockManager {
    return {
      request: (name: string, a: unknown, b?: unknown) => this.#request(tab, name, a, b),
    } as unknown as LockManager;
  }

  /** The page of a tab is gone, with all that it held and had asked for. */
  drop(tab: string): void {
    for (const [name, queue] of this.#queues) {
      this.#queues.set(
        name,
        queue.filter((each) => each.tab !== tab),
      );
    }
    for (const [name, holder] of [...this.#holders]) if (holder.tab === tab) this.#free(name);
  }

  #request(tab: string, name: string, a: unknown, b?: unknown): Promise<unknown> {
    const options = (b === undefined ? {} : a) as { ifAvailable?: boolean; steal?: boolean };
    const run = (b ?? a) as (lock: unknown) => unknown;
    return new Promise((resolve, reject) => {
      const grant = () => {
        const holder = { tab, fail: reject };
        this.#holders.set(name, holder);
        void Promise.resolve(run({})).then((value) => {
          resolve(value);
          if (this.#holders.get(name) === holder) this.#free(name);
        });
      };
      if (options.steal === true) {
        this.#holders.get(name)?.fail(new Error('stolen'));
        grant();
      } else if (!this.#holders.has(name)) grant();
      else if (options.ifAvailable === true) resolve(run(null));
      else this.#queues.set(name, [...(this.#queues.get(name) ?? []), { tab, grant }]);
    });
  }

  #free(name: string): void {
    this.#holders.delete(name);
    const [next, ...rest] = this.#queues.get(name) ?? [];
    this.#queues.set(name, rest);
    next?.grant();
  }
}
