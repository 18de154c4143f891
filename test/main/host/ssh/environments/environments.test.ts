import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Servers } from '../../../../../main/host/agents/codex/servers.ts';
import { systemClock } from '../../../../../main/host/clock.ts';
import { nodeDisk } from '../../../../../main/host/files/disk.ts';
import { SshError } from '../../../../../main/host/ssh/connection/connection.ts';
import { environmentId } from '../../../../../main/host/ssh/environments/environment-id.ts';
import { EnvironmentStore } from '../../../../../main/host/ssh/environments/environment-store.ts';
import { Environments, type HostSource } from '../../../../../main/host/ssh/environments/environments.ts';
import { NearShell } from '../../../../ssh/near-shell.ts';
import { PatientClock } from '../../../../ssh/patient-clock.ts';
import { ScriptedAgent } from '../../scripted-agent.ts';
import { FakeConnection } from './fake-connection.ts';

let folder: string;
let now = 1000;
let timers: PatientClock;
let enabled = true;
let devicesMayConnect = true;
let connections: Map<string, FakeConnection>;
let servers: Map<string, Servers>;
let said: string[];
let added: string[];
let told: Set<string>;
let environments: Environments;
let store: EnvironmentStore;
let configChanged: () => void = () => {};
const config: ReturnType<HostSource['hosts']>[number][] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'outpost-environments-'));
  [now, enabled, devicesMayConnect, timers] = [1000, true, true, new PatientClock()];
  configChanged = () => {};
  [connections, servers, said, added, told] = [new Map(), new Map(), [], [], new Set()];
  config.splice(0, config.length, host('devbox', 'ada@devbox.example:2222'), host('build'), {
    ...host('a b'),
    unusable: 'This name cannot be used: it has a space.',
  });
});
afterEach(async () => {
  await end();
  rmSync(folder, { recursive: true });
});

/** As the host ends. */
async function end(): Promise<void> {
  await environments.close();
  await store.idle();
}

const host = (alias: string, about = '') => ({ alias, about, unusable: null });

async function start(): Promise<Environments> {
  store = new EnvironmentStore({ folder, disk: nodeDisk, now: () => now });
  expect(await store.load()).toBeNull();
  environments = new Environments({
    store,
    hosts: async () => ({
      source: {
        hosts: () => config,
        problems: () => [],
        listen: (changed) => {
          configChanged = changed;
          return () => {
            configChanged = () => {};
          };
        },
        close: () => {},
      },
      connection: (alias) => {
        const connection = new FakeConnection(alias);
        connections.set(alias, connection);
        return connection;
      },
    }),
    agent: ({ environment, servers: make }) => {
      servers.set(
        environment,
        make({
          clock: systemClock,
          log: { debug() {}, info() {}, warn() {}, error() {} },
          connect: async (address) => {
            if ('stream' in address) address.stream();
            return null;
          },
          say: (state, detail) => said.push(`${state}: ${detail}`),
          moving: () => {},
          lookNow: () => {},
          failed: () => {},
        }),
      );
      return new ScriptedAgent(`codex@${environment}`);
    },
    serverKeys: { owner: (alias) => `owner-of-${alias}`, token: (alias, salt) => `token-${alias}-${salt}` },
    guarded: null,
    add: (agent) => added.push(agent.id),
    enabled: () => enabled,
    devicesMayConnect: () => devicesMayConnect,
    clock: { now: () => now, after: (ms, task) => timers.after(ms, task) },
    random: () => 1,
    changed: (what) => told.add(what),
    unwritten: () => told.add('unwritten'),
  });
  // The host is still being built when the configuration is read.
  const before = told.size;
  configChanged();
  expect(told.size).toBe(before);
  // A setting may be changed before it is loaded.
  environments.follow();
  expect(environments.state()).toEqual({ enabled, hosts: [], total: 0, problems: [] });
  expect(() => environments.connect('devbox')).toThrow(enabled ? /no host of this name/ : /switched off/);
  await environments.load();
  environments.follow();
  return environments;
}

const view = (at = 0) => environments.views()[at]!;
/** A far side with a Codex that was never started, or was. */
function far(copied: boolean, freeKilobytes = 52_428_800): NearShell {
  const shell = new NearShell({});
  const stdout = [
    'system=Linux',
    'machine=x86_64',
    'shell=/bin/zsh',
    'home=/home/ada',
    'codex=/usr/bin/codex',
    'version=codex-cli 0.169.0',
    ...(copied ? ['copied=yes'] : []),
    `free=/dev/sda1 100 50 ${freeKilobytes} 50% /`,
  ].join('\n');
  shell.run = async (script) => {
    shell.ran.push(script);
    return script.includes("'daemon' 'start'")
      ? { code: 0, stdout: '{"status":"started","socketPath":"/s","appServerVersion":"0.169.0"}', stderr: '' }
      : { code: 0, stdout, stderr: '' };
  };
  return shell;
}
async function up(alias: string, shell: NearShell): Promise<void> {
  environments.connect(alias);
  connections.get(alias)!.set({ state: 'up', since: now }, shell);
  await expect.poll(() => view().state, { timeout: 10_000 }).not.toBe('connecting');
}

test('nothing is connected unasked, and what cannot be used says why', async () => {
  await start();
  expect(environments.views()).toEqual([]);
  expect(environments.state()).toMatchObject({
    enabled: true,
    total: 3,
    hosts: [
      { alias: 'devbox', about: 'ada@devbox.example:2222', unusable: null, usedAt: null },
      { alias: 'build' },
      { alias: 'a b', unusable: expect.stringContaining('a space') },
    ],
  });
  expect(() => environments.connect('a b')).toThrow('it has a space');
  expect(() => environments.connect('--proxy')).toThrow('has no host of this name');
  expect(connections.size).toBe(0);
});

test('a host that is up was looked at, has an agent of its own, and comes first in the list from then on', async () => {
  await start();
  now = 2000;
  await up('build', far(true));
  expect(added).toEqual(['codex@ssh:build']);
  expect(view()).toMatchObject({
    id: 'ssh:build',
    state: 'up',
    detail: 'Connected to Linux (x86_64).',
    since: 2000,
    agentVersion: '0.169.0',
    missing: null,
    question: null,
  });
  expect(environments.state().hosts.map(({ alias, usedAt }) => [alias, usedAt])).toEqual([
    ['build', 2000],
    ['devbox', null],
    ['a b', null],
  ]);
  expect(environments.folders('ssh:build')).toBeDefined();
  expect(environments.folders('ssh:devbox')).toBeUndefined();
});

test('the first start of the server over there is asked for once, and not done before', async () => {
  await start();
  const shell = far(false);
  await up('devbox', shell);
  const started = () => shell.ran.filter((script) => script.includes("'daemon' 'start'")).length;
  const there = servers.get('ssh:devbox')!;
  expect(await there.join()).toEqual({ kind: 'nobody' });
  expect(await there.launch()).toEqual({ kind: 'away' });
  expect(view()).toMatchObject({
    state: 'asking',
    question: { kind: 'startDaemon', from: 'outpost', secret: false },
  });
  expect(view().question!.text).toContain('400 MB');
  expect(view().question!.details).toEqual([{ name: 'Free there', value: '50 GB' }]);
  expect(started()).toBe(0);

  expect(environments.answer('ssh:devbox', 'copy-99', 'yes')).toBe(false);
  expect(environments.answer('ssh:devbox', view().question!.id, 'no')).toBe(true);
  expect(view().state).toBe('up');
  expect(started()).toBe(0);

  // Whoever wants the agent there again is asked again; a yes holds from then on.
  await there.launch();
  expect(environments.answer('ssh:devbox', view().question!.id, 'yes')).toBe(true);
  expect(await there.launch()).toEqual({ kind: 'failed' }); // It is there, and lets nobody in here.
  expect(started()).toBe(1);
  await end();
  await start();
  await up('devbox', far(false));
  await servers.get('ssh:devbox')!.launch();
  expect(view().question).toBeNull();
});

test('a host without Codex says what helps, and its agent waits without a timer', async () => {
  await start();
  const shell = far(true);
  shell.run = async () => ({
    code: 0,
    stdout: 'system=Darwin\nmachine=arm64\nhome=/Users/ada\n',
    stderr: '',
  });
  await up('devbox', shell);
  expect(view()).toMatchObject({
    state: 'up',
    detail: 'Connected to macOS (arm64).',
    missing: { command: 'npm install -g @openai/codex' },
  });
  expect(await servers.get('ssh:devbox')!.join()).toEqual({ kind: 'away' });
  expect(said.at(-1)).toContain('npm install -g @openai/codex');
  const findings = await environments.check('ssh:devbox');
  expect(findings.map(({ title, state }) => [title, state])).toEqual([
    ['Connection', 'good'],
    ['System', 'good'],
    ['Codex', 'bad'],
  ]);
});

test('where the home is full nobody is asked, and nothing is copied, until there is room', async () => {
  await start();
  const shell = far(false, 200_000);
  await up('devbox', shell);
  const there = servers.get('ssh:devbox')!;
  expect(await there.join()).toEqual({ kind: 'nobody' });
  expect(await there.launch()).toEqual({ kind: 'away' });
  expect(view()).toMatchObject({
    state: 'up',
    question: null,
    missing: { about: expect.stringContaining('too little free space over there'), command: null },
  });
  expect(said.at(-1)).toContain('too little free space');
  expect((await environments.check('ssh:devbox')).at(-1)).toMatchObject({
    title: 'Space',
    state: 'attention',
    detail: expect.stringContaining('195 MB free'),
  });
  shell.run = far(false).run;
  await environments.check('ssh:devbox');
  await there.launch();
  expect(view()).toMatchObject({ question: { kind: 'startDaemon' }, missing: null });
});

test.each(['No space left on device (os error 28)', 'Disk quota exceeded (os error 122)'])(
  'a start that ended with “%s” is not tried again by itself',
  async (reason) => {
    await start();
    const shell = far(true);
    const seen = shell.run;
    shell.run = async (script, limits) =>
      script.includes("'daemon' 'start'")
        ? { code: 1, stdout: '', stderr: `Error: ${reason}\n` }
        : seen(script, limits);
    await up('devbox', shell);
    expect(await servers.get('ssh:devbox')!.launch()).toEqual({ kind: 'away' });
    expect(said.at(-1)).toContain('no space left over there');
  },
);

test('a far side that is no shell is up, and wants attention', async () => {
  await start();
  const shell = far(true);
  shell.run = async () => {
    throw new SshError('noShell', 'There is no POSIX shell over there.');
  };
  await up('devbox', shell);
  expect(view()).toMatchObject({ state: 'attention', detail: expect.stringContaining('no POSIX shell') });
  // Connected it is, so what a person has tried again is the look.
  shell.run = far(true).run;
  environments.connect('devbox');
  await expect.poll(() => view().state, { timeout: 10_000 }).toBe('up');
});

test('a far side that is slow is looked at again by itself, and its agent is told why it waits', async () => {
  await start();
  const shell = far(true);
  shell.run = async () => {
    throw new SshError('timeout', 'devbox did not answer in time.');
  };
  await up('devbox', shell);
  expect(view()).toMatchObject({
    state: 'retrying',
    detail:
      'Connected, but it could not be looked at. devbox did not answer in time. Outpost tries again in 2 seconds.',
  });
  expect(environments.forDevices()).toMatchObject([{ state: 'connecting' }]);
  expect(await servers.get('ssh:devbox')!.join()).toEqual({ kind: 'away' });
  expect(said.at(-1)).toBe(
    'stopped: Its SSH host is connected, but could not be looked at. devbox did not answer in time.',
  );
  const look = shell.run;
  shell.run = far(true).run;
  await timers.pass(2000, 1000);
  await expect.poll(() => view().state, { timeout: 10_000 }).toBe('up');
  shell.run = look;
  await environments.check('ssh:devbox');
  expect(view().state).toBe('retrying');
  // After a sleep nobody waits for what was waited for before it.
  shell.run = far(true).run;
  environments.woke();
  await expect.poll(() => view().state, { timeout: 10_000 }).toBe('up');
});

test('a server of Codex that does not answer in time is not one that does not run', async () => {
  await start();
  const shell = far(true);
  const seen = shell.run;
  shell.run = async (script, limits) => {
    const answer = await seen(script, limits);
    return { ...answer, stdout: `${answer.stdout}\nsilent=daemon` };
  };
  await up('devbox', shell);
  expect(view()).toMatchObject({
    state: 'up',
    detail:
      'Connected to Linux (x86_64). Codex’s server there did not answer in time; Outpost asks again in 2 seconds.',
  });
  shell.stream = () => {
    throw new SshError('timeout', 'devbox did not answer in time.');
  };
  // Were it taken for one that does not run, all that waits there would be given up, and another one started.
  expect(await servers.get('ssh:devbox')!.join()).toEqual({ kind: 'failed' });
  const findings = await environments.check('ssh:devbox');
  expect(findings.find(({ title }) => title === 'Codex’s server')).toMatchObject({
    state: 'attention',
    detail: expect.stringContaining('did not say in time whether it runs'),
    command: 'codex app-server daemon restart',
  });
});

test('what ssh asks is shown with whose words it is, and what was answered goes to it alone', async () => {
  await start();
  environments.connect('devbox');
  const connection = connections.get('devbox')!;
  connection.set({
    state: 'asking',
    question: {
      id: 'q1',
      kind: 'hostKey',
      from: 'ssh',
      text: 'Are you sure?',
      secret: false,
      details: { fingerprint: 'SHA256:x', keyType: 'ED25519', host: 'devbox.example', again: true },
    },
  });
  expect(view()).toMatchObject({ state: 'asking', question: { id: 'q1', kind: 'hostKey', from: 'ssh' } });
  expect(view().question!.details).toEqual([
    { name: 'Host', value: 'devbox.example' },
    { name: 'Key type', value: 'ED25519' },
    { name: 'Fingerprint', value: 'SHA256:x' },
    { name: 'Before', value: 'The answer before was not accepted.' },
  ]);
  expect(environments.answer('ssh:devbox', 'q0', 'secret words')).toBe(false);
  expect(environments.answer('ssh:devbox', 'q1', 'yes')).toBe(true);
  expect(JSON.stringify([environments.views(), environments.state()])).not.toContain('secret words');
});

test('what was connected comes back by itself at the next start, without asking; what was disconnected does not', async () => {
  await start();
  await up('devbox', far(true));
  environments.connect('build');
  await environments.disconnect('ssh:build', false);
  await end();
  connections.clear();
  await start();
  expect([...connections.keys()]).toEqual(['devbox']);
  expect(connections.get('devbox')!.did).toEqual(['reconnect']);
});

test('one that is gone from the configuration is connected again when it is back there', async () => {
  await start();
  await up('devbox', far(true));
  await end();
  connections.clear();
  const [devbox] = config.splice(0, 1);
  await start();
  expect(connections.size).toBe(0);
  // As when the configuration is read for the first time, or is whole again.
  config.unshift(devbox!);
  configChanged();
  expect(connections.get('devbox')!.did).toEqual(['reconnect']);
});

test('switched off in the settings, all are disconnected, and come back when it is switched on', async () => {
  await start();
  await up('devbox', far(true));
  enabled = false;
  environments.follow();
  await expect.poll(() => view().state, { timeout: 10_000 }).toBe('off');
  expect(() => environments.connect('devbox')).toThrow('switched off');
  enabled = true;
  environments.follow();
  // Another setting that changes wakes nobody.
  environments.follow();
  expect(connections.get('devbox')!.did).toEqual(['connect', 'disconnect', 'reconnect']);
});

test('to stop the server over there, it has to be connected; it is disconnected either way', async () => {
  await start();
  environments.connect('devbox');
  await expect(environments.disconnect('ssh:devbox', true)).rejects.toThrow('not connected');
  expect(connections.get('devbox')!.did).toContain('disconnect');
});

test('to stop the server over there, what could not be looked at last is looked at again', async () => {
  await start();
  const shell = far(true);
  const { run } = shell;
  shell.run = async () => {
    throw new SshError('timeout', 'devbox did not answer in time.');
  };
  await up('devbox', shell);
  await expect(environments.disconnect('ssh:devbox', true)).rejects.toThrow(
    'Its SSH host is connected, but could not be looked at. devbox did not answer in time. Nothing was ended there.',
  );
  await up('devbox', shell);
  expect(view().state).toBe('retrying');
  const stopped: string[] = [];
  shell.run = async (script, options) => {
    if (!script.includes(`'stop'`)) return run(script, options);
    stopped.push(script);
    return { code: 0, stdout: '{"status":"stopped","socketPath":"/s"}', stderr: '' };
  };
  await environments.disconnect('ssh:devbox', true);
  expect(stopped).toHaveLength(1);
});

test('where there is no Codex, none can be stopped, and that is the reason', async () => {
  await start();
  const shell = far(true);
  const { run } = shell;
  shell.run = async (script, options) => {
    const { stdout, ...ended } = await run(script, options);
    return { ...ended, stdout: stdout.replace(/^(codex|version)=.*\n/gm, '') };
  };
  await up('devbox', shell);
  await expect(environments.disconnect('ssh:devbox', true)).rejects.toThrow(
    'Codex was not found over there. Nothing was ended there.',
  );
  expect(view().state).toBe('off');
});

test('while the server over there is being stopped, none is started in its place', async () => {
  await start();
  const shell = far(true);
  await up('devbox', shell);
  let stopped = () => {};
  const stopping = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  shell.run = async () => {
    await stopping;
    return { code: 0, stdout: '{"status":"stopped","socketPath":"/s"}', stderr: '' };
  };
  const ended = environments.disconnect('ssh:devbox', true);
  // Its agent has lost it, and looks for one.
  expect(await servers.get('ssh:devbox')!.join()).toEqual({ kind: 'away' });
  expect(await servers.get('ssh:devbox')!.launch()).toEqual({ kind: 'away' });
  stopped();
  await ended;
  await up('devbox', far(true));
  expect(await servers.get('ssh:devbox')!.join()).toEqual({ kind: 'nobody' });
});

test('what is hidden is found by its name only', async () => {
  await start();
  await environments.hide('build', true);
  expect(environments.state()).toMatchObject({ total: 2 });
  expect(environments.page({}).hosts.map(({ alias }) => alias)).toEqual(['devbox', 'a b']);
  expect(environments.page({ search: 'BUI' }).hosts).toMatchObject([{ alias: 'build', hidden: true }]);
  await expect(environments.hide('nobody', true)).rejects.toThrow('has no host of this name');
});

test('a thousand hosts: the state lists a few, and a page the rest', async () => {
  config.splice(0, config.length, ...Array.from({ length: 1000 }, (_, at) => host(`host-${at}`)));
  await start();
  expect(environments.state()).toMatchObject({ total: 1000 });
  expect(environments.state().hosts).toHaveLength(20);
  expect(environments.page({ offset: 900, limit: 100 }).hosts.at(-1)).toMatchObject({ alias: 'host-999' });
  expect(environments.page({ search: 'host-99' }).total).toBe(11);
});

test('an id is the same at every start, and of no two hosts the same', async () => {
  expect(environmentId('devbox')).toBe('ssh:devbox');
  const ids = ['x'.repeat(49), 'x'.repeat(50), 'büro', 'b_ro', 'b ro'].map(environmentId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id.length).toBeLessThanOrEqual(52);
});

test('a phone is shown the hosts that its owner has used, and may have one connected that needs nobody', async () => {
  await start();
  expect(environments.forDevices()).toEqual([]);
  expect(environments.connectForDevice('ssh:devbox')).toBe('unknown');
  await up('devbox', far(true));
  expect(environments.forDevices()).toEqual([
    { id: 'ssh:devbox', name: 'devbox', state: 'up', detail: '', connectable: false },
  ]);
  const connection = connections.get('devbox')!;
  await environments.disconnect('ssh:devbox', false);
  expect(environments.forDevices()).toMatchObject([{ state: 'off', connectable: true }]);
  devicesMayConnect = false;
  expect(environments.forDevices()).toMatchObject([{ state: 'off', connectable: false }]);
  expect(environments.connectForDevice('ssh:devbox')).toBe('atDesk');
  devicesMayConnect = true;
  connection.did.length = 0;
  expect(environments.connectForDevice('ssh:devbox')).toBe('connecting');
  // Silently: nobody is there who could be asked.
  expect(connection.did).toEqual(['reconnect']);
  connection.set({ state: 'attention', why: 'The host’s key is another one than before.' });
  expect(environments.forDevices()).toMatchObject([
    {
      state: 'atDesk',
      detail: 'It has to be looked at, at the computer that runs Outpost.',
      connectable: false,
    },
  ]);
  expect(environments.connectForDevice('ssh:devbox')).toBe('atDesk');
  await environments.hide('devbox', true);
  expect(environments.forDevices()).toEqual([]);
});
