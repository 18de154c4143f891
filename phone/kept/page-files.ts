/**
 * The files of the page, kept in the browser: all those of one build or none, so that a part that is opened later, or without
 * a network, is of the page that opens it. The build before is kept too, for the tabs that still show it.
 */

/** From a file's path below the page's address to its digest, as `integrity` takes it. The page itself is `''`. */
export type FileList = Readonly<Record<string, string>>;

type KeptBuild = Pick<Cache, 'match' | 'put'>;

/** The part of the browser's cache storage that is used. */
export interface Caches {
  open(name: string): Promise<KeptBuild>;
  keys(): Promise<string[]>;
  delete(name: string): Promise<boolean>;
}

export interface PageFilesOptions {
  readonly caches: Caches;
  readonly fetch: (asked: string | Request, init?: RequestInit) => Promise<Response>;
  /** The page's address, which ends in a slash. */
  readonly scope: string;
  readonly files: FileList;
}

const PREFIX = 'outpost-page-';
const PAGE = '';
/** How many are fetched at once, beside what the person at the page waits for. */
const AT_ONCE = 4;

export class PageFiles {
  readonly #options: PageFilesOptions;
  readonly #name: string;

  constructor(options: PageFilesOptions) {
    this.#options = options;
    // The page names its parts by their content, and these theirs, so its digest stands for all of them.
    this.#name = PREFIX + options.files[PAGE];
  }

  /**
   * Fetches what is missing. The page comes last: what lacks it is not whole.
   * Rejects when a file cannot be had, is not what it was built as, or finds no room.
   */
  async keep(): Promise<void> {
    const { caches, files } = this.#options;
    const cache = await caches.open(this.#name);
    if ((await cache.match(this.#url(PAGE))) !== undefined) return;
    const others = (await this.#builds()).filter((name) => name !== this.#name);
    const before = await this.#open(others);
    const parts = Object.keys(files).filter((path) => path !== PAGE);
    const next = async (): Promise<void> => {
      for (let path = parts.pop(); path !== undefined; path = parts.pop()) {
        const url = this.#url(path);
        if ((await cache.match(url)) === undefined)
          await cache.put(url, (await firstOf(before, url, files[path])) ?? (await this.#fetched(path)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    await cache.put(this.#url(PAGE), await this.#fetched(PAGE));
  }

  /** Drops every build but this one and the newest whole one before it. */
  async tidy(): Promise<void> {
    const { caches } = this.#options;
    let before: string | undefined;
    for (const name of (await this.#builds()).reverse()) {
      if (name === this.#name) continue;
      const isWhole = (await (await caches.open(name)).match(this.#url(PAGE))) !== undefined;
      if (isWhole && before === undefined) before = name;
      else await caches.delete(name);
    }
  }

  /** @returns null for what is none of the page's files: the browser asks for it as ever. */
  answer(request: Request): Promise<Response> | null {
    const { scope, fetch } = this.#options;
    const { url, method, mode } = request;
    const { hash, search } = new URL(url);
    // A pairing link has a fragment. Whoever opens one is online, and is shown the newest page.
    if (method !== 'GET' || hash !== '' || search !== '' || !url.startsWith(scope)) return null;
    const path = url.slice(scope.length);
    if (mode === 'navigate' ? path !== PAGE : !path.startsWith('assets/')) return null;
    // Cleared away or changed while nobody looked: then it comes from where it came from.
    return this.#kept(path).then(
      (response) => response ?? fetch(request),
      () => fetch(request),
    );
  }

  async #kept(path: string): Promise<Response | undefined> {
    const digest = this.#options.files[path];
    const builds = await this.#open(digest === undefined ? await this.#builds() : [this.#name]);
    return firstOf(builds, this.#url(path), digest);
  }

  #open(names: readonly string[]): Promise<KeptBuild[]> {
    return Promise.all(names.map((name) => this.#options.caches.open(name)));
  }

  /** Those of all builds, the oldest first. */
  async #builds(): Promise<string[]> {
    return (await this.#options.caches.keys()).filter((name) => name.startsWith(PREFIX));
  }

  #url(path: string): string {
    return this.#options.scope + path;
  }

  async #fetched(path: string): Promise<Response> {
    const { fetch, files } = this.#options;
    const integrity = files[path] as string;
    const response = await fetch(
      this.#url(path),
      path === PAGE ? { integrity, cache: 'no-cache' } : { integrity },
    );
    if (!response.ok) throw new Error(`${response.status} for a file of the page`);
    return response;
  }
}

/**
 * @param digest what it has to be, if that is known. A script that once ran in the page could have put something else there, and
 * it would run at each opening from then on; the list of digests is not the page's to change.
 */
async function firstOf(
  builds: readonly KeptBuild[],
  url: string,
  digest: string | undefined,
): Promise<Response | undefined> {
  for (const build of builds) {
    const response = await build.match(url);
    if (response === undefined) continue;
    if (digest === undefined) return response;
    const bytes = await response.arrayBuffer();
    if ((await integrityOf(bytes)) === digest) return new Response(bytes, { headers: response.headers });
  }
  return undefined;
}

async function integrityOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}
