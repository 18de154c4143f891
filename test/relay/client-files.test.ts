import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadClientFiles, securityHeaders } from '../../relay/client-files.ts';
import { CodedText } from '../../relay/content-coding.ts';
import type { Relay } from '../../relay/server.ts';
import { deviceUrl, NAME, Peer, rawRequest, refusal, startTestRelay } from './peers.ts';

const HASHED = '/assets/index-C0ffee_9.js';
const LONG = 'long.css';
const LONG_TEXT = 'body { color: red }\n'.repeat(500);

let outside: string;
let folder: string;
let relay: Relay;

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'client-files-'));
  folder = join(outside, 'client');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(outside, 'secret.txt'), 'TOP SECRET');
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Outpost</title>');
  await writeFile(join(folder, 'app.webmanifest'), '{}');
  await writeFile(join(folder, '.env.txt'), 'TOP SECRET');
  await writeFile(join(folder, 'key.pem'), 'TOP SECRET');
  await writeFile(join(folder, HASHED), 'export {};');
  await writeFile(join(folder, LONG), LONG_TEXT);
  await writeFile(join(folder, 'icon.png'), LONG_TEXT);
  await symlink(join(outside, 'secret.txt'), join(folder, 'link.txt'));
});
afterAll(() => rm(outside, { recursive: true }));
afterEach(() => relay?.close());

const serve = async (options = {}) => {
  relay = await startTestRelay({ clientFiles: folder, ...options });
  return `http://127.0.0.1:${relay.port}`;
};

test('the client is served with its types, and asked for again only where it may change', async () => {
  const base = await serve();
  const page = await fetch(`${base}/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<title>Outpost</title>');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const again = await fetch(`${base}/index.html`, {
    headers: { 'if-none-match': page.headers.get('etag')! },
  });
  expect(again.status).toBe(304);
  const asset = await fetch(base + HASHED);
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const head = await fetch(base + HASHED, { method: 'HEAD' });
  expect([head.headers.get('content-length'), await head.text()]).toEqual(['10', '']);
  const manifest = await fetch(`${base}/app.webmanifest?v=1`);
  expect(manifest.headers.get('content-type')).toBe('application/manifest+json');
});

describe('what packs well is sent packed', () => {
  const ask = async (accept: string, headers = {}) => {
    const {
      status,
      headers: got,
      ...answer
    } = await fetch(`${await serve()}/${LONG}`, {
      headers: { 'accept-encoding': accept, ...headers },
    });
    const field = (name: string) => got.get(name);
    return {
      status,
      coding: field('content-encoding'),
      length: Number(field('content-length')),
      field,
      answer,
    };
  };

  test.each([
    ['gzip, deflate', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['BR', 'br'],
  ])('%s: %s', async (accept, coding) => {
    const answer = await ask(accept);
    expect(answer).toMatchObject({ status: 200, coding });
    expect(answer.length).toBeLessThan(1000);
    expect(answer.field('vary')).toBe('accept-encoding');
    const again = await fetch(`http://127.0.0.1:${relay.port}/${LONG}`, {
      headers: { 'accept-encoding': accept, 'if-none-match': answer.field('etag')! },
    });
    expect(again.status).toBe(304);
    // fetch unpacks by itself.
    const text = await fetch(`http://127.0.0.1:${relay.port}/${LONG}`, {
      headers: { 'accept-encoding': accept },
    });
    expect(await text.text()).toBe(LONG_TEXT);
  });

  test.each(['identity', 'deflate', 'gzip;q=0, br;q=0', 'x'])('%s: as it is', async (accept) => {
    expect(await ask(accept)).toMatchObject({ status: 200, coding: null, length: LONG_TEXT.length });
  });

  test('a tag names the bytes of one coding', async () => {
    const tags = [];
    for (const accept of ['br', 'gzip', 'identity']) {
      tags.push((await ask(accept)).field('etag'));
      await relay.close();
    }
    expect(new Set(tags).size).toBe(3);
    expect(await ask('gzip', { 'if-none-match': tags[0] })).toMatchObject({ status: 200 });
  });

  test('a picture is not, nor what is short', async () => {
    const base = await serve();
    for (const path of ['/icon.png', HASHED]) {
      const { headers } = await fetch(base + path, { headers: { 'accept-encoding': 'br' } });
      expect(headers.get('content-encoding')).toBe(null);
    }
  });
});

test('every answer carries the policy, also a 404', async () => {
  const base = await serve();
  for (const path of ['/', HASHED, '/missing', '/healthz', '/v1/host']) {
    const { headers } = await fetch(base + path);
    for (const [name, value] of Object.entries(securityHeaders(false))) expect(headers.get(name)).toBe(value);
  }
});

test('the policy allows ws: on plain http only', async () => {
  const policy = (response: Response) => response.headers.get('content-security-policy');
  const base = await serve({ trustedProxies: ['127.0.0.1'] });
  expect(policy(await fetch(`${base}/`))).toContain("connect-src 'self' ws: wss:;");
  const secure = { headers: { 'x-forwarded-proto': 'https' } };
  expect(policy(await fetch(`${base}/`, secure))).toContain("connect-src 'self' wss:;");
  await relay.close();
  expect(policy(await fetch(`${await serve()}/`, secure))).toContain('ws: wss:');
});

test('the policy is what it says: itself for everything, other relays for connections, and no more', () => {
  expect(securityHeaders(true)['content-security-policy']!.split('; ').toSorted()).toEqual([
    "base-uri 'none'",
    "connect-src 'self' wss:",
    "default-src 'none'",
    "font-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "img-src 'self' blob:",
    "manifest-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "worker-src 'self'",
  ]);
});

test('the policy names nothing inline, nothing foreign, and nobody who may frame it', () => {
  const policy = securityHeaders(true)['content-security-policy']!;
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).not.toMatch(/unsafe|\*|http:|https:/);
  for (const part of ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"])
    expect(policy).toContain(part);
});

describe('nothing else can be read', () => {
  const attempts = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/assets//../../secret.txt',
    '/./../secret.txt',
    '/secret.txt%00.html',
    '/link.txt',
    '/.env.txt',
    '/key.pem',
    '/assets',
    '/assets/',
    '/constructor',
    '/__proto__',
    'http://127.0.0.1/../secret.txt',
    '*',
  ];

  test.each(attempts)('%s', async (path) => {
    await serve();
    const answer = await rawRequest(
      relay.port,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answer).not.toContain('TOP SECRET');
  });
});

test('a page of its own may then open a device’s channel, under its configured names only', async () => {
  await serve({ names: [NAME, '192.168.1.5:8443'] });
  const url = deviceUrl(relay, 'a'.repeat(26));
  await new Peer(url, { origin: 'https://relay.example' }).expect('challenge');
  await new Peer(url, { origin: 'http://192.168.1.5:8443' }).expect('challenge');
  // What the Host header says is the client's word.
  expect(await refusal(new Peer(url, { origin: `http://127.0.0.1:${relay.port}` }))).toBe(403);
  expect(await refusal(new Peer(url, { origin: 'https://relay.example:8443' }))).toBe(403);
});

test('a folder that is no client is refused at the start', async () => {
  await expect(loadClientFiles(join(folder, 'assets'))).rejects.toThrow('no index.html');
  await expect(loadClientFiles(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('all files are read when the first is asked for, and then stay as they were', async () => {
  const own = await mkdtemp(join(tmpdir(), 'outpost-client-'));
  const index = join(own, 'index.html');
  const asked = async () => {
    const { body } = (await files.get('/'))!;
    return String(body instanceof CodedText ? body.body : body);
  };
  await writeFile(index, 'first');
  const files = await loadClientFiles(own);
  await rm(index);
  await expect(files.get('/')).rejects.toMatchObject({ code: 'ENOENT' });
  await writeFile(index, 'second');
  expect(await asked()).toBe('second');
  await writeFile(index, 'third');
  expect(await asked()).toBe('second');
  expect(await files.get('/index.htm')).toBeUndefined();
  await rm(own, { recursive: true });
});
