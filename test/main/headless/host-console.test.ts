import { beforeEach, describe, expect, it } from 'vitest';
import { followState } from '../../../main/contract/follow.ts';
import { HostConsole } from '../../../main/headless/host-console.ts';
import type { Screen } from '../../../main/headless/screen.ts';
import { HostDouble } from '../host/local-socket/host-double.ts';
import { deviceView } from './device-view.ts';

const LINK = 'http://192.168.1.4:8722/#secret';
let host: HostDouble;
let printed: string[];
let view: HostConsole;

beforeEach(async () => {
  host = new HostDouble();
  printed = [];
  const screen: Screen = {
    print: (lines) => printed.push(...lines),
    status: () => undefined,
    end: () => undefined,
  };
  const shape = () => ({ columns: 80, colors: false });
  view = new HostConsole({ api: host, screen, shape, now: () => 1_700_000_000_000 });
  await followState(host, (state) => view.show(state));
  host.handler = () => {
    host.set('pairing', { state: 'open', link: LINK, expiresAt: 1_700_000_300_000, right: 'start' });
    return { ok: true, value: { link: LINK, expiresAt: 1_700_000_300_000, right: 'start' } };
  };
});

describe('pairing', () => {
  it('shows the code that was asked for, once', async () => {
    await view.openPairing();
    expect(printed.filter((line) => line === LINK)).toHaveLength(1);
  });

  it('shows who paired, and the words to compare', async () => {
    await view.openPairing();
    host.set('pairing', {
      state: 'paired',
      id: 'k4qz7f2m',
      device: 'iPhone',
      checkWords: ['apple', 'brick'],
      at: 1,
    });
    expect(printed.join('\n')).toContain('iPhone is paired.\nIts screen must show these words: apple brick');
  });

  it('tells that the code shown here no longer works', async () => {
    await view.openPairing();
    host.set('pairing', { state: 'open', link: 'http://other/#x', expiresAt: 1, right: 'start' });
    expect(printed.at(-1)).toContain('A newer code was made elsewhere');
    expect(printed.join('\n')).not.toContain('http://other');
    await view.openPairing();
    host.set('pairing', { state: 'expired' });
    expect(printed.at(-1)).toContain('has expired');
  });

  it('is silent about codes that were never shown here', () => {
    host.set('pairing', { state: 'open', link: LINK, expiresAt: 1, right: 'start' });
    host.set('pairing', { state: 'expired' });
    expect(printed).toEqual([]);
  });

  it('says why there is no code', async () => {
    host.handler = () => ({ ok: false, refusal: { code: 'noRelay', message: 'No relay is up.' } });
    await view.openPairing();
    expect(printed).toEqual(['No relay is up.']);
  });
});

it('tells each notice once', () => {
  const first = { at: 1, level: 'warning' as const, text: 'A damaged file was set aside.' };
  const second = { at: 2, level: 'info' as const, text: 'Another.' };
  host.set('notices', [first]);
  host.set('notices', [first, second]);
  host.set('devices', []);
  expect(printed).toEqual(['A damaged file was set aside.', 'Another.']);
});

it('lists the phones as they are now', () => {
  host.set('devices', [deviceView({ connected: true })]);
  view.listDevices();
  expect(printed.join('\n')).toContain('iPhone  -      connected');
});
