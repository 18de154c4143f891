/** Tailscale and quick tunnels from end to end: real host, real relay, a stand-in that really leads there, a real device. */
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { HostState, ReachView } from '../../../../main/contract/state.ts';
import type { Host } from '../../../../main/host/options.ts';
import type { Environment, Socket } from '../../../../phone/client/environment.ts';
import { hostIdOf } from '../../../../protocol/identity.ts';
import { parseLink } from '../../../../protocol/link.ts';
import { type HostFixture, startHost } from '../host-fixture.ts';
import { connected, nodeEnvironment, pairedDevice, until } from '../node-device.ts';
import { type StandIns, type Step, standIns } from './stand-in.ts';

let cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of cleanUp.reverse()) await end();
  cleanUp = [];
});

const NAME = 'studio.tail1234.ts.net';
const RUNNING = {
  BackendState: 'Running',
  Self: { DNSName: `${NAME}.` },
  CertDomains: [NAME],
};
const PUBLISHED = `Available within your tailnet:\n\nhttps://${NAME}/\n|-- proxy http://127.0.0.1:1\n\nPress Ctrl+C to exit.\n`;
const tailnet =
  (serve: () => Step[], status: () => object = () => RUNNING) =>
  (args: string[]): Step[] =>
    args[0] === 'status' ? [{ out: JSON.stringify(status()) }, { exit: 0 }] : serve();
const published = (): Step[] => [{ do: 'proxy' }, { out: PUBLISHED }, { do: 'stay' }];

let names = 0;
const tunnelled = (): Step[] => {
  names += 1;
  return [
    { do: 'proxy' },
    {
      err:
        '2026-11-21T03:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...\n' +
        '2026-11-21T03:00:01Z INF +--------------------------------------------------+\n' +
        '2026-11-21T03:00:01Z INF |  Your quick Tunnel has been created! Visit it at  |\n' +
        `2026-11-21T03:00:01Z INF |  https://four-dashed-words-${names}.trycloudflare.com       |\n` +
        '2026-11-21T03:00:02Z INF Registered tunnel connection connIndex=0 protocol=quic\n',
    },
    { do: 'stay' },
  ];
};

async function host(
  programs: Record<string, (args: string[]) => Step[]>,
): Promise<{ fixture: HostFixture; here: StandIns }> {
  const here = await standIns(programs);
  cleanUp.push(() => here.close());
  const fixture = await startHost({}, { env: here.env });
  cleanUp.push(() => fixture.close());
  return { fixture, here };
}

/** Resolves with the state as soon as it is as wanted. */
function whenHost({ api }: Host, wanted: (state: HostState) => boolean): Promise<HostState> {
  return new Promise((resolve) => {
    const look = () =>
      api.snapshot().then((state) => {
        if (!wanted(state)) return;
        stop();
        resolve(state);
      });
    const stop = api.subscribe(look);
    look();
  });
}
const wayOf = (state: HostState, way: ReachView['way']) => state.reach.find((each) => each.way === way)!;
const whenWay = async (h: Host, way: ReachView['way'], wanted: (view: ReachView) => boolean) =>
  wayOf(await whenHost(h, (state) => wanted(wayOf(state, way))), way);

async function set(h: Host, key: 'tailscale' | 'quick_tunnel' | 'relays', value: unknown) {
  expect(await h.api.run('settings/set', { key, value })).toEqual({ ok: true, value: {} });
}

/** A device on whose network published names lead to the stand-ins, as DNS and TLS do; other addresses lead nowhere. */
function awayFromHome(ports: () => Record<string, number>): Environment {
  const environment = nodeEnvironment();
  return {
    ...environment,
    openSocket(url) {
      const { hostname, pathname } = new URL(url);
      const port = ports()[hostname] ?? 1;
      return new WebSocket(`ws://127.0.0.1:${port}${pathname}`, {
        perMessageDeflate: false,
      }) as unknown as Socket;
    },
  };
}

test('a phone that is away pairs and works through Tailscale', async () => {
  const { fixture, here } = await host({ tailscale: tailnet(published) });
  await set(fixture.host, 'tailscale', true);
  await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'up');
  const serving = await here.start(({ args }) => args[0] === 'serve');
  const { relay } = await fixture.host.api.snapshot();
  const port = new URL(relay.routes.at(-1)!).port;
  expect(serving.args).toEqual(['serve', '--https=443', `http://127.0.0.1:${port}`]);
  expect(relay.routes[0]).toBe(`wss://${NAME}`);

  const proxyPort = await serving.proxyPort;
  const link = await fixture.pair();
  expect(link.startsWith(`https://${NAME}/#`)).toBe(true);
  const device = await pairedDevice(
    link,
    'Ada',
    awayFromHome(() => ({ [NAME]: proxyPort })),
  );
  cleanUp.push(() => device.close());
  const [paired] = (await fixture.host.api.snapshot()).devices;
  expect(paired).toMatchObject({ name: 'Ada', connected: true, client: 'relay' });
});

test('of pages, only the one that is published may speak to the host from a browser', async () => {
  const { fixture, here } = await host({ tailscale: tailnet(published) });
  await fixture.close();
  const files = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-page-'));
  cleanUp.push(() => fs.rm(files, { recursive: true }));
  await fs.writeFile(path.join(files, 'index.html'), '<!doctype html><title>Page</title>');
  const serving = await startHost(
    { embedded: { port: 0, bind: '127.0.0.1', clientFiles: files } },
    { env: here.env },
  );
  cleanUp.push(() => serving.close());
  await set(serving.host, 'tailscale', true);
  await whenWay(serving.host, 'tailscale', ({ state }) => state === 'up');
  const proxyPort = await (await here.start(({ args }) => args[0] === 'serve')).proxyPort;
  const page = await fetch(`http://127.0.0.1:${proxyPort}/`);
  // It was loaded over https, and is told so.
  expect(page.headers.get('content-security-policy')).toContain("connect-src 'self' wss:;");
  const { host: self } = await serving.host.api.snapshot();
  const heard = (origin: string) =>
    new Promise<boolean>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${proxyPort}/v1/device/${self.id}`, { origin });
      socket.on('message', () => {
        socket.terminate();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
  expect(await heard(`https://${NAME}`)).toBe(true);
  expect(await heard(`https://other.tail1234.ts.net`)).toBe(false);
  await set(serving.host, 'tailscale', false);
});

test('a computer whose tailnet leads to it is reached from elsewhere, and says so in one line', async () => {
  const { fixture } = await host({ tailscale: tailnet(published) });
  const leg = async () => (await fixture.host.api.snapshot()).relay;
  expect((await leg()).title).toBe('Phones on this network can reach this computer');
  await set(fixture.host, 'tailscale', true);
  await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'up');
  expect(await leg()).toMatchObject({ state: 'up', title: 'Phones can reach this computer' });
});

test('a link that is asked for while a way opens waits for it', async () => {
  const { fixture } = await host({ tailscale: tailnet(published) });
  await set(fixture.host, 'tailscale', true);
  expect((await fixture.pair()).startsWith(`https://${NAME}/#`)).toBe(true);
});

test('a phone that opens a link of the local network is one over plain http, whatever way was opened meanwhile', async () => {
  const { fixture } = await host({ tailscale: tailnet(published) });
  const link = await fixture.pair();
  await set(fixture.host, 'tailscale', true);
  await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'up');
  const device = await pairedDevice(link);
  cleanUp.push(() => device.close());
  expect((await fixture.host.api.snapshot()).devices).toMatchObject([{ client: 'plainHttp' }]);
});

test('phones hear of a way that opens and of one that closes, and the program has ended then', async () => {
  const { fixture, here } = await host({ tailscale: tailnet(published) });
  const device = await pairedDevice(await fixture.pair());
  cleanUp.push(() => device.close());
  const routesTold = (wanted: (routes: string[]) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        const told = device.events.filter(({ method }) => method === 'routes/changed').at(-1);
        if (told === undefined || !wanted((told.params as { routes: string[] }).routes)) return;
        stop();
        resolve();
      };
      const stop = device.connection.listen({ changed: look, event: () => queueMicrotask(look) });
      look();
    });
  await set(fixture.host, 'tailscale', true);
  await routesTold((routes) => routes.includes(`wss://${NAME}`));
  const serving = await here.start(({ args }) => args[0] === 'serve');
  await set(fixture.host, 'tailscale', false);
  await routesTold((routes) => !routes.includes(`wss://${NAME}`));
  await serving.ended;
  expect(wayOf(await fixture.host.api.snapshot(), 'tailscale')).toMatchObject({ state: 'off', url: null });
});

test('a quick tunnel that ends comes back under a new name, and nothing leads to the old one any more', async () => {
  const { fixture, here } = await host({ cloudflared: tunnelled });
  await set(fixture.host, 'quick_tunnel', true);
  const first = await whenWay(fixture.host, 'tunnel', ({ state }) => state === 'up');
  const [tunnel] = here.starts;
  const ports: Record<string, number> = {
    [new URL(first.url!).hostname]: await tunnel!.proxyPort,
  };
  const device = await pairedDevice(
    await fixture.pair(),
    'Ada',
    awayFromHome(() => ports),
  );
  cleanUp.push(() => device.close());
  process.kill(tunnel!.pid, 'SIGKILL');
  const down = await whenWay(fixture.host, 'tunnel', ({ state }) => state === 'down');
  expect(down).toMatchObject({ url: null, detail: expect.stringMatching(/^The tunnel ended/) });
  const second = await whenWay(fixture.host, 'tunnel', ({ state }) => state === 'up');
  expect(second.url).not.toBe(first.url);
  expect((await fixture.host.api.snapshot()).relay.routes).not.toContain(first.url!.replace('http', 'ws'));
  // A phone that was away knows the old name only.
  await until(device, ({ kind }) => kind !== 'connected');
});

test('a quick tunnel takes no option of another tunnel from files or environment', async () => {
  const here = await standIns({ cloudflared: tunnelled });
  cleanUp.push(() => here.close());
  const env = { ...here.env, TUNNEL_TOKEN: 'of another tunnel', LANG: 'C' };
  const fixture = await startHost({}, { env });
  cleanUp.push(() => fixture.close());
  await set(fixture.host, 'quick_tunnel', true);
  const { args, env: got } = await here.start(() => true);
  expect(args.slice(0, 4)).toEqual(['tunnel', '--no-autoupdate', '--config', '/dev/null']);
  expect([got.includes('LANG'), got.includes('TUNNEL_TOKEN')]).toEqual([true, false]);
});

test.each<[string, object | string, RegExp, RegExp]>([
  ['signed out', { BackendState: 'NeedsLogin' }, /Nobody is signed in/, /tailscale up/],
  ['switched off', { BackendState: 'Stopped' }, /switched off/, /tailscale up/],
  ['not approved', { BackendState: 'NeedsMachineAuth' }, /has not approved/, /admin\/machines/],
  ['no daemon', { BackendState: 'NoState' }, /does not run/, /Start it/],
  ['no name', { ...RUNNING, Self: { DNSName: '' } }, /no name/, /MagicDNS/],
  ['a name that is none', { ...RUNNING, Self: { DNSName: 'a/../b?.ts.net' } }, /no name/, /MagicDNS/],
  ['garbage', 'what', /does not run/, /Start it/],
])('Tailscale, %s: said in words with what to do', async (_case, status, detail, remedy) => {
  const { fixture, here } = await host({ tailscale: tailnet(published, () => status as object) });
  await set(fixture.host, 'tailscale', true);
  const view = await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'down');
  expect(view.detail).toMatch(detail);
  expect(view.remedy).toMatch(remedy);
  expect(here.starts.every(({ args }) => args[0] === 'status')).toBe(true);
});

test.each<[string, Step[], RegExp, RegExp]>([
  [
    'not the operator',
    [
      { err: "sending serve config: Access denied: serve config denied\n\nUse 'sudo tailscale serve'.\n" },
      { exit: 1 },
    ],
    /does not let your user account/,
    /sudo tailscale set --operator=\$USER/,
  ],
  [
    'port taken',
    [
      {
        err: 'background configuration already exists, use `tailscale serve --https=443 off` to remove it\n',
      },
      { exit: 1 },
    ],
    /Something else is published on port 443/,
    /--https=443 off/,
  ],
  ['too old', [{ err: 'flag provided but not defined: -https\n' }, { exit: 2 }], /too old/, /Update/],
  ['an end without a word', [{ exit: 3 }], /ended/, /what it says/],
])('tailscale serve, %s: said in words with what to do', async (_case, steps, detail, remedy) => {
  const { fixture } = await host({ tailscale: tailnet(() => steps) });
  await set(fixture.host, 'tailscale', true);
  const view = await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'down');
  expect(view.detail).toMatch(detail);
  expect(view.remedy).toMatch(remedy);
});

test('what the tailnet has to allow first is shown with its page, and goes on by itself', async () => {
  const page = 'https://login.tailscale.com/f/serve?node=nABC123CNTRL';
  const { fixture, here } = await host({
    tailscale: tailnet(
      () => [
        { out: `Serve is not enabled on your tailnet.\nTo enable, visit:\n\n         ${page}\n` },
        { do: 'wait' },
        { out: `Success.\n${PUBLISHED}` },
        { do: 'stay' },
      ],
      () => ({ ...RUNNING, CertDomains: null }),
    ),
  });
  await set(fixture.host, 'tailscale', true);
  const view = await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'attention');
  expect(view.remedy).toBe(`Allow it here: ${page}`);
  (await here.start(({ args }) => args[0] === 'serve')).goOn();
  await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'up');
});

test('a page of anybody else is not shown as one of Tailscale’s', async () => {
  const { fixture } = await host({
    tailscale: tailnet(() => [
      { out: 'To enable, visit:\n\n   https://login.tailscale.com.evil.example/f/serve?node=n1\n' },
      { out: '   https://login.tailscale.com/f/serve?node=n1&to=https://evil.example\n' },
      { exit: 1 },
    ]),
  });
  await set(fixture.host, 'tailscale', true);
  const view = await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'down');
  expect(JSON.stringify(view)).not.toContain('evil');
});

test('certificates that the tailnet does not give out are asked for', async () => {
  const { fixture } = await host({
    tailscale: tailnet(published, () => ({ ...RUNNING, CertDomains: null })),
  });
  await set(fixture.host, 'tailscale', true);
  const view = await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'down');
  expect(view.detail).toMatch(/no certificates/);
});

test.each<[string, Step[], RegExp]>([
  ['missing', [], /was not found/],
  [
    'limited',
    [
      { err: 'ERR Error unmarshaling QuickTunnel response: status_code="429 Too Many Requests"\n' },
      { exit: 1 },
    ],
    /asked for too many/,
  ],
  [
    'no network',
    [
      {
        err: 'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: lookup api.trycloudflare.com: no such host\n',
      },
      { exit: 1 },
    ],
    /could not be asked/,
  ],
])('a quick tunnel, %s: said in words', async (what, steps, detail) => {
  const { fixture } = await host(what === 'missing' ? {} : { cloudflared: () => steps });
  await set(fixture.host, 'quick_tunnel', true);
  const view = await whenWay(fixture.host, 'tunnel', ({ state }) => state === 'down');
  expect(view.detail).toMatch(detail);
  expect(view.remedy).not.toBeNull();
});

test.each([
  ['lines', 'nothing of interest\n'],
  ['one line', 'x'.repeat(8192)],
  [
    'names that are none',
    'https://api.trycloudflare.com https://a.trycloudflare.com.evil.example registered\n',
  ],
])('output without end, as %s: the host goes on, and ends the program', async (_what, flood) => {
  const { fixture, here } = await host({ cloudflared: () => [{ do: 'flood', what: flood }] });
  // A link that is asked for later waits a while for the tunnel.
  const link = await fixture.pair();
  await set(fixture.host, 'quick_tunnel', true);
  const start = await here.start(() => true);
  // It answers while that goes on.
  const device = await pairedDevice(link);
  device.close();
  expect(wayOf(await fixture.host.api.snapshot(), 'tunnel').state).toBe('starting');
  await set(fixture.host, 'quick_tunnel', false);
  await start.ended;
});

test('a program that does not want to end is ended', async () => {
  const { fixture, here } = await host({
    cloudflared: () => [{ do: 'ignoreTerm' }, ...tunnelled()],
  });
  await set(fixture.host, 'quick_tunnel', true);
  await whenWay(fixture.host, 'tunnel', ({ state }) => state === 'up');
  await set(fixture.host, 'quick_tunnel', false);
  await (await here.start(() => true)).ended;
});

test('a way that is mended is tried again when it is asked for', async () => {
  let status: object = { BackendState: 'NeedsLogin' };
  const { fixture } = await host({ tailscale: tailnet(published, () => status) });
  await set(fixture.host, 'tailscale', true);
  await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'down');
  status = RUNNING;
  expect(await fixture.host.api.run('reach/retry', { way: 'tailscale' })).toMatchObject({ ok: true });
  await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'up');
});

test('a host that closes leaves no program behind', async () => {
  const here = await standIns({ tailscale: tailnet(published), cloudflared: tunnelled });
  cleanUp.push(() => here.close());
  const fixture = await startHost({}, { env: here.env });
  await set(fixture.host, 'tailscale', true);
  await set(fixture.host, 'quick_tunnel', true);
  await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'up');
  await whenWay(fixture.host, 'tunnel', ({ state }) => state === 'up');
  await fixture.close();
  for (const { ended } of here.starts) await ended;
});

test('a host without a relay of its own says that there is nothing to publish', async () => {
  const here = await standIns({ tailscale: tailnet(published) });
  cleanUp.push(() => here.close());
  const fixture = await startHost({ embedded: null }, { env: here.env });
  cleanUp.push(() => fixture.close());
  await set(fixture.host, 'tailscale', true);
  const view = await whenWay(fixture.host, 'tailscale', ({ state }) => state !== 'off');
  expect(view).toMatchObject({ state: 'down', detail: expect.stringMatching(/nothing to publish/) });
  expect(here.starts).toEqual([]);
});

test('a link made while Tailscale restarts leads where phones get through now', async () => {
  const { fixture, here } = await host({ tailscale: tailnet(published) });
  await set(fixture.host, 'tailscale', true);
  await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'up');
  const serving = await here.start(({ args }) => args[0] === 'serve');
  process.kill(serving.pid, 'SIGKILL');
  await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'down');
  const { relayUrl } = parseLink(await fixture.pair());
  expect(relayUrl.startsWith('ws://127.0.0.1:')).toBe(true);
  // Phones keep the name: it comes back.
  expect((await fixture.host.api.snapshot()).relay.routes).toContain(`wss://${NAME}`);
});

test('a relay of one’s own is joined and left while the host runs', async () => {
  const { fixture } = await host({});
  const other = await startHost();
  cleanUp.push(() => other.close());
  const [route] = (await other.host.api.snapshot()).relay.routes;
  await set(fixture.host, 'relays', [route!]);
  // That one serves its own host only, which shows that this one came.
  const view = await whenWay(fixture.host, 'relay', ({ state }) => state === 'down');
  expect(view).toMatchObject({ url: route, detail: expect.stringMatching(/^It refuses this host/) });
  await set(fixture.host, 'relays', []);
  const { reach, relay } = await fixture.host.api.snapshot();
  expect(reach.map(({ way }) => way)).toEqual(['tailscale', 'tunnel', 'local']);
  expect(relay.routes).not.toContain(route);
});

test('an address in the clear outside of the own network is not taken', async () => {
  const { fixture } = await host({});
  const refusal = await fixture.host.api.run('settings/set', {
    key: 'relays',
    value: ['ws://relay.example'],
  });
  expect(refusal).toMatchObject({ ok: false, refusal: { code: 'badValue' } });
});

test('a phone that was paired at home comes back through Tailscale from elsewhere', async () => {
  const { fixture, here } = await host({ tailscale: tailnet(published) });
  const link = await fixture.pair();
  const device = await pairedDevice(link);
  await set(fixture.host, 'tailscale', true);
  await whenWay(fixture.host, 'tailscale', ({ state }) => state === 'up');
  const proxyPort = await (await here.start(({ args }) => args[0] === 'serve')).proxyPort;
  const { store } = device;
  const hostId = hostIdOf(parseLink(link).hostPublicKey);
  await new Promise<void>((resolve) => {
    const look = () => {
      if (device.events.some(({ method }) => method === 'routes/changed')) resolve();
    };
    device.connection.listen({ changed: look, event: () => queueMicrotask(look) });
    look();
  });
  device.close();
  const away = await connected(
    store,
    hostId,
    awayFromHome(() => ({ [NAME]: proxyPort })),
  );
  expect(away.connection.state().kind).toBe('connected');
  away.close();
});
