/**
 * `electron-updater` itself, asking a feed on loopback over real HTTP: what it fetches, what it refuses. Its Linux half, with
 * Node's network in place of Electron's.
 */
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import electronUpdater, { type AppUpdater } from 'electron-updater';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FeedUpdates } from '../../../../main/desktop/updates/feed-updates.ts';
import { ANNOUNCEMENT, digest, startFeed, type UpdateFeed } from './update-feed.ts';

const require = createRequire(import.meta.url);
const { ElectronHttpExecutor } = require('electron-updater/out/electronHttpExecutor.js') as {
  ElectronHttpExecutor: new () => { createRequest(options: object, answered: () => void): object };
};

/** The library's own downloads, over Node's network. */
class NodeHttpExecutor extends ElectronHttpExecutor {
  override createRequest(options: http.RequestOptions, answered: () => void): http.ClientRequest {
    return http.request(options, answered);
  }
}

let folder: string;
let feed: UpdateFeed;
let endings: ((exitCode: number) => void)[];
const appImage = (): string => path.join(folder, 'Outpost.AppImage');
const content = Buffer.from('#!/bin/sh\nexit 0\n');

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'updates-'));
  fs.writeFileSync(appImage(), 'the version that runs', { mode: 0o755 });
  vi.stubEnv('APPIMAGE', appImage());
  feed = await startFeed();
  endings = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await feed.close();
  fs.rmSync(folder, { recursive: true });
});

/** What Electron tells the library about an app of version 1.0.0. */
const adapter = () => ({
  version: '1.0.0',
  name: 'outpost',
  isPackaged: true,
  appUpdateConfigPath: path.join(folder, 'app-update.yml'),
  userDataPath: folder,
  baseCachePath: path.join(folder, 'cache'),
  whenReady: async () => {},
  quit: () => {},
  relaunch: () => {},
  onQuit: (ending: (exitCode: number) => void) => endings.push(ending),
});

function updates(): FeedUpdates {
  fs.writeFileSync(
    path.join(folder, 'app-update.yml'),
    `provider: generic\nurl: ${feed.url}\nupdaterCacheDirName: outpost-updater\n`,
  );
  const { AppImageUpdater } = electronUpdater as unknown as {
    AppImageUpdater: new (options: null, app: object) => AppUpdater;
  };
  const updater = Object.assign(new AppImageUpdater(null, adapter()), {
    httpExecutor: new NodeHttpExecutor(),
  });
  return new FeedUpdates(async () => updater);
}

/** Every file below the folder but what was there before, and the library's own notes. */
const fetched = (): string[] =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /AppImage/.test(entry.name) && entry.name !== 'Outpost.AppImage')
    .map(({ name }) => name);
const running = (): string => fs.readFileSync(appImage(), 'utf8');

describe('a newer version', () => {
  test('is found, fetched once it is asked for, and put in place when the app ends', async () => {
    feed.publish({ version: '1.1.0', content });
    const source = updates();
    const found = await source.check();
    expect(found?.version).toBe('1.1.0');
    expect(fetched()).toEqual([]);
    await found?.fetch();
    expect(fetched()).toEqual(['Outpost-x86_64.AppImage']);
    expect(running()).toBe('the version that runs');
    source.placeAtEnd(true);
    for (const ending of endings) ending(0);
    expect(running()).toBe(content.toString());
    expect(fs.statSync(appImage()).mode & 0o777).toBe(0o755);
  });

  test('stays where it was fetched to when it shall not be put in place, and need not be fetched again', async () => {
    feed.publish({ version: '1.1.0', content });
    const source = updates();
    await (await source.check())?.fetch();
    source.placeAtEnd(false);
    for (const ending of endings) ending(0);
    expect(running()).toBe('the version that runs');
    const before = feed.asked.length;
    const found = await updates().check();
    await found?.fetch();
    expect(feed.asked.slice(before).map(({ url }) => url?.split('?')[0])).toEqual([`/${ANNOUNCEMENT}`]);
  });

  test('is asked for without a word about who asks', async () => {
    feed.publish({ version: '1.1.0', content });
    await (await updates().check())?.fetch();
    expect(feed.asked.map(({ headers }) => headers['x-user-staging-id'])).toEqual(
      feed.asked.map(() => 'none'),
    );
    const id = fs.readFileSync(path.join(folder, '.updaterId'), 'utf8');
    expect(JSON.stringify(feed.asked.map(({ url, headers }) => [url, headers]))).not.toContain(id);
  });
});

describe('a hostile feed', () => {
  const failure = (code: string) => expect.objectContaining({ name: 'UpdateFailure', code });

  test('that gives other bytes than it announced gets them thrown away', async () => {
    feed.publish({ version: '1.1.0', content, sha512: digest(Buffer.from('something else')) });
    const source = updates();
    const found = await source.check();
    await expect(found?.fetch()).rejects.toEqual(failure('refused'));
    expect(fetched()).toEqual([]);
    source.placeAtEnd(true);
    for (const ending of endings) ending(0);
    expect(running()).toBe('the version that runs');
  });

  test.each(['0.9.0', '1.0.0', '1.0.0-beta.1'])('that offers %s is not followed back', async (version) => {
    feed.publish({ version, content });
    expect(await updates().check()).toBeUndefined();
    expect(feed.asked).toHaveLength(1);
  });

  test.each([
    ['no version', 'files: []\n'],
    ['no YAML', '{{{'],
    ['a version that is none', 'version: newest\nfiles: []\n'],
    ['a version that nobody could read', `version: 9.9.9-${'x'.repeat(60)}\nfiles: []\n`],
    ['nothing', ''],
  ])('that says %s is not understood', async (_what, text) => {
    feed.announce(text);
    await expect(updates().check()).rejects.toEqual(failure('unreadable'));
  });

  test('that announces without a digest is not fetched from', async () => {
    feed.announce('version: 1.1.0\nfiles:\n  - url: Outpost.AppImage\n    size: 3\n');
    const found = await updates().check();
    await expect(found?.fetch()).rejects.toEqual(failure('refused'));
  });

  test('that names its file with a way out of the folder writes into the folder', async () => {
    feed.publish({ version: '1.1.0', content, file: '..%2F..%2F..%2Fescaped.AppImage' });
    await (await updates().check())?.fetch();
    expect(fs.existsSync(path.join(folder, 'cache/outpost-updater/pending/escaped.AppImage'))).toBe(true);
    expect(fetched()).toEqual(['escaped.AppImage']);
  });
});

test('a feed that is not there is told as such', async () => {
  await expect(updates().check()).rejects.toMatchObject({ code: 'unreachable' });
  const source = updates();
  await feed.close();
  await expect(source.check()).rejects.toMatchObject({ code: 'unreachable' });
  feed = await startFeed();
});
