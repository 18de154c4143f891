/** What is worked out from the files is what the real `ssh -G` says of them. */
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { onlyFile } from '../../../../../main/host/ssh/config/places.ts';
import { type Resolved, resolveHost } from '../../../../../main/host/ssh/config/resolve.ts';
import { readSshConfig } from '../../../../../main/host/ssh/config/ssh-config.ts';
import { Random } from '../../../../fuzz/random.ts';
import { askSsh, type Scratch, scratch } from '../scratch.ts';
import { ALIASES, generate } from './generated.ts';

const SEED = 20_261_121;
const CONFIGURATIONS = 300;
const AT_ONCE = 4;

let home: Scratch;
beforeEach(async () => {
  home = await scratch();
});
afterEach(() => home.remove());

const resolved = async (file: string, alias: string) => {
  const config = await readSshConfig(onlyFile(home.places, file));
  return { config, host: resolveHost(config, alias, { user: userInfo().username }) };
};

const DEFAULT_KEYS = ['rsa', 'ecdsa', 'ecdsa_sk', 'ed25519', 'ed25519_sk', 'xmss', 'dsa'].map(
  (type) => `~/.ssh/id_${type}`,
);
const yesNo = (value: string) => (/^(yes|true)$/i.test(value) ? 'yes' : 'no');
const checking = (value: string) => ({ yes: 'true', no: 'false', off: 'false' })[value] ?? value;
const brackets = (value: string) =>
  value.replace(/^(\S+):(\d+)(?= |$)/, '[$1]:$2').replace(/ (\S+):(\d+)$/, ' [$1]:$2');

/** As `ssh -G` prints it. */
function asPrinted(host: Resolved): Record<string, string[]> {
  const one = (keyword: string, form = (value: string) => value, otherwise?: string) => {
    const value = host.settings.get(keyword)?.[0]?.value;
    const printed = value === undefined ? otherwise : value === 'none' ? undefined : form(value);
    return printed === undefined ? [] : [printed];
  };
  const all = (keyword: string, form = (value: string) => value) =>
    (host.settings.get(keyword) ?? []).map(({ value }) => form(value));
  const keys = all('identityfile');
  return {
    hostname: [host.hostName],
    user: [host.user],
    port: [String(host.port)],
    identityfile: keys.length === 0 ? DEFAULT_KEYS : keys,
    certificatefile: all('certificatefile'),
    proxyjump: one('proxyjump'),
    proxycommand: one('proxycommand'),
    forwardagent: one('forwardagent', yesNo, 'no'),
    forwardx11: one('forwardx11', yesNo, 'no'),
    identitiesonly: one('identitiesonly', yesNo, 'no'),
    stricthostkeychecking: one('stricthostkeychecking', checking, 'ask'),
    localforward: all('localforward', brackets),
    remoteforward: all('remoteforward', brackets),
    dynamicforward: all('dynamicforward', brackets),
    hostkeyalias: one('hostkeyalias'),
    remotecommand: one('remotecommand'),
  };
}

describe('generated configurations', () => {
  test(`${CONFIGURATIONS} of them mean to us what they mean to ssh`, { timeout: 120_000 }, async () => {
    let compared = 0;
    let refused = 0;
    const compare = async (number: number) => {
      const random = new Random(SEED + number);
      const folder = `c${number}`;
      const { files } = generate(random, join(home.home, folder));
      for (const [name, text] of files) await home.write(join(folder, name), text);
      const file = join(home.home, folder, 'config');
      const alias = random.pick(ALIASES);
      const said = await askSsh(file, alias).catch((error: Error) => error.message);
      const { config, host } = await resolved(file, alias);
      const texts = [...files].map(([name, text]) => `--- ${name}\n${text}`).join('\n');
      if (typeof said === 'string') {
        refused += 1;
        expect(
          config.faults.some(({ stopsSsh }) => stopsSsh),
          `ssh refuses: ${said}\n${texts}`,
        ).toBe(true);
        return;
      }
      const ours = asPrinted(host);
      const theirs = Object.fromEntries(
        Object.keys(ours).map((keyword) => [keyword, said.get(keyword) ?? []]),
      );
      expect(ours, `${SEED + number}: ${alias}\n${texts}`).toEqual(theirs);
      expect(
        config.faults.filter(({ stopsSsh }) => stopsSsh),
        texts,
      ).toEqual([]);
      compared += 1;
    };
    for (let from = 0; from < CONFIGURATIONS; from += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => compare(from + at)));
    expect(compared).toBeGreaterThan(CONFIGURATIONS * 0.7);
    expect(compared + refused).toBe(CONFIGURATIONS);
  });
});

describe('what a generated configuration does not reach', () => {
  test.each([
    ['ProxyJump none\nProxyJump b', [], []],
    ['ProxyJump none\nProxyCommand b', [], ['b']],
    ['ProxyJump a\nProxyCommand b', ['a'], []],
    ['ProxyCommand none\nProxyJump b', [], []],
    ['ProxyCommand b\nProxyJump a', [], ['b']],
  ])('%j: of a jump host and a command the first holds', async (text, jump, command) => {
    const file = await home.write('config', text);
    const said = await askSsh(file, 'x');
    const ours = asPrinted((await resolved(file, 'x')).host);
    expect([said.get('proxyjump') ?? [], said.get('proxycommand') ?? []]).toEqual([jump, command]);
    expect([ours.proxyjump, ours.proxycommand]).toEqual([jump, command]);
  });

  test('the user’s file holds before the system’s; the same key in both is two, as to ssh', async () => {
    await home.write('.ssh/config', 'User ada\nIdentityFile ~/a\nIdentityFile ~/a\nLocalForward 1 a:1\n');
    await home.write('etc/ssh_config', 'User root\nPort 7\nIdentityFile ~/a\nLocalForward 1 a:1\n');
    const host = resolveHost(await readSshConfig(home.places), 'x', { user: 'me' });
    expect([host.user, host.port]).toEqual(['ada', 7]);
    expect(host.settings.get('identityfile')?.map(({ source }) => source)).toEqual(['user', 'system']);
    expect(host.settings.get('localforward')).toHaveLength(1);
  });

  test('sections that depend on a command or the network are told, with what they can set, and not applied', async () => {
    await home.write(
      '.ssh/inner',
      'Port 1\nHost y\n Compression yes\nHost x\n BatchMode yes\nMatch user me\n Tag t\n',
    );
    const config = await home.write(
      '.ssh/config',
      'Match host x exec "a" !exec "b"\n User ada\n Include inner\nMatch host y exec "c"\n User bob\nMatch localnetwork 10.0.0.0/8\n User cid\n',
    );
    const host = resolveHost(await readSshConfig(home.places), 'x', { user: 'me' });
    expect(host.user).toBe('me');
    expect(host.conditionals).toEqual([
      { file: config, line: 1, commands: ['a', 'b'], sets: ['user', 'port', 'batchmode', 'tag'] },
      { file: config, line: 6, commands: [], sets: ['user'] },
    ]);
  });
});
