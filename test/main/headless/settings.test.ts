import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { INITIAL_SETTINGS, SETTING_KEYS } from '../../../main/contract/settings.ts';
import { lockFolder } from '../../../main/host/files/lock.ts';
import { serveLocalSocket } from '../../../main/host/local-socket/server.ts';
import { HostDouble } from '../host/local-socket/host-double.ts';
import { outpostAt } from './outpost-at.ts';
import { TerminalDouble } from './terminal-double.ts';

let root: string;
let folder: string;
let terminal: TerminalDouble;
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-cli-settings-'));
  folder = path.join(root, 'data');
  terminal = new TerminalDouble();
  terminal.env.CODEX_HOME = path.join(root, 'codex');
});
afterEach(() => fs.rm(root, { recursive: true, force: true }));

const outpost = (...args: string[]) => outpostAt(folder, terminal, ['settings', ...args]);
const file = () => fs.readFile(path.join(folder, 'settings.toml'), 'utf8');
const damage = async (text: string) => {
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(path.join(folder, 'settings.toml'), text);
};

describe('without a running host', () => {
  test('listing names every setting and what differs, and writes nothing', async () => {
    const { code, out } = await outpost();
    expect(code).toBe(0);
    for (const key of SETTING_KEYS) expect(out).toContain(key);
    expect(out).not.toContain('at first');
    expect(await fs.readdir(root)).toEqual([]);
    await outpost('set', 'keep_awake_while', 'always');
    expect((await outpost()).out).toMatch(/keep_awake_while +"always" {2}\(at first "connected"\)/);
    const { settings } = JSON.parse((await outpost('--json')).out);
    expect(settings.keep_awake_while).toEqual({ value: 'always', initial: 'connected', differs: true });
    expect(settings.updates).toEqual({ value: true, initial: true, differs: false });
  });

  test.each<[string, string[], unknown, string]>([
    ['mobile_keep_awake', ['false'], false, 'false\n'],
    ['phones_expire_after_days', ['30'], 30, '30\n'],
    ['name', ['studio two'], 'studio two', 'studio two\n'],
    [
      'relays',
      ['wss://a.example', 'wss://b.example'],
      ['wss://a.example', 'wss://b.example'],
      'wss://a.example\nwss://b.example\n',
    ],
  ])('%s is set, told, and taken back', async (key, words, value, told) => {
    expect((await outpost('set', key, ...words)).code).toBe(0);
    expect((await outpost('get', key)).out).toBe(told);
    expect(JSON.parse((await outpost('get', key, '--json')).out)).toEqual(value);
    expect((await outpost('unset', key)).code).toBe(0);
    expect(JSON.parse((await outpost('get', key, '--json')).out)).toEqual(
      INITIAL_SETTINGS[key as keyof typeof INITIAL_SETTINGS],
    );
  });

  test('a list is emptied by naming nothing', async () => {
    await outpost('set', 'relays', 'wss://a.example');
    expect((await outpost('set', 'relays')).code).toBe(0);
    expect((await outpost('get', 'relays', '--json')).out).toBe('[]\n');
  });

  test.each([
    [['mobile_keep_awake', 'yes'], 'mobile_keep_awake has to be true or false.'],
    [['mobile_keep_awake'], 'true or false'],
    [['mobile_keep_awake', 'true', 'false'], 'true or false'],
    [['keep_awake_while', 'never'], 'connected, working or always'],
    [['phones_expire_after_days', '9.5'], 'a whole number from 0 to 3650'],
    [['phones_expire_after_days', '1e3'], 'a whole number'],
    [['relays', 'https://a.example'], 'a list of at most 4 addresses'],
    [['client_origin', 'https://a.example/page'], 'an address such as'],
  ])(
    'a value that does not fit is told what it has to be, and changes nothing: %j',
    async (words, sentence) => {
      const { code, err } = await outpost('set', ...words);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(sentence) });
      expect(await fs.readdir(root)).toEqual([]);
    },
  );

  test.each(['get', 'set', 'unset'])(
    '%s of a setting that does not exist names those that do',
    async (act) => {
      const { code, err } = await outpost(act, '__proto__');
      expect(code).toBe(1);
      expect(err).toContain('There is no setting "__proto__". There are:\n  mobile_keep_awake');
    },
  );

  test('a damaged file is left as it is, and told', async () => {
    await damage('name = \n');
    const set = await outpost('set', 'updates', 'false');
    expect(set.code).toBe(1);
    expect(set.err).toContain('settings.toml was not changed: line 1 cannot be understood.');
    expect((await outpost()).err).toContain('settings.toml could not be read');
    expect(await file()).toBe('name = \n');
  });

  test('a folder that a host is about to use is not written', async () => {
    await damage('');
    const lock = await lockFolder(folder);
    const { code, err } = await outpost('set', 'updates', 'false');
    expect(code).toBe(3);
    expect(err).toContain('It does not answer now');
    expect(await file()).toBe('');
    await lock.release();
    expect((await outpost('set', 'updates', 'false')).code).toBe(0);
  });
});

describe('with a running host', () => {
  test('it is asked, and its file is not touched', async () => {
    await fs.mkdir(folder);
    const host = new HostDouble();
    host.state.settings = { ...INITIAL_SETTINGS, tailscale: true };
    const served = await serveLocalSocket({ api: host, folder, version: '0.1.0' });
    try {
      expect((await outpost('get', 'tailscale')).out).toBe('true\n');
      expect((await outpost('set', 'name', 'studio')).out).toBe(
        'name is "studio" now. It is obeyed when Outpost starts again.\n',
      );
      expect((await outpost('unset', 'updates')).out).toBe('updates is true now.\n');
      expect(host.ran).toEqual([
        { name: 'settings/set', params: { key: 'name', value: 'studio' } },
        { name: 'settings/unset', params: { key: 'updates' } },
      ]);
      host.handler = () => ({ ok: false, refusal: { code: 'damaged', message: 'Correct it first.' } });
      expect(await outpost('set', 'updates', 'false')).toEqual({
        code: 1,
        out: '',
        err: 'Correct it first.\n',
      });
      expect(await fs.readdir(folder)).not.toContain('settings.toml');
    } finally {
      await served.close();
    }
  });

  test('what it was started with instead of a setting is marked', async () => {
    await fs.mkdir(folder);
    const host = new HostDouble();
    host.state.overridden = ['relays'];
    const served = await serveLocalSocket({ api: host, folder, version: '0.1.0' });
    try {
      expect((await outpost()).out).toMatch(
        /^ {2}relays +\[\] {2}\(the running host was started with another\)$/m,
      );
      expect(JSON.parse((await outpost('--json')).out).overridden).toEqual(['relays']);
    } finally {
      await served.close();
    }
  });
});
