/**
 * The phone client's files, for a relay whose owner asked it to serve them. Which there are is known from the start, and all
 * are read when the first is asked for, because a start should not wait for a hundred files that a phone may never ask for.
 * They are looked up in a map: no path of a request ever reaches the file system.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { CodedText, codingFor } from './content-coding.ts';

interface ClientFile {
  /** What packs well comes with its codings. */
  readonly body: Buffer | CodedText;
  readonly type: string;
  /** Without its quotes. */
  readonly digest: string;
  readonly cacheControl: string;
}

/** More than these are not the client. */
const MOST_FILES = 1000;
const MOST_BYTES = 64 * 1024 * 1024;

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const PACKED_ALREADY = /^(image\/(png|jpeg|webp|x-icon)|font\/)/;

/** A build's content hash in the name: such a file never changes. */
const HASHED = /^\/assets\/[^/]+-[\w-]{8,}\.\w+$/;

/** Hidden files, links and unknown types stay out. Throws as `readdir` does, and when it is no client. */
export async function loadClientFiles(folder: string): Promise<ClientFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = new Map<string, string>();
  for (const entry of entries) {
    if (!entry.isFile() || types[extname(entry.name)] === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    if (!path.includes('/.')) paths.set(path, file);
  }
  if (paths.size > MOST_FILES) throw new RangeError(`the client folder holds more than ${MOST_FILES} files`);
  const index = paths.get('/index.html');
  if (index === undefined) throw new RangeError('the client folder has no index.html');
  return new ClientFiles(paths.set('/', index));
}

export class ClientFiles {
  /** From the path in a URL to the file. */
  readonly #paths: ReadonlyMap<string, string>;
  #read: Promise<ReadonlyMap<string, ClientFile>> | undefined;

  constructor(paths: ReadonlyMap<string, string>) {
    this.#paths = paths;
  }

  /** Rejects as `readFile` does, and when they are too large; then the next who asks has them read again. */
  async get(path: string): Promise<ClientFile | undefined> {
    if (!this.#paths.has(path)) return undefined;
    this.#read ??= readAll(this.#paths).catch((error: unknown) => {
      this.#read = undefined;
      throw error;
    });
    return (await this.#read).get(path);
  }
}

/** In one go, so that what was put in the place of a client is never mixed with it. */
async function readAll(paths: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, ClientFile>> {
  const files = new Map<string, ClientFile>();
  let total = 0;
  for (const [path, file] of paths) {
    const type = types[extname(file)] ?? '';
    const body = await readFile(file);
    total += body.length;
    if (total > MOST_BYTES) throw new RangeError('the client folder holds more than 64 MiB');
    files.set(path, {
      body: PACKED_ALREADY.test(type) ? body : new CodedText(body),
      type,
      digest: createHash('sha256').update(body).digest('base64url'),
      cacheControl: HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  }
  return files;
}

/** Answers from the map, or with 404. `secure`: the page is loaded by https. */
export async function serveClientFile(
  files: ClientFiles,
  request: IncomingMessage,
  response: ServerResponse,
  secure: boolean,
): Promise<void> {
  const file = await files.get((request.url ?? '').split('?')[0] as string);
  if (file === undefined) {
    response.writeHead(404, { ...securityHeaders(secure), 'content-type': 'text/plain' }).end('Not found\n');
    return;
  }
  const { body, coding } = await bodyFor(file, request.headers['accept-encoding']);
  // Each coding is a body of its own, and a strong tag names bytes.
  const etag = `"${file.digest}${coding === undefined ? '' : `-${coding}`}"`;
  const headers = {
    ...securityHeaders(secure),
    etag,
    'cache-control': file.cacheControl,
    ...(file.body instanceof CodedText && { vary: 'accept-encoding' }),
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    'content-type': file.type,
    'content-length': body.length,
    ...(coding !== undefined && { 'content-encoding': coding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function bodyFor({ body }: ClientFile, accepted: string | undefined) {
  if (!(body instanceof CodedText)) return { body, coding: undefined };
  const coding = codingFor(accepted);
  const packed = await body.in(coding);
  return packed === undefined ? { body: body.body, coding: undefined } : { body: packed, coding };
}

/** Over plain http a page may connect by `ws:` too; one loaded by https could not, and is told so. */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      // What the page itself made of bytes that came under seal: an image of the agent, one that is about to be sent.
      "img-src 'self' blob:",
      "font-src 'self'",
      `connect-src 'self' ${secure ? 'wss:' : 'ws: wss:'}`,
      "manifest-src 'self'",
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}
