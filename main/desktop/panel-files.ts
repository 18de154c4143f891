/**
 * The files of the control panel, as answers to `app://panel/…`: only what lies in its folder, only known types, under
 * a Content-Security-Policy that lets the page load its own scripts and styles and reach nothing else.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { isPanelUrl } from './panel-address.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

const refuse = (status: number): Response => new Response(null, { status, headers: HEADERS });

/**
 * The file that a URL names, or undefined when it names none: another host, another type, a way out of the folder in
 * any spelling (`..`, an encoded slash, a backslash, a NUL).
 */
export function panelFile(folder: string, url: string): string | undefined {
  if (!isPanelUrl(url)) return undefined;
  let name: string;
  try {
    name = decodeURIComponent(new URL(url).pathname);
  } catch {
    return undefined;
  }
  // Every segment starts with a letter, a digit, `_` or `-`: neither `.` nor `..` is one.
  if (!/^(\/[\w-][\w.-]*)+$/.test(name) || TYPES[path.extname(name)] === undefined) return undefined;
  return path.join(folder, name);
}

/** macOS draws its window buttons into the page, which leaves them their place from its first paint on. */
const onPlatform = (page: Buffer, platform: NodeJS.Platform): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    platform === 'darwin'
      ? Buffer.from(page.toString().replace('data-platform="other"', 'data-platform="mac"'))
      : page,
  );

/** Answers one request. Never throws: what cannot be read is 404. */
export async function answerPanelRequest(
  folder: string,
  request: Request,
  platform: NodeJS.Platform = process.platform,
): Promise<Response> {
  if (request.method !== 'GET') return refuse(405);
  const file = panelFile(folder, request.url);
  if (file === undefined) return refuse(404);
  try {
    const content = await fs.readFile(file);
    const extension = path.extname(file);
    const body = extension === '.html' ? onPlatform(content, platform) : new Uint8Array(content);
    return new Response(body, { headers: { ...HEADERS, 'content-type': TYPES[extension] as string } });
  } catch {
    return refuse(404);
  }
}
