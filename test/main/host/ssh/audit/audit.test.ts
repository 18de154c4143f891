/** What a configuration reaches: from real files, real keys and a real agent, without connecting and without running what stands in it. */
import { execFile } from 'node:child_process';
import { access, chmod, readFile, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AuditOptions, auditSsh } from '../../../../../main/host/ssh/audit/audit.ts';
import type { HostAudit } from '../../../../../main/host/ssh/audit/host-audit.ts';
import { onlyFile } from '../../../../../main/host/ssh/config/places.ts';
import { Random } from '../../../../fuzz/random.ts';
import { generate } from '../config/generated.ts';
import { type Scratch, scratch } from '../scratch.ts';

const run = promisify(execFile);
const NOW = Date.UTC(2026, 10, 21);
let home: Scratch;
/** One that holds the key `kept`. */
let agent: { readonly socket: string; end(): Promise<void> };

beforeAll(async () => {
  home = await scratch();
  const key = (name: string, ...args: string[]) =>
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-C', name, '-f', join(home.home, name), ...args]);
  await key('open', '-N', '');
  await key('kept', '-N', '');
  await key('locked', '-N', 'correct horse');
  await key('exposed', '-N', '');
  await key('away', '-N', '');
  await chmod(join(home.home, 'exposed'), 0o644);
  await rm(join(home.home, 'away'));
  await run('ssh-keygen', [
    '-q',
    '-s',
    join(home.home, 'open'),
    '-I',
    'old',
    '-V',
    '20200101:20200102',
    join(home.home, 'locked.pub'),
  ]);
  const socket = join(home.home, 'agent');
  const { stdout } = await run('ssh-agent', ['-a', socket]);
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(stdout)?.[1]);
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  await run('ssh-add', ['-q', join(home.home, 'kept')], { env });
  agent = { socket, end: async () => void process.kill(pid) };
});
afterAll(async () => {
  await agent.end();
  await home.remove();
});

const env = () => ({ PATH: process.env.PATH, SSH_AUTH_SOCK: agent.socket });
async function audit(text: string, options: Partial<AuditOptions> = {}) {
  const config = await home.write('config', text.replaceAll('~k', home.home));
  return auditSsh({
    places: onlyFile(home.places, config),
    env: env(),
    localUser: 'me',
    localHost: 'desk.example',
    programs: { ssh: 'ssh', sshAdd: 'ssh-add' },
    hosts: null,
    ask: false,
    now: NOW,
    ...options,
  });
}
/** Of the first host. */
const host = async (text: string, options: Partial<AuditOptions> = {}): Promise<HostAudit> => {
  const [first] = (await audit(text, options)).hosts;
  if (first === undefined) throw new Error('no host');
  return first;
};
const codes = ({ warnings }: HostAudit) => warnings.map(({ level, code }) => `${level} ${code}`);

describe('where it leads', () => {
  test('who, where, on which way', async () => {
    expect(
      await host(
        'Host a\n HostName %h.corp\n User ada\n Port 2222\n ProxyJump j1,ada@j2:22\nHost *\n Port 1\n User x\n',
      ),
    ).toMatchObject({
      alias: 'a',
      user: 'ada',
      hostName: 'a.corp',
      port: 2222,
      jumps: ['j1', 'ada@j2:22'],
      proxyCommand: null,
      line: 1,
    });
    expect(await host('Host a\nHost *\n ProxyCommand nc %h %p\n')).toMatchObject({
      user: 'me',
      hostName: 'a',
      port: 22,
      jumps: [],
      proxyCommand: 'nc %h %p',
    });
  });

  test('a name that cannot be used is listed with the reason, and nothing else is looked at', async () => {
    expect(await host('Host "a b"\n IdentityFile ~k/open\n ForwardAgent yes\n')).toMatchObject({
      alias: 'a b',
      unusable: expect.stringMatching(/space/),
      keys: [],
      forwardAgent: false,
      warnings: [],
    });
  });

  test('a name that only a pattern means can be asked for', async () => {
    const found = await host('Host *.corp\n User ada\n', { hosts: ['x.corp'] });
    expect(found).toMatchObject({ alias: 'x.corp', file: null, line: null, user: 'ada' });
  });
});

describe('keys', () => {
  test('files with kind, passphrase, place in the agent, certificate', async () => {
    const found = await host(
      'Host a\n IdentityFile ~k/%u/../open\n IdentityFile ~k/kept\n IdentityFile ~k/locked\n',
    );
    expect(
      found.keys.map(({ path, state, type, passphrase, inAgent, mode }) => [
        path.split('/').at(-1),
        state,
        type,
        passphrase,
        inAgent,
        mode,
      ]),
    ).toEqual([
      ['open', 'missing', null, null, null, null],
      ['kept', 'usable', 'ED25519', false, true, '600'],
      ['locked', 'usable', 'ED25519', true, false, '600'],
    ]);
    expect(found.keys[2]?.certificate).toMatchObject({ keyId: 'old' });
    expect(found.agent).toMatchObject({ state: 'answers', offered: 'all', socket: agent.socket });
    expect(found.agent.keys.map(({ type, comment }) => [type, comment])).toEqual([['ED25519', 'kept']]);
    expect(codes(found)).toEqual(['medium keyOpen', 'low keyMissing', 'low certificateExpired']);
  });

  test('one that others can read is refused by ssh, and the worst', async () => {
    const found = await host('Host a\n IdentityFile ~k/exposed\n');
    expect(found.keys[0]).toMatchObject({ state: 'exposed', mode: '644' });
    expect(codes(found)).toEqual(['high keyExposed', 'medium keyOpen']);
    expect(found.warnings[0]?.remedy).toContain(`chmod 600 ${home.home}/exposed`);
  });

  test('one of which only the public part is here', async () => {
    const found = await host('Host a\n IdentityFile ~k/away\n IdentityFile ~k/kept.pub\n');
    expect(found.keys.map(({ state, inAgent }) => [state, inAgent])).toEqual([
      ['public', false],
      ['public', true],
    ]);
  });

  test('those that ssh looks for by itself, as far as they are there', async () => {
    await home.write('.ssh/id_ed25519', await readFile(join(home.home, 'open')));
    const found = await host('Host a\n');
    expect(found.keys.map(({ path, byDefault, state }) => [path, byDefault, state])).toEqual([
      ['~/.ssh/id_ed25519', true, 'usable'],
    ]);
  });

  test('paths with ~, tokens and variables; what is not known is said', async () => {
    await home.write('keys/a-me-22', await readFile(join(home.home, 'open')));
    const text = `Host a\n IdentityFile ~/keys/%h-%r-%p\n IdentityFile \${KEYS}/%n-%u-22\n IdentityFile %d/keys/%q\n IdentityFile ~other/x\n IdentityFile \${NOPE}/x\n`;
    const found = await host(text, { env: { ...env(), KEYS: join(home.home, 'keys') } });
    expect(found.keys.map(({ file, state }) => [file === null, state])).toEqual([
      [false, 'usable'],
      [false, 'usable'],
      [true, 'missing'],
      [true, 'missing'],
      [true, 'missing'],
    ]);
    expect(codes(found)).toContain('low keyUnnamed');
  });

  test('IdentitiesOnly, another agent, none, a silent one', async () => {
    expect((await host('Host a\n IdentitiesOnly yes\n')).agent).toMatchObject({
      state: 'answers',
      offered: 'named',
    });
    expect((await host('Host a\n IdentityAgent none\n')).agent).toEqual({
      state: 'none',
      offered: 'none',
      socket: null,
      keys: [],
    });
    expect((await host('Host a\n IdentityAgent ~/nobody\n')).agent).toMatchObject({
      state: 'silent',
      socket: join(home.home, 'nobody'),
    });
    const named = await host('Host a\n IdentityAgent $WORK\n', {
      env: { PATH: process.env.PATH, WORK: agent.socket },
    });
    expect(named.agent).toMatchObject({ state: 'answers', socket: agent.socket });
    expect((await host('Host a\n', { env: { PATH: process.env.PATH } })).agent.state).toBe('none');
    expect((await host('Host a\n PubkeyAuthentication no\n IdentityFile ~k/open\n')).keys).toEqual([]);
  });

  test('without ssh-add the files are still there', async () => {
    const found = await host('Host a\n IdentityFile ~k/open\n', {
      programs: { ssh: 'ssh', sshAdd: '/nowhere/ssh-add' },
    });
    expect([found.agent.state, found.keys[0]?.state, found.keys[0]?.inAgent]).toEqual([
      'silent',
      'usable',
      null,
    ]);
  });
});

describe('what is opened, ranked', () => {
  test.each([
    ['ForwardAgent yes\n IdentityFile ~k/open', ['high agentForwardedOpenKey', 'medium keyOpen']],
    ['ForwardAgent yes\n IdentityFile ~k/locked', ['medium agentForwarded', 'low certificateExpired']],
    ['ForwardAgent /run/other\n IdentityFile none', ['medium agentForwarded']],
    [
      'ForwardAgent yes\n StrictHostKeyChecking no\n IdentityFile none',
      ['high hostKeyUnchecked', 'high agentForwardedUnchecked'],
    ],
    ['StrictHostKeyChecking accept-new\n IdentityFile none', ['medium hostKeyAcceptedUnseen']],
    [
      'StrictHostKeyChecking accept-new\n UserKnownHostsFile /dev/null\n IdentityFile none',
      ['high hostKeyForgotten'],
    ],
    ['ForwardX11 yes\n ForwardX11Trusted no\n IdentityFile none', ['low x11']],
    ['ForwardX11 yes\n ForwardX11Trusted yes\n IdentityFile none', ['medium x11Trusted']],
    ['LocalForward 8080 localhost:80\n IdentityFile none', []],
    ['LocalForward *:8080 localhost:80\n IdentityFile none', ['medium forwardShared']],
    ['LocalForward [::1]:8080 localhost:80\n DynamicForward 127.0.0.1:1080\n IdentityFile none', []],
    ['DynamicForward 1080\n GatewayPorts yes\n IdentityFile none', ['medium forwardShared']],
    ['RemoteForward 9090 localhost:80\n IdentityFile none', ['low remoteForward']],
    ['RemoteForward 9090\n IdentityFile none', ['medium remoteForwardOpen']],
    ['RemoteForward 9090\n ClearAllForwardings yes\n IdentityFile none', []],
    ['LocalCommand x\n IdentityFile none', []],
    ['LocalCommand x\n PermitLocalCommand yes\n IdentityFile none', ['low localCommand']],
    ['GSSAPIDelegateCredentials yes\n IdentityFile none', ['medium credentialsDelegated']],
    ['CanonicalizeHostname yes\n IdentityFile none', ['low canonicalized']],
  ] as const)('%s', async (options, wanted) => {
    expect(codes(await host(`Host a\n ${options}\n`))).toEqual(wanted);
  });
});

describe('Match exec', () => {
  const ran = () =>
    access(join(home.home, 'ran')).then(
      () => true,
      () => false,
    );
  const text =
    'Host a\nMatch host a exec "touch ~k/ran"\n ForwardAgent yes\n User ada\nMatch host b exec "touch ~k/ran"\n';
  beforeEach(() => rm(join(home.home, 'ran'), { force: true }));

  test('is never run: what it would decide is told', async () => {
    const found = await audit(text);
    expect(found.hosts[0]).toMatchObject({
      user: 'me',
      forwardAgent: false,
      conditionals: [{ line: 2, commands: [`touch ${home.home}/ran`], sets: ['forwardagent', 'user'] }],
    });
    expect(found.matchExec.map(({ line }) => line)).toEqual([2, 5]);
    expect(found.from).toBe('files');
    expect(await ran()).toBe(false);
  });

  test('is run where ssh is to be asked, and what it says holds', async () => {
    const found = await audit(text, { ask: true });
    expect(found.from).toBe('ssh');
    expect(found.hosts[0]).toMatchObject({ user: 'ada', forwardAgent: true, problem: null });
    expect(await ran()).toBe(true);
  });

  test('of an Include in a section of other hosts is told too, since ssh runs it', async () => {
    const inner = await home.write('inner', `Match exec "touch ${home.home}/ran"\n User ada\n`);
    const nested = `Host a\nHost b\n Include ${inner}\n`;
    expect((await host(nested)).conditionals).toEqual([
      { file: inner, line: 1, commands: [`touch ${home.home}/ran`], sets: [] },
    ]);
    expect(await ran()).toBe(false);
    await host(nested, { ask: true });
    expect(await ran()).toBe(true);
  });

  test('a configuration that ssh refuses is still told from the files, with what it says', async () => {
    const found = await host('Host a\n User ada\n Nonsense x\n', { ask: true });
    expect(found).toMatchObject({ user: 'ada', problem: expect.stringMatching(/^ssh says: /) });
  });
});

test('asked or not, the same is found where nothing depends on a command', async () => {
  const text =
    'Host a\n HostName h.corp\n User ada\n Port 2022\n ProxyJump j\n IdentityFile ~k/open\n IdentityFile ~k/locked\n CertificateFile ~k/locked-cert.pub\n ForwardAgent yes\n LocalForward *:8080 localhost:80\n RemoteForward 9090\n DynamicForward 1080\n StrictHostKeyChecking accept-new\n IdentitiesOnly yes\n ForwardX11 yes\n ForwardX11Trusted no\n';
  const said = (found: HostAudit) => ({
    ...found,
    forwards: found.forwards.map(({ kind, target }) => [kind, target?.replace(/[[\]]/g, '') ?? null]),
    warnings: codes(found),
  });
  expect(said(await host(text, { ask: true }))).toEqual(said(await host(text)));
});

test('and so it is over generated configurations', { timeout: 60_000 }, async () => {
  let compared = 0;
  for (let number = 0; number < 25; number++) {
    const folder = `g${number}`;
    const { files } = generate(new Random(9000 + number), join(home.home, folder));
    for (const [name, text] of files) await home.write(join(folder, name), text);
    const options = {
      places: onlyFile(home.places, join(home.home, folder, 'config')),
      hosts: ['web', 'a.corp', 'x'],
    };
    const localUser = userInfo().username;
    const asked = await audit('', { ...options, localUser, ask: true });
    const ours = await audit('', { ...options, localUser });
    for (const [at, host] of asked.hosts.entries()) {
      if (host.problem !== null) continue;
      compared += 1;
      expect(comparable(ours.hosts[at] as HostAudit), [...files.values()].join('\n---\n')).toEqual(
        comparable(host),
      );
    }
  }
  expect(compared).toBeGreaterThan(50);
});

/** Without the brackets that ssh puts around each address. */
const comparable = (found: HostAudit) => ({
  ...found,
  forwards: found.forwards.map(({ kind, listen, target }) =>
    [kind, listen, target ?? ''].map((part) => part.replace(/[[\]]/g, '')),
  ),
  warnings: codes(found),
});

test('no secret is in what it finds', async () => {
  const found = JSON.stringify(await audit('Host a\n IdentityFile ~k/open\n IdentityFile ~k/locked\n'));
  for (const name of ['open', 'locked']) {
    const lines = (await readFile(join(home.home, name), 'utf8')).split('\n').slice(2, -2);
    for (const line of lines) expect(found).not.toContain(line.slice(0, 20));
  }
});

test('a thousand hosts are told whole, more are counted', async () => {
  const names = Array.from({ length: 1100 }, (_, at) => `Host h${at}\n HostName 10.0.${at % 250}.1\n`);
  const found = await audit(`${names.join('')}Host *\n IdentityFile none\n`);
  expect([found.hosts.length, found.more, found.hosts[999]?.alias]).toEqual([1000, 100, 'h999']);
});
