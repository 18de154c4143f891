/**
 * An SSH host where ssh shares no connection (as on Windows), whole: a real sshd that wants a password, the real Codex over
 * there behind a forwarded port, the host and a phone. Everything goes over the one connection that asked.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnvironmentView } from '../../main/contract/environments.ts';
import { nodeDisk } from '../../main/host/files/disk.ts';
import { loadIdentity } from '../../main/host/identity.ts';
import { makeRunFolder } from '../../main/host/ssh/connection/run-folder.ts';
import { SystemSshConnection } from '../../main/host/ssh/connection/ssh-connection.ts';
import { sshHosts } from '../../main/host/ssh/hosts.ts';
import { findSsh } from '../../main/host/ssh/program.ts';
import { digestOf, serverKeys } from '../../main/host/ssh/remote/server-keys.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import { type HostFixture, startHost } from '../main/host/host-fixture.ts';
import { type NodeDevice, pairedDevice } from '../main/host/node-device.ts';
import { signedDecision } from '../main/host/signed-decision.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';
import { type FarCodex, installCodex } from '../ssh/far-codex.ts';
import { type FarAccount, FarSide } from '../ssh/far-side.ts';
import { argvOf, folderOf, processesNaming, processesOf, serversOf } from '../ssh/processes.ts';

const run = promisify(execFile);
const ID = 'ssh:devbox';
const NOT_GATED =
  'Not gated: inside its sandbox, the agent acts without asking you. On this computer ssh cannot';
const PASSWORD = 'Staple-81-horse';
let model: ModelServer;
let far: FarSide;
let devbox: FarAccount;
let codex: FarCodex;
let fixture: HostFixture;
let phone: NodeDevice;
let project: string;

beforeAll(async () => {
  model = await startModelServer();
  far = await FarSide.start();
  devbox = await far.account('devbox', {
    methods: 'password',
    password: PASSWORD,
    // For a terminal; none of them is opened here.
    client: [
      `LocalForward 0.0.0.0:${await freePort()} 127.0.0.1:9`,
      `DynamicForward 0.0.0.0:${await freePort()}`,
      `RemoteForward 0.0.0.0:${await freePort()} 127.0.0.1:9`,
    ],
  });
  codex = await installCodex(devbox, model.url);
  fixture = await startHost(
    { ssh: { config: far.config } },
    {
      ssh: async (options) => ({
        ...sshHosts(options),
        connection: (alias, farPort) =>
          new SystemSshConnection({
            alias,
            farPort,
            env: options.env,
            program: async () => ({
              ...(await findSsh({ env: options.env, platform: 'linux' }, far.config)),
              shares: false,
            }),
            runFolder: () => makeRunFolder(options.folder),
          }),
      }),
    },
  );
  phone = await pairedDevice(await fixture.pair());
});
afterAll(async () => {
  phone?.close();
  await fixture?.close();
  await far?.stop();
  await model?.close();
});

const command: HostFixture['host']['api']['run'] = (name, params) => fixture.host.api.run(name, params);
const view = async (): Promise<EnvironmentView | undefined> =>
  (await fixture.host.api.snapshot()).environments.find(({ id }) => id === ID);
const agent = async () =>
  (await fixture.host.api.snapshot()).agents.find(({ environment }) => environment === ID)?.state;
const home = () => phone.connection.call('home/open', {});
const thread = async (id: string) => (await home()).threads.find((each) => each.id === id);
let requests = 0;
const requestId = () => `fwd-request-${String(++requests).padStart(10, '0')}`;

/** The ssh that holds the connection: it reads a copy of the configuration, below its working folder. */
const connections = (): number[] =>
  processesNaming('devbox').filter(
    (pid) =>
      argvOf(pid).at(-3) === '--' &&
      argvOf(pid).includes('-L') &&
      folderOf(pid) === path.join(fixture.folder, 'ssh'),
  );
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
const servers = (): number[] => serversOf(devbox.uid);
/** Here and there, of the ways that lead to the server. */
function ports(): { near: number[]; far: number } {
  const farPort = Number(/127\.0\.0\.1:(\d+)/.exec(argvOf(servers()[0]!).join(' '))![1]);
  const near = argvOf(connections()[0]!).flatMap((word) => {
    const found = /^127\.0\.0\.1:(\d+):127\.0\.0\.1:(\d+)$/.exec(word);
    return found !== null && Number(found[2]) === farPort ? [Number(found[1])] : [];
  });
  return { near, far: farPort };
}
async function token(): Promise<string> {
  const identity = await loadIdentity({
    folder: fixture.folder,
    disk: nodeDisk,
    suite: nodeSuite,
    keyBox: null,
  });
  const kept = JSON.parse(readFileSync(path.join(fixture.folder, 'environments.json'), 'utf8'));
  return serverKeys(identity).token('devbox', kept.hosts[0].server.salt);
}

async function connect(): Promise<void> {
  const before = (await view())?.printed ?? 0;
  expect(await command('ssh/connect', { alias: 'devbox' })).toMatchObject({ ok: true });
  await expect.poll(async () => (await view())?.question?.kind).toBe('terminal');
  expect((await view())!.printed).toBeGreaterThan(before);
  await command('ssh/type', { environment: ID, data: `${PASSWORD}\r` });
  await expect.poll(agent).toBe('ready');
}

async function approve(): Promise<void> {
  await expect.poll(async () => (await home()).approvals.length).toBe(1);
  const [approval] = (await home()).approvals;
  const params = { requestId: requestId(), ...(await signedDecision(phone, approval!, 'approve')) };
  await phone.connection.call('approval/decide', params).catch((error: Error) => {
    // Decided before the agent that came back has asked again: it gets it then.
    if (!error.message.includes('The decision is kept')) throw error;
  });
}

async function start(text: string): Promise<string> {
  const params = { requestId: requestId(), project, agent: `codex@${ID}`, text };
  return (await phone.connection.call('thread/start', params)).thread;
}

test('a password is asked for once, and the server over there started with it, without a copy of the program', async () => {
  await connect();
  expect(await view()).toMatchObject({ state: 'up', question: null, agentVersion: '0.169.0' });
  expect(connections()).toHaveLength(1);
  expect(existsSync(path.join(codex.home, 'packages'))).toBe(false);
  await expect.poll(async () => (await view())?.latencyMs).toBeTypeOf('number');
});

test('what a phone starts and allows happens over there', async () => {
  const added = await command('project/add', { path: '~/workspace', environment: ID });
  if (!added.ok) throw new Error(added.refusal.message);
  project = added.value.id;
  const file = path.join(codex.workspace, 'made');
  const id = await start(`[ask-run id -un > ${file}]`);
  await approve();
  await expect.poll(async () => (await thread(id))?.status).toBe('idle');
  expect(readFileSync(file, 'utf8').trim()).toBe(devbox.name);
  // No gate reaches it, and that is said: in the list, in the thread, and by a look over there.
  expect(await thread(id)).toMatchObject({ gated: false });
  expect(JSON.stringify(await phone.connection.call('thread/open', { thread: id, sub: 1 }))).toContain(
    NOT_GATED,
  );
  expect((await view())?.detail).toContain('Threads there are not gated:');
  // As a program started in a terminal would make it.
  expect(statSync(file).mode & 0o777).toBe(0o644);
});

test('neither token nor password is in an argument, an environment, or a file, here or there', async () => {
  const secrets = [await token(), PASSWORD];
  expect(argvOf(servers()[0]!)).toContain(digestOf(secrets[0]!));
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid))
    for (const file of ['cmdline', 'environ']) {
      let text = '';
      try {
        text = readFileSync(`/proc/${pid}/${file}`, 'latin1');
      } catch {
        // ended meanwhile
      }
      for (const secret of secrets) expect(text.includes(secret), `${pid}/${file}`).toBe(false);
    }
  for (const secret of secrets)
    for (const folder of [devbox.home, path.dirname(fixture.folder), far.folder]) {
      const { stdout } = await run('grep', [
        '-rlaF',
        '--exclude-dir=.npm-global',
        '-e',
        secret,
        folder,
      ]).catch((error: { code: number; stdout: string }) => error);
      expect(stdout).toBe('');
    }
});

test('without the token nobody gets in, from either side', async () => {
  const { near, far: farPort } = ports();
  expect(near).toHaveLength(2);
  const upgrade = (port: number, headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
          ...headers,
        },
      });
      asked.on('response', (response) => resolve(response.statusCode));
      asked.on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode);
      });
      asked.on('error', reject);
      asked.end();
    });
  const secret = await token();
  for (const port of [...near, farPort]) {
    expect(await upgrade(port, {})).toBe(401);
    expect(await upgrade(port, { authorization: `Bearer ${digestOf(secret)}` })).toBe(401);
    expect(await upgrade(port, { authorization: `Bearer ${secret}` })).toBe(101);
  }
});

test('nothing of it listens on anything but loopback', () => {
  const owned = new Set<string>();
  const ours = [...connections(), ...servers()];
  for (const pid of ours)
    for (const fd of readdirSync(`/proc/${pid}/fd`)) {
      const link = readlinkSync(`/proc/${pid}/fd/${fd}`);
      const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
      if (inode !== undefined) owned.add(inode);
    }
  const listening = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((row) => row[3] === '0A' && owned.has(row[9] ?? ''))
      .map((row) => row[1]!.split(':')[0]),
  );
  expect(listening).toHaveLength(5);
  expect(new Set(listening)).toEqual(new Set(['0100007F']));
});

test('a turn outlives the connection, and its approval is asked again by the server that is found again', async () => {
  const file = path.join(codex.workspace, 'later');
  const id = await start(`[ask-run touch ${file}]`);
  await expect.poll(async () => (await home()).approvals.length).toBe(1);
  const before = (await home()).approvals[0]!.id;
  const same = servers();
  process.kill(connections()[0]!, 'SIGKILL');
  // The password is nobody's to say but its owner's.
  await expect.poll(async () => (await view())?.state).toBe('attention');
  await expect.poll(async () => (await thread(id))?.status).toBe('away');
  expect(servers()).toEqual(same);
  await connect();
  await expect.poll(async () => (await thread(id))?.status).toBe('waiting');
  expect((await home()).approvals.map(({ id }) => id)).toEqual([before]);
  await approve();
  await expect.poll(() => existsSync(file)).toBe(true);
  expect(servers()).toEqual(same);
});

test('it is named by a look over there', async () => {
  const checked = await command('ssh/check', { environment: ID });
  if (!checked.ok) throw new Error(checked.refusal.message);
  const finding = checked.value.findings.find(({ title }) => title === 'Codex’s server');
  expect(finding).toMatchObject({ state: 'good' });
  expect(finding!.detail).toContain(`127.0.0.1:${ports().far}`);
  expect(finding!.detail).toContain('outpost ssh disconnect devbox --stop');
});

test('it is found again by the next host on the same data', async () => {
  const same = servers();
  phone.close();
  await fixture.restart();
  expect(servers()).toEqual(same);
  expect(connections()).toEqual([]);
  // Wanted, and nobody can be asked for a password at a start.
  await expect.poll(async () => (await view())?.state).toBe('attention');
  await connect();
  expect(servers()).toEqual(same);
});

test('it ends with the connection when its owner says so', async () => {
  expect(await command('ssh/disconnect', { environment: ID, stop: true })).toMatchObject({ ok: true });
  expect(servers()).toEqual([]);
  expect(connections()).toEqual([]);
  await expect.poll(() => processesOf(devbox.uid)).toEqual([]);
  expect(readdirSync(path.join(devbox.home, '.local/state/outpost'))).toEqual([]);
});
