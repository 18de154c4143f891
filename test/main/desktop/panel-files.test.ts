import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerPanelRequest, panelFile } from '../../../main/desktop/panel-files.ts';

let parent: string;
let folder: string;
beforeAll(() => {
  parent = fs.mkdtempSync(path.join(os.tmpdir(), 'panel-files-'));
  folder = path.join(parent, 'renderer');
  fs.mkdirSync(path.join(folder, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
  fs.writeFileSync(path.join(folder, 'assets/index-a1.js'), 'export {};');
  fs.writeFileSync(path.join(folder, 'framed.html'), '<html data-platform="other">');
  fs.writeFileSync(path.join(folder, 'assets/framed.js'), '/* data-platform="other" */');
  fs.writeFileSync(path.join(folder, 'notes.txt'), 'a type that the panel does not have');
  fs.mkdirSync(path.join(parent, 'renderer-beside'));
  fs.writeFileSync(path.join(parent, 'renderer-beside/secret.js'), 'secret');
  fs.writeFileSync(path.join(parent, 'secret.js'), 'secret');
});
afterAll(() => fs.rmSync(parent, { recursive: true }));

const get = (url: string, method = 'GET') => answerPanelRequest(folder, new Request(url, { method }));

test('its own files come with their type', async () => {
  const page = await get('app://panel/index.html#home');
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await page.text()).toBe('<!doctype html>');
  expect((await get('app://panel/assets/index-a1.js')).headers.get('content-type')).toContain(
    'text/javascript',
  );
});

describe('a way out of the folder is not one', () => {
  // A URL parser takes plain `..` away; what is encoded, or Windows', gets past it.
  test.each([
    'app://panel/../secret.js',
    'app://panel/%2e%2e/secret.js',
    'app://panel/..%2fsecret.js',
    'app://panel/assets/..%2f..%2fsecret.js',
    'app://panel/%2e%2e%5csecret.js',
    'app://panel/..\\secret.js',
    'app://panel/..%2frenderer-beside/secret.js',
    'app://panel//etc/passwd',
    'app://panel/%00index.html',
    'app://panel/index.html%00.js',
    'app://panel/%zz.js',
    'app://panel/.hidden.js',
  ])('%s', async (url) => {
    expect(panelFile(folder, url)).not.toBe(path.join(parent, 'secret.js'));
    expect((await get(url)).status).toBe(404);
  });
});

test('another host, another scheme, another type, a folder and a missing file are 404', async () => {
  for (const url of [
    'app://other/index.html',
    'https://panel/index.html',
    'app://panel/notes.txt',
    'app://panel/assets',
    'app://panel/',
    'app://panel/gone.js',
  ]) {
    expect([url, (await get(url)).status]).toEqual([url, 404]);
  }
});

test('the page knows the system whose window buttons lie in it before any script does; scripts are left alone', async () => {
  const platforms = (name: string) =>
    Promise.all(
      (['darwin', 'win32', 'linux'] as const).map(async (platform) => {
        const answer = await answerPanelRequest(folder, new Request(`app://panel/${name}`), platform);
        return /data-platform="(\w+)"/.exec(await answer.text())?.[1];
      }),
    );
  expect(await platforms('framed.html')).toEqual(['mac', 'other', 'other']);
  expect(await platforms('assets/framed.js')).toEqual(['other', 'other', 'other']);
});

test('only GET is answered', async () => {
  expect((await get('app://panel/index.html', 'POST')).status).toBe(405);
});

test('every answer carries the policy, refusals too', async () => {
  for (const url of ['app://panel/index.html', 'app://panel/gone.js']) {
    const { headers } = await get(url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|data:|blob:|https?:|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});
