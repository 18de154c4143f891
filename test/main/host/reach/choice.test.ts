/** What the command line, the settings and the proxies in front of the relay have to say about reach. */
import * as fs from 'node:fs/promises';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SettingKey } from '../../../../main/contract/settings.ts';
import type { HostOptions } from '../../../../main/host/options.ts';
import { CloseCode } from '../../../../protocol/relay-frames.ts';
import { type HostFixture, startHost } from '../host-fixture.ts';
import { standIns } from './stand-in.ts';

let cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of cleanUp.reverse()) await end();
  cleanUp = [];
});

const begin = async (options: Partial<HostOptions> = {}, env: NodeJS.ProcessEnv = {}) => {
  const fixture = await startHost(options, { env });
  cleanUp.push(() => fixture.close());
  return fixture;
};
const set = async ({ host }: HostFixture, key: SettingKey, value: unknown) =>
  expect(await host.api.run('settings/set', { key, value })).toMatchObject({ ok: true });

test('relays of the command line hold for that run, and that is said; the setting holds after it', async () => {
  const fixture = await begin({ relays: ['ws://127.0.0.1:1'] });
  await set(fixture, 'relays', ['ws://127.0.0.1:2']);
  const { relay, reach, overridden } = await fixture.host.api.snapshot();
  expect(overridden).toEqual(['name', 'relays']);
  expect(relay.routes).toContain('ws://127.0.0.1:1');
  expect(relay.routes).not.toContain('ws://127.0.0.1:2');
  expect(reach.find(({ way }) => way === 'relay')?.detail).toMatch(/named when Outpost was started/);
});

test('a setting of where links open is in force at the next start, and the relay serves no page then', async () => {
  const files = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-page-'));
  cleanUp.push(() => fs.rm(files, { recursive: true }));
  await fs.writeFile(`${files}/index.html`, '<!doctype html><title>Page</title>');
  const fixture = await begin({ embedded: { port: 0, bind: '127.0.0.1', clientFiles: files } });
  const page = async () => {
    const { relay } = await fixture.host.api.snapshot();
    return (await fetch(relay.routes.at(-1)!.replace('ws', 'http'))).status;
  };
  expect(await page()).toBe(200);
  await set(fixture, 'client_origin', 'https://app.example');
  expect((await fixture.pair()).startsWith('http://127.0.0.1:')).toBe(true);
  await fixture.restart();
  expect(await page()).toBe(404);
  expect((await fixture.pair()).startsWith('https://app.example/#')).toBe(true);
});

test('the setting of a name holds where the command line gives none', async () => {
  const named = await begin();
  await set(named, 'name', 'studio');
  await named.restart();
  expect((await named.host.api.snapshot()).host.name).toBe('test host');

  // The fixture gives each host a name unless it is told of none.
  const nameless = await begin({ name: undefined } as unknown as Partial<HostOptions>);
  await set(nameless, 'name', 'studio');
  await nameless.restart();
  const { host, overridden } = await nameless.host.api.snapshot();
  expect([host.name, overridden]).toEqual(['studio', []]);
});

test('an address in settings.toml that cannot be used is told, and costs nothing else', async () => {
  const fixture = await begin();
  await fs.writeFile(
    `${fixture.folder}/settings.toml`,
    'relays = ["ws://relay.example", "wss://127.0.0.1:1"]\n',
  );
  await fixture.restart();
  const { notices, reach } = await fixture.host.api.snapshot();
  expect(notices.map(({ text }) => text)).toEqual([
    expect.stringContaining('“ws://relay.example” is not used'),
  ]);
  expect(reach.filter(({ way }) => way === 'relay').map(({ url }) => url)).toEqual(['wss://127.0.0.1:1']);
});

/** A page of a stranger tries to connect, once more than one address may in a minute. */
async function strangers(port: number, forwardedFor?: string): Promise<void> {
  for (let i = 0; i < 61; i += 1) {
    await new Promise<void>((resolve) => {
      const asked = request({
        ...{ host: '127.0.0.1', port, path: '/v1/host' },
        headers: {
          ...{ connection: 'upgrade', upgrade: 'websocket', origin: 'https://evil.example' },
          ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }),
        },
      });
      asked.on('response', (answer) => {
        answer.resume();
        answer.on('end', resolve);
      });
      // A proxy may cut what was refused.
      asked.on('error', () => resolve());
      asked.end();
    });
  }
}

/** @returns how the relay ends a device's connection: none of them says a word. */
function knock(port: number, hostId: string): Promise<'heard' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/device/${hostId}`);
    socket.on('message', () => {
      resolve('heard');
      socket.terminate();
    });
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => {});
  });
}

test('strangers that come through a tunnel cost their own address, not everybody who comes through it', async () => {
  const here = await standIns({
    cloudflared: () => [
      { do: 'proxy' },
      { err: 'INF |  https://four-words.trycloudflare.com  |\nINF Registered tunnel connection\n' },
      { do: 'stay' },
    ],
  });
  cleanUp.push(() => here.close());
  const fixture = await begin({}, here.env);
  await set(fixture, 'quick_tunnel', true);
  const tunnel = await (await here.start(() => true)).proxyPort;
  const { relay, host } = await fixture.host.api.snapshot();
  await strangers(tunnel);
  const port = Number(new URL(relay.routes.at(-1)!).port);
  expect(await knock(port, host.id)).toBe('heard');
  expect(await knock(tunnel, host.id)).toBe(CloseCode.addressRefusals);
});

test('while nothing is published, nobody’s word is taken for where they come from', async () => {
  const fixture = await begin();
  const { relay, host } = await fixture.host.api.snapshot();
  const port = Number(new URL(relay.routes[0]!).port);
  await strangers(port, '203.0.113.7');
  expect(await knock(port, host.id)).toBe(CloseCode.addressRefusals);
});
