import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostOptions } from '../../../main/headless/flags.ts';
import { start } from '../../../main/headless/start.ts';
import { LocalClient } from '../../../main/host/local-socket/client.ts';
import { type Host, HostStartError } from '../../../main/host/options.ts';
import { HostDouble } from '../host/local-socket/host-double.ts';
import { deviceView } from './device-view.ts';
import { rendered, TerminalDouble } from './terminal-double.ts';

const LINK = 'http://192.168.1.4:8722/#secret';
let folder: string;
let api: HostDouble;
let started: number;
let closed: number;
let stop: () => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outpost-start-'));
  api = new HostDouble();
  api.handler = () => ({ ok: true, value: { link: LINK, expiresAt: 1_700_000_300_000 } });
  started = 0;
  closed = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function run(
  terminal: TerminalDouble,
  { pair = false, service }: { pair?: boolean; service?: 'systemd' | 'launchd' } = {},
) {
  const options = hostOptions({ data: folder, bind: '127.0.0.1', demo: true }, '0.1.0', undefined);
  const createHost = async (): Promise<Host> => ({
    api,
    start: async () => {
      started += 1;
    },
    stopRequested: new Promise((resolve) => {
      stop = resolve;
    }),
    close: async () => {
      closed += 1;
    },
  });
  return start({ host: options, pair, ...(service && { service }) }, createHost, terminal);
}

const shown = (terminal: TerminalDouble, text: string) => expect.poll(() => terminal.out).toContain(text);

describe('outpost start', () => {
  it('shows the link before the status, and the keys last', async () => {
    const terminal = new TerminalDouble({ isTTY: true });
    const ended = run(terminal);
    await shown(terminal, 'q  quit');
    const lines = rendered(terminal.out);
    expect(lines[0]).toBe('Outpost 0.1.0 on desk');
    expect(lines.indexOf(LINK)).toBeLessThan(lines.findIndex((line) => line.startsWith('relay ')));
    expect(lines.at(-2)).toContain('q  quit');
    terminal.press('q');
    expect(await ended).toBe(0);
    expect(started).toBe(1);
    expect(closed).toBe(1);
  });

  it('gives a new code at p and the phones at d', async () => {
    const terminal = new TerminalDouble({ isTTY: true });
    const ended = run(terminal);
    await shown(terminal, 'q  quit');
    api.handler = () => ({ ok: true, value: { link: `${LINK}2`, expiresAt: 1_700_000_300_000 } });
    terminal.press('p');
    await shown(terminal, `${LINK}2`);
    terminal.press('d');
    expect(rendered(terminal.out)).toContain('No phone is paired.');
    terminal.press('q');
    await ended;
  });

  it('shows no code where a phone is paired already, unless asked to', async () => {
    api.state.devices = [deviceView()];
    const quiet = new TerminalDouble();
    const first = run(quiet);
    await shown(quiet, 'phones');
    expect(quiet.out).not.toContain(LINK);
    stop();
    await first;

    const asked = new TerminalDouble();
    const second = run(asked, { pair: true });
    await shown(asked, LINK);
    stop();
    await second;
  });

  it('prints each change once into a pipe, without any movement', async () => {
    const terminal = new TerminalDouble();
    const ended = run(terminal);
    await shown(terminal, 'power');
    api.set('devices', [deviceView({ connected: true })]);
    api.set('waiting', []);
    stop();
    await ended;
    expect(terminal.out).not.toContain('\x1b');
    expect(terminal.out.match(/^phones .*$/gm)).toEqual([
      'phones   none        No phone is paired.',
      'phones   connected   iPhone',
    ]);
    expect(terminal.out.match(/^relay .*$/gm)).toHaveLength(1);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    'ends cleanly at %s, and leaves a second one to the system',
    async (signal) => {
      const terminal = new TerminalDouble();
      const ended = run(terminal);
      await shown(terminal, 'power');
      terminal.signals.emit(signal);
      expect(await ended).toBe(0);
      expect(closed).toBe(1);
      expect(terminal.signals.eventNames()).toEqual([]);
    },
  );

  it('gives the terminal back', async () => {
    const terminal = new TerminalDouble({ isTTY: true });
    const ended = run(terminal);
    await shown(terminal, 'q  quit');
    terminal.press('\x03');
    await ended;
    expect(terminal.keyboard.raw).toBe(false);
    expect(rendered(terminal.out).join('\n')).not.toContain('q  quit');
  });

  it('goes on when a key fails', async () => {
    const terminal = new TerminalDouble({ isTTY: true });
    const ended = run(terminal);
    await shown(terminal, 'q  quit');
    api.handler = () => {
      throw new Error('out of luck');
    };
    terminal.press('p');
    await shown(terminal, 'Outpost failed at this and goes on running. out of luck');
    terminal.press('q');
    expect(await ended).toBe(0);
  });

  it('answers other commands while it runs, and not after', async () => {
    const terminal = new TerminalDouble();
    const ended = run(terminal);
    await shown(terminal, 'power');
    const client = await LocalClient.connect(folder);
    expect((await client.snapshot()).host.name).toBe('desk');
    client.close();
    stop();
    await ended;
    await expect(LocalClient.connect(folder)).rejects.toMatchObject({ code: 'noHost' });
  });

  it('says in a sentence why it cannot start', async () => {
    const terminal = new TerminalDouble();
    const options = hostOptions({ data: folder, bind: '127.0.0.1', demo: true }, '0.1.0', undefined);
    const refuse = () => Promise.reject(new HostStartError('inUse', 'Another Outpost uses this folder.'));
    expect(await start({ host: options, pair: false }, refuse, terminal)).toBe(4);
    expect(terminal.err).toBe(
      'Another Outpost uses this folder. Ask it with "outpost status", or choose another folder with --data.\n',
    );
    expect(terminal.out).toBe('');
  });

  it('prints no code as a service, also where no phone is paired: what it prints is kept', async () => {
    const terminal = new TerminalDouble();
    const ended = run(terminal, { service: 'systemd' });
    await shown(terminal, 'power');
    stop();
    await ended;
    expect(terminal.out).not.toContain(LINK);
  });

  it.each([
    ['systemd', 4],
    ['launchd', 0],
  ] as const)(
    'refused as a service of %s, ends with the code after which it is left alone',
    async (service, code) => {
      const options = hostOptions({ data: folder, bind: '127.0.0.1', demo: true }, '0.1.0', undefined);
      const refuse = () => Promise.reject(new HostStartError('portInUse', 'The port is taken.'));
      const started = start({ host: options, pair: false, service }, refuse, new TerminalDouble());
      expect(await started).toBe(code);
    },
  );
});
