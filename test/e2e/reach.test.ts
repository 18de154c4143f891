/** `outpost reach` as it is built, on a host that is another process: what is published ends with that, however it ends. */
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type StandIns, type Step, standIns } from '../main/host/reach/stand-in.ts';
import { removeFolder } from '../remove-folder.ts';
import { OutpostProcess } from './outpost-process.ts';

const NAME = 'studio.tail1234.ts.net';
const STATUS = { BackendState: 'Running', Self: { DNSName: `${NAME}.` }, CertDomains: [NAME] };
const tailscale = ([command]: string[]): Step[] =>
  command === 'status'
    ? [{ out: JSON.stringify(STATUS) }, { exit: 0 }]
    : [{ out: 'Available within your tailnet:\n' }, { do: 'stay' }];
let tunnels = 0;
const cloudflared = (): Step[] => {
  tunnels += 1;
  const url = `https://words-of-${tunnels}.trycloudflare.com`;
  return [{ err: `INF |  ${url}  |\nINF Registered tunnel connection\n` }, { do: 'stay' }];
};

let here: StandIns;
let folder: string;
const running: OutpostProcess[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.end();
  await here.close();
  await removeFolder(folder);
});

async function started(): Promise<OutpostProcess> {
  here = await standIns({ tailscale, cloudflared });
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-reach-'));
  const place = ['--data', folder, '--port', '0', '--bind', '127.0.0.1', '--codex', '/nonexistent/codex'];
  const host = OutpostProcess.run(['start', ...place], { env: { PATH: here.env.PATH ?? '' } });
  running.push(host);
  await host.shows('It pairs one phone');
  return host;
}
const reach = (...args: string[]) => OutpostProcess.result(['reach', ...args, '--data', folder]);

test('ways are switched on, listed and switched off while the host runs', async () => {
  await started();
  expect(await reach('on', 'tailscale')).toEqual({
    ...{ code: 0, err: '' },
    out: expect.stringMatching(/^tailscale {2}works {4}https:\/\/studio\.tail1234\.ts\.net$/m),
  });
  expect((await reach('on', 'tunnel')).out).toMatch(/^tunnel +works +\S+\.trycloudflare\.com$/m);
  const listed = JSON.parse((await reach('--json')).out) as { way: string; state: string }[];
  expect(listed.map(({ way, state }) => [way, state])).toEqual([
    ['tailscale', 'up'],
    ['tunnel', 'up'],
    ['local', expect.any(String)],
  ]);
  expect((await reach('off', 'tailscale')).out).toMatch(/^tailscale {2}off/);
  await (await here.start(({ args }) => args[0] === 'serve')).ended;
});

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'nothing stays published by a host that ends by %s',
  async (signal) => {
    const host = await started();
    await reach('on', 'tailscale');
    await reach('on', 'tunnel');
    host.child.kill(signal);
    for (const { ended } of here.starts) await ended;
  },
);
