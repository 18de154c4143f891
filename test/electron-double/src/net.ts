import fs from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

async function fetchFile(file: string): Promise<Response> {
  try {
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    return new Response(await fs.readFile(file), { headers: { 'content-type': type } });
  } catch {
    throw new Error('net::ERR_FILE_NOT_FOUND');
  }
}

export const net = {
  isOnline: (): boolean => true,
  /** Electron's own speaks Chromium's network, and follows redirects unless told otherwise; Node's follows none. */
  request({ session: _, ...options }: http.RequestOptions & { session?: object }): http.ClientRequest {
    return (options.protocol === 'https:' ? https : http).request(options);
  },
  /** Unlike Node's fetch it reads file: URLs, which is what Electron's is used for with custom schemes. */
  async fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    const url = typeof input === 'string' ? input : input.url;
    return url.startsWith('file:') ? fetchFile(fileURLToPath(url)) : fetch(input, init);
  },
};
