import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ServerPlace, serverAddress, startServer } from '../../../../main/host/agents/codex/server.ts';

let runFolder: string;
beforeEach(() => {
  runFolder = mkdtempSync(join(tmpdir(), 'outpost'));
});
afterEach(() => rmSync(runFolder, { recursive: true }));
const place = (transport: ServerPlace['transport']): ServerPlace => ({ runFolder, transport, env: {} });

test('over a Unix socket the address is known before anything runs', async () => {
  expect(await serverAddress(place('unix'))).toEqual({ unix: join(runFolder, 'codex.sock') });
});

test('over loopback it is what was written, or nothing', async () => {
  expect(await serverAddress(place('tcp'))).toBeNull();
  const written = { url: 'ws://127.0.0.1:4000', token: 'abc_-' };
  writeFileSync(join(runFolder, 'codex.json'), JSON.stringify(written));
  expect(await serverAddress(place('tcp'))).toEqual(written);
});

test.each([
  ['{'],
  ['{"url":"ws://example.com:1","token":"abc"}'],
  ['{"url":"ws://127.0.0.1:1@example.com","token":"abc"}'],
  ['{"url":"ws://127.0.0.1:1","token":"a\\r\\nb: c"}'],
])('a damaged or foreign address counts as none: %s', async (text) => {
  writeFileSync(join(runFolder, 'codex.json'), text);
  expect(await serverAddress(place('tcp'))).toBeNull();
});

test('a program that cannot be started ends with a word', async () => {
  const server = await startServer(
    { command: join(runFolder, 'nothing'), version: '0.169.0' },
    place('unix'),
  );
  expect(await server.ended).toBe('ENOENT');
});
