import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PairingState } from '../../../main/contract/state.ts';
import { WATCH_LINES } from '../../../main/contract/watching.ts';
import { runCommandLine } from '../../../main/headless/command-line.ts';
import type { HostOptions } from '../../../main/host/options.ts';
import { deviceView } from './device-view.ts';
import { servedEach } from './served-host.ts';
import { TerminalDouble } from './terminal-double.ts';

const served = servedEach();
const outpost = async (...args: string[]) => (await served.outpost(...args)).code;

describe('usage', () => {
  it.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['status', '--yaml'], "unknown option '--yaml'"],
    [['revoke'], "missing required argument 'phone'"],
    [['start', '--port', '65536'], 'A port is 0 to 65535.'],
    [['start', '--bind', 'everywhere'], 'Give an IP address'],
    [['start', '--relay', 'https://relay.example'], 'wss://'],
    [['start', '--client-origin', 'https://a.example/page'], 'without a path'],
    [['relay', '--client-origin', 'ftp://a.example'], 'without a path'],
  ])('ends with 2 and says what is wrong: %j', async (args, sentence) => {
    expect(await outpost(...args)).toBe(2);
    expect(served.terminal.err).toContain(sentence);
    expect(served.terminal.err).toContain('outpost --help');
  });

  it('prints what watching needs alone, so that it can be piped', async () => {
    expect(await outpost('watch')).toBe(0);
    expect(served.terminal.out).toBe(`${WATCH_LINES}\n`);
    expect(served.terminal.err).toContain('config.toml');
  });

  it('tells its version, its commands and its exit codes', async () => {
    expect(await outpost('--version')).toBe(0);
    expect(served.terminal.out).toBe('0.0.0-source\n');
    served.terminal.out = '';
    expect(await outpost('--help')).toBe(0);
    for (const word of [
      'start',
      'pair',
      'devices',
      'revoke',
      'projects',
      'status',
      'relay',
      '3  no host runs',
    ]) {
      expect(served.terminal.out).toContain(word);
    }
  });
});

describe('without a host', () => {
  it.each([
    ['status'],
    ['devices'],
    ['pair'],
    ['revoke', 'x'],
    ['projects', 'list'],
    ['projects', 'add', '.'],
  ])('says so and ends with 3: %s', async (...args) => {
    expect(await outpost(...args, '--data', join(served.folder, 'elsewhere'))).toBe(3);
    expect(served.terminal.err).toContain('Outpost is not running here. Start it with "outpost start"');
  });

  it('does not wait for a host that ends meanwhile', async () => {
    served.host.handler = () => new Promise(() => undefined);
    const ended = outpost('pair');
    await expect.poll(() => served.host.ran.length).toBe(1);
    await served.socket.close();
    expect(await ended).toBe(3);
    expect(served.terminal.err).toContain('Outpost ended');
  });
});

describe('devices and revoke', () => {
  const twins = [deviceView(), deviceView({ id: 'k4qzaaaa' })];

  it('lists', async () => {
    served.host.state.devices = [deviceView()];
    expect(await outpost('devices')).toBe(0);
    expect(served.terminal.out).toContain('iPhone');
    served.terminal.out = '';
    expect(await outpost('devices', '--json')).toBe(0);
    expect(JSON.parse(served.terminal.out)).toEqual([deviceView()]);
  });

  it('revokes by name', async () => {
    served.host.state.devices = [deviceView()];
    served.host.handler = () => ({ ok: true, value: { name: 'iPhone' } });
    expect(await outpost('revoke', 'iphone')).toBe(0);
    expect(served.host.ran).toEqual([{ name: 'device/revoke', params: { id: 'k4qz7f2m' } }]);
    expect(served.terminal.out).toContain('iPhone is revoked');
  });

  it('asks which, where a name is not enough, and touches none', async () => {
    served.host.state.devices = twins;
    expect(await outpost('revoke', 'iPhone')).toBe(1);
    expect(served.terminal.err).toContain('k4qz7f2m');
    expect(served.terminal.err).toContain('k4qzaaaa');
    expect(served.host.ran).toEqual([]);
  });

  it('says whom there is instead of nobody', async () => {
    served.host.state.devices = [deviceView()];
    expect(await outpost('revoke', 'Nokia')).toBe(1);
    expect(served.terminal.err).toContain('There is no phone "Nokia". There are:\n  iPhone');
  });

  it('hands on why the host refused', async () => {
    served.host.state.devices = [deviceView()];
    served.host.handler = () => ({
      ok: false,
      refusal: { code: 'gone', message: 'It was revoked already.' },
    });
    expect(await outpost('revoke', 'iPhone')).toBe(1);
    expect(served.terminal.err).toBe('It was revoked already.\n');
  });

  it.each([
    [2, '2 phones are revoked'],
    [1, '1 phone is revoked'],
    [0, 'No phone is paired.'],
  ])('revokes all: %i', async (count, sentence) => {
    served.host.handler = () => ({ ok: true, value: { count } });
    expect(await outpost('revoke', '--all')).toBe(0);
    expect(served.host.ran).toEqual([{ name: 'device/revoke-all', params: {} }]);
    expect(served.terminal.out).toContain(sentence);
  });

  it('does not guess whether one or all are meant', async () => {
    expect(await outpost('revoke', 'iPhone', '--all')).toBe(2);
    expect(served.terminal.err).toContain("no phone is named, but 'iPhone' was");
    expect(served.host.ran).toEqual([]);
  });
});

describe('what is decided about a phone', () => {
  it.each([
    [['allow', 'iphone', 'answer'], 'device/allow', { right: 'answer' }, 'may look and answer'],
    [['rename', 'iphone', 'Ada'], 'device/rename', { name: 'Ada' }, 'iPhone is now called Ada.'],
    [['owner', 'iphone', 'Ada'], 'device/describe', { owner: 'Ada' }, 'iPhone belongs to Ada.'],
    [['owner', 'iphone', ''], 'device/describe', { owner: '' }, 'Nobody is noted for iPhone.'],
    [['expire', 'iphone', '30'], 'device/expire', { days: 30 }, 'not used for 30 days.'],
    [['expire', 'iphone', 'never'], 'device/expire', { days: 0 }, 'until you revoke it.'],
    [['expire', 'iphone', 'default'], 'device/expire', { days: null }, 'when the settings say so'],
    [['restore', 'iphone'], 'device/restore', {}, 'iPhone may come back.'],
  ] as const)('%j', async (args, name, params, sentence) => {
    served.host.state.devices = [deviceView()];
    expect(await outpost(...args)).toBe(0);
    expect(served.host.ran).toEqual([{ name, params: { id: 'k4qz7f2m', ...params } }]);
    expect(served.terminal.out).toContain(sentence);
  });

  it.each([
    [['allow', 'iPhone', 'everything'], 'Allowed choices are view, answer, start'],
    [['expire', 'iPhone', '0'], 'Give a number of days from 1 to 3650, never, or default.'],
    [['expire', 'iPhone', '4000'], 'Give a number of days'],
    [['pair', '--right', 'all'], 'Allowed choices are view, answer, start'],
  ])('is refused where it makes no sense: %j', async (args, sentence) => {
    expect(await outpost(...args)).toBe(2);
    expect(served.terminal.err).toContain(sentence);
  });

  it('prints no name as it came', async () => {
    served.host.state.devices = [deviceView({ name: 'i\u001b[2JPhone' })];
    expect(await outpost('rename', 'k4qz7f2m', 'x\u001b[2Jy')).toBe(0);
    expect(served.terminal.out).not.toContain('\u001b');
  });
});

describe('projects', () => {
  const project = { id: 'p1p1p1', name: 'web', path: '/src/web', environment: 'local' };

  it('adds a folder as seen from here, not from where the host runs', async () => {
    served.host.handler = () => ({ ok: true, value: project });
    expect(await outpost('projects', 'add', 'some/dir', '--name', 'web')).toBe(0);
    expect(served.host.ran).toEqual([
      { name: 'project/add', params: { path: resolve('some/dir'), name: 'web' } },
    ]);
  });

  it.each([['web'], ['p1p1p1'], ['/src/web']])('removes by name, id or folder: %s', async (wanted) => {
    served.host.state.projects = [project, { ...project, id: 'p2p2p2', name: 'api', path: '/src/api' }];
    served.host.handler = () => ({ ok: true, value: { name: 'web' } });
    expect(await outpost('projects', 'remove', wanted)).toBe(0);
    expect(served.host.ran).toEqual([{ name: 'project/remove', params: { id: 'p1p1p1' } }]);
  });

  it('lists', async () => {
    served.host.state.projects = [project];
    await outpost('projects', 'list');
    expect(served.terminal.out).toContain('web   /src/web  p1p1p1');
  });

  it('on an SSH host is a folder as it is there, and is listed as one', async () => {
    const far = { ...project, environment: 'ssh:devbox' };
    served.host.handler = () => ({ ok: true, value: far });
    expect(await outpost('projects', 'add', '~/web', '--on', 'devbox')).toBe(1);
    expect(served.terminal.err).toContain('outpost ssh connect devbox');
    const local = served.host.state.environments[0]!;
    served.host.state.environments = [local, { ...local, id: 'ssh:devbox', name: 'devbox', alias: 'devbox' }];
    expect(await outpost('projects', 'add', '~/web', '--on', 'devbox')).toBe(0);
    expect(served.host.ran).toEqual([
      { name: 'project/add', params: { path: '~/web', environment: 'ssh:devbox' } },
    ]);
    served.host.state.projects = [far];
    await outpost('projects', 'list');
    expect(served.terminal.out).toContain('web   devbox:/src/web  p1p1p1');
  });
});

describe('status', () => {
  it('shows each leg, and notices', async () => {
    served.host.state.notices = [{ at: 1, level: 'warning', text: 'A damaged file was set aside.' }];
    expect(await outpost('status')).toBe(0);
    expect(served.terminal.out).toContain('relay    up');
    expect(served.terminal.out).toContain('A damaged file was set aside.');
  });

  it('gives the whole state as JSON, and never the link', async () => {
    served.host.state.pairing = { state: 'open', link: 'http://x/#secret', expiresAt: 5, right: 'start' };
    expect(await outpost('status', '--json')).toBe(0);
    expect(JSON.parse(served.terminal.out)).toEqual({
      ...served.host.state,
      pairing: { state: 'open', expiresAt: 5 },
    });
    expect(served.terminal.out).not.toContain('secret');
  });
});

describe('pair', () => {
  const link = 'http://192.168.1.4:8722/#secret';
  const open = { state: 'open', link, expiresAt: 1_700_000_300_000, right: 'start' } as const;
  beforeEach(() => {
    served.host.handler = () => {
      served.host.set('pairing', open);
      return { ok: true, value: { link, expiresAt: open.expiresAt, right: open.right } };
    };
  });

  it('asks for a code for what the phone may do', async () => {
    expect(await outpost('pair', '--right', 'view')).toBe(0);
    expect(served.host.ran).toEqual([{ name: 'pairing/open', params: { right: 'view' } }]);
  });

  it('prints and ends in a script', async () => {
    expect(await outpost('pair')).toBe(0);
    expect(served.terminal.out.split('\n')).toContain(link);
  });

  const outcomes: [PairingState, number, string][] = [
    [
      { state: 'paired', id: 'k4qz7f2m', device: 'iPhone', checkWords: ['apple'], at: 1 },
      0,
      'iPhone is paired.',
    ],
    [{ state: 'expired' }, 1, 'has expired'],
    [{ state: 'none' }, 1, 'was closed'],
    [{ ...open, link: 'http://other/#x' }, 1, 'A newer code'],
  ];
  it.each(outcomes)('waits in a terminal, and tells what came of it: %j', async (pairing, code, sentence) => {
    served.terminal = new TerminalDouble({ isTTY: true });
    const ended = outpost('pair');
    await expect.poll(() => served.host.listeners.size).toBe(1);
    served.host.set('pairing', pairing);
    expect(await ended).toBe(code);
    expect(served.terminal.out + served.terminal.err).toContain(sentence);
  });

  it('ends the waiting when the host ends', async () => {
    served.terminal = new TerminalDouble({ isTTY: true });
    const ended = outpost('pair');
    await expect.poll(() => served.host.listeners.size).toBe(1);
    await served.socket.close();
    expect(await ended).toBe(3);
    expect(served.terminal.err).toContain('Outpost ended meanwhile.');
  });

  it('ends the waiting at Ctrl-C', async () => {
    served.terminal = new TerminalDouble({ isTTY: true });
    const ended = outpost('pair');
    await expect.poll(() => served.terminal.out).toContain('Ctrl-C ends the waiting');
    served.terminal.signals.emit('SIGINT');
    expect(await ended).toBe(0);
  });
});

describe('start', () => {
  it('turns flags into what the host is told', async () => {
    let told: HostOptions | undefined;
    const args = [
      'start',
      '--data',
      served.folder,
      '--port',
      '0',
      '--bind',
      '127.0.0.1',
      '--no-demo',
      '--codex',
      '/bin/codex',
    ];
    const relays = ['--relay', 'wss://a.example', '--relay', 'wss://b.example', '--name', 'desk'];
    const parts = {
      createHost: (options: HostOptions) => {
        told = options;
        return Promise.reject(new Error('enough'));
      },
      openLog: () => Promise.reject(new Error('no log')),
      defaultFolder: '/nowhere',
      clientFiles: '/dist/phone',
    };
    await expect(runCommandLine([...args, ...relays], served.terminal, parts)).rejects.toThrow('enough');
    expect(told).toEqual({
      folder: served.folder,
      version: '0.0.0-source',
      codexConfig: expect.stringMatching(/config\.toml$/),
      name: 'desk',
      embedded: { port: 0, bind: '127.0.0.1', clientFiles: '/dist/phone' },
      relays: ['wss://a.example', 'wss://b.example'],
      clientOrigin: null,
      codex: { command: '/bin/codex' },
      demo: false,
      ssh: { config: process.env.OUTPOST_SSH_CONFIG },
    });

    const own = ['start', '--client-origin', 'https://outpost.example'];
    await expect(runCommandLine(own, served.terminal, parts)).rejects.toThrow('enough');
    expect(told).toMatchObject({
      folder: '/nowhere',
      embedded: { port: null, bind: '0.0.0.0', clientFiles: '/dist/phone' },
      clientOrigin: 'https://outpost.example',
      demo: true,
    });
  });
});

describe('relay', () => {
  it('runs until it is told to stop, and logs numbers only', async () => {
    const ended = outpost('relay', '--port', '0');
    await expect
      .poll(() => served.terminal.err)
      .toMatch(/The relay listens on 127\.0\.0\.1:\d+, as localhost:\d+/);
    const port = /:(\d+), as/.exec(served.terminal.err)?.[1];
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    served.terminal.signals.emit('SIGTERM');
    expect(await ended).toBe(0);
    const events = served.terminal.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect(events).toEqual(['listening', 'stopping', 'stopped']);
  });

  it('tells its counters where it is asked to, and says where', async () => {
    const ended = outpost('relay', '--port', '0', '--metrics', '0');
    await expect
      .poll(() => served.terminal.err)
      .toMatch(/counters are at http:\/\/127\.0\.0\.1:\d+\/metrics/);
    const url = /http:\S+\/metrics/.exec(served.terminal.err)?.[0] ?? '';
    expect(await (await fetch(url)).text()).toContain('outpost_relay_connected_total 0');
    const port = new URL(url).port;
    served.terminal.err = '';
    expect(await outpost('relay', '--port', '0', '--metrics', port)).toBe(4);
    expect(served.terminal.err).toContain(`Port ${port} is taken`);
    expect(served.terminal.err).toContain('--metrics');
    served.terminal.signals.emit('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('says why it cannot listen', async () => {
    const first = outpost('relay', '--port', '0');
    await expect.poll(() => served.terminal.err).toContain('listens');
    const port = /:(\d+), as/.exec(served.terminal.err)?.[1] ?? '';
    const second = new TerminalDouble();
    const parts = {
      createHost: () => Promise.reject(new Error('none')),
      openLog: () => Promise.reject(new Error('none')),
      defaultFolder: served.folder,
      clientFiles: undefined,
    };
    expect(await runCommandLine(['relay', '--port', port], second, parts)).toBe(4);
    expect(second.err).toContain(`Port ${port} is taken`);
    served.terminal.signals.emit('SIGTERM');
    await first;
  });

  it('refuses names and folders that cannot work, in a sentence', async () => {
    expect(await outpost('relay', '--port', '0', '--name', 'Relay.example')).toBe(4);
    expect(served.terminal.err).toContain('lower-case host:port');
    expect(await outpost('relay', '--port', '0', '--client-files', join(served.folder, 'none'))).toBe(4);
    expect(served.terminal.err).toContain('There is no phone page in');
  });
});
