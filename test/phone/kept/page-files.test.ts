/** The kept page, with a cache storage and a server in memory. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Caches, type FileList, PageFiles } from '../../../phone/kept/page-files.ts';

const SCOPE = 'https://relay.example/';
const digestOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const listOf = (files: Record<string, string>): FileList =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, digestOf(text)]));

/** As the browser's: by name, in the order of their making. */
class CachesInMemory implements Caches {
  readonly all = new Map<string, Map<string, string>>();
  /** How many more texts find room. */
  room = Number.POSITIVE_INFINITY;

  async open(name: string) {
    const texts = this.all.get(name) ?? new Map<string, string>();
    this.all.set(name, texts);
    return {
      match: async (url: RequestInfo | URL) => {
        const text = texts.get(String(url));
        return text === undefined ? undefined : new Response(text, { headers: { 'x-policy': 'strict' } });
      },
      put: async (url: RequestInfo | URL, response: Response) => {
        if (this.room-- <= 0) throw new DOMException('', 'QuotaExceededError');
        texts.set(String(url), await response.text());
      },
    };
  }
  keys = async () => [...this.all.keys()];
  delete = async (name: string) => this.all.delete(name);
}

/** A server, and the browser's check of `integrity` before it. */
function served(files: Record<string, string>) {
  const asked: string[] = [];
  const fetch = async (what: string | Request, init?: RequestInit): Promise<Response> => {
    const url = typeof what === 'string' ? what : what.url;
    asked.push(url.slice(SCOPE.length));
    const text = files[url.slice(SCOPE.length)];
    if (text === undefined) return new Response('Not found', { status: 404 });
    if (init?.integrity !== undefined && init.integrity !== digestOf(text)) throw new TypeError('integrity');
    return new Response(text);
  };
  return { fetch, asked, files };
}

const OLD = { '': 'old page', 'assets/same-1.js': 'same', 'assets/old-1.js': 'old' };
const NEW = { '': 'new page', 'assets/same-1.js': 'same', 'assets/new-1.js': 'new' };

function kept(files: Record<string, string>, caches = new CachesInMemory()) {
  const server = served({ ...files });
  const page = new PageFiles({ caches, fetch: server.fetch, scope: SCOPE, files: listOf(files) });
  const answer = (path: string, init: { method?: string; mode?: string } = {}) => {
    const { mode = 'navigate', ...rest } = init;
    const request = new Request(SCOPE + path, rest);
    // Only a browser makes requests that navigate, and only a browser keeps the fragment.
    Object.defineProperties(request, { mode: { value: mode }, url: { value: SCOPE + path } });
    return page.answer(request);
  };
  return {
    page,
    server,
    caches,
    answer,
    text: async (path: string, mode = 'navigate') => (await answer(path, { mode }))?.text(),
  };
}

test('what is kept is answered without the server, with the headers that it came with', async () => {
  const { page, server, answer, text } = kept(OLD);
  await page.keep();
  server.asked.length = 0;
  const response = await answer('');
  expect([await response?.text(), response?.headers.get('x-policy')]).toEqual(['old page', 'strict']);
  expect(await text('assets/old-1.js', 'cors')).toBe('old');
  expect(server.asked).toEqual([]);
});

test('whatever is none of the page’s files is left to the browser', () => {
  const { answer } = kept(OLD);
  expect(answer('', { method: 'POST' })).toBeNull();
  expect(answer('?a=b')).toBeNull();
  expect(answer('metrics', { mode: 'cors' })).toBeNull();
  expect(answer('', { mode: 'cors' })).toBeNull();
});

test('a pairing link opens the page of the server, whatever is kept', async () => {
  const { page, answer } = kept(OLD);
  await page.keep();
  expect(answer('#secret')).toBeNull();
});

test('a newer build takes what it shares with the one before, and that stays for the tabs that show it', async () => {
  const { page: old, caches } = kept(OLD);
  await old.keep();
  const { page, server, text } = kept(NEW, caches);
  await page.keep();
  await page.tidy();
  expect(server.asked.sort()).toEqual(['', 'assets/new-1.js']);
  expect(await text('')).toBe('new page');
  expect(await text('assets/old-1.js', 'cors')).toBe('old');

  const { page: newest } = kept({ '': 'newest page' }, caches);
  await newest.keep();
  await newest.tidy();
  expect(await text('assets/old-1.js', 'cors')).toBe('Not found');
  expect(caches.all.size).toBe(2);
});

test('a build that does not come whole is never shown, and goes on where it was', async () => {
  const { page: old, caches } = kept(OLD);
  await old.keep();
  const { page, server, text } = kept(NEW, caches);
  server.files['assets/new-1.js'] = 'something else';
  await expect(page.keep()).rejects.toThrow('integrity');
  delete server.files['assets/new-1.js'];
  await expect(page.keep()).rejects.toThrow('404');
  caches.room = 0;
  server.files['assets/new-1.js'] = NEW['assets/new-1.js'];
  await expect(page.keep()).rejects.toThrow();
  // What is left of it counts for nothing when the one behind it is tidied up.
  const { page: newest } = kept({ '': 'newest page' }, caches);
  caches.room = Number.POSITIVE_INFINITY;
  await newest.keep();
  await newest.tidy();
  expect(await text('assets/old-1.js', 'cors')).toBe('old');

  await page.keep();
  expect(await text('')).toBe('new page');
});

test('what a script put in the place of a file is not run, and not taken over', async () => {
  const { page, server, caches, text } = kept(OLD);
  await page.keep();
  const [build] = caches.all.values();
  for (const path of Object.keys(OLD)) build?.set(SCOPE + path, 'stolen');
  expect(await text('')).toBe('old page');
  expect(await text('assets/same-1.js', 'cors')).toBe('same');
  const newer = kept(NEW, caches);
  await newer.page.keep();
  expect(await newer.text('assets/same-1.js', 'cors')).toBe('same');
  expect(server.asked.filter((path) => path === '').length).toBe(2);
});

test('what was cleared away comes from the server', async () => {
  const { page, caches, text } = kept(OLD);
  await page.keep();
  caches.all.clear();
  expect(await text('')).toBe('old page');
  caches.open = () => Promise.reject(new Error('no storage'));
  expect(await text('')).toBe('old page');
});
