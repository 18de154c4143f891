/**
 * An SSH host, whole: a real sshd, the real Codex with a scripted model in an account over there, the host with the system's
 * own ssh, and a phone. What the phone starts and allows happens over there, and outlives the connection.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnvironmentView } from '../../main/contract/environments.ts';
import { weighAsk } from '../../main/host/weigh/ask.ts';
import type { Approval, Decision } from '../../protocol/session/approvals.ts';
import { readCard } from '../../protocol/session/card.ts';
import { type HostFixture, LOCAL_ACTION, startHost, weighingBy } from '../main/host/host-fixture.ts';
import { type NodeDevice, pairedDevice } from '../main/host/node-device.ts';
import { signedDecision } from '../main/host/signed-decision.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';
import { type FarCodex, installCodex } from '../ssh/far-codex.ts';
import { type FarAccount, FarSide } from '../ssh/far-side.ts';
import { argvOf, processesNaming, processesOf, serversOf } from '../ssh/processes.ts';

let model: ModelServer;
let far: FarSide;
let devbox: FarAccount;
let codex: FarCodex;
let fixture: HostFixture;
let phone: NodeDevice;
let project: string;
/** Whether actions are weighed, or all are local. */
let weighed = false;
const ID = 'ssh:devbox';

beforeAll(async () => {
  model = await startModelServer();
  far = await FarSide.start();
  devbox = await far.account('devbox');
  codex = await installCodex(devbox, model.url);
  fixture = await startHost(
    { ssh: { config: far.config } },
    weighingBy((...asked) => (weighed ? weighAsk(...asked) : LOCAL_ACTION)),
  );
  phone = await pairedDevice(await fixture.pair());
});
afterAll(async () => {
  phone?.close();
  await fixture?.close();
  await far?.stop();
  await model?.close();
});

const run: HostFixture['host']['api']['run'] = (name, params) => fixture.host.api.run(name, params);
const view = async (): Promise<EnvironmentView | undefined> =>
  (await fixture.host.api.snapshot()).environments.find(({ id }) => id === ID);
const agent = async () =>
  (await fixture.host.api.snapshot()).agents.find(({ environment }) => environment === ID)?.state;
const home = () => phone.connection.call('home/open', {});
let requests = 0;
const requestId = () => `ssh-request-${String(++requests).padStart(10, '0')}`;
const thread = async (id: string) => (await home()).threads.find((each) => each.id === id);

/** The one question that there is, as the phone is shown it. */
async function asked(): Promise<Approval> {
  await expect.poll(async () => (await home()).approvals.length).toBe(1);
  return (await home()).approvals[0]!;
}

async function decide(approval: Approval, decision: Decision): Promise<void> {
  const params = { requestId: requestId(), ...(await signedDecision(phone, approval, decision)) };
  await phone.connection.call('approval/decide', params);
}

const approve = async (): Promise<void> => decide(await asked(), 'approve');

test('a host of the configuration is connected, and its agent started when the owner allows it', async () => {
  await expect.poll(async () => (await fixture.host.api.snapshot()).ssh.hosts.length).toBe(1);
  expect(await run('ssh/connect', { alias: 'devbox' })).toMatchObject({
    ok: true,
    value: { environment: ID },
  });
  await expect.poll(async () => (await view())?.question?.kind).toBe('startDaemon');
  expect(existsSync(path.join(codex.home, 'packages'))).toBe(false);
  const question = (await view())!.question!.id;
  expect(await run('ssh/answer', { environment: ID, question, text: 'yes' })).toMatchObject({ ok: true });
  // The connection is lost in the middle of the copy, which goes on: nobody is asked twice.
  await expect.poll(() => existsSync(path.join(codex.home, 'packages'))).toBe(true);
  for (const pid of processesNaming(far.config).filter((pid) => argvOf(pid).includes('-M')))
    process.kill(pid, 'SIGKILL');
  await expect.poll(async () => (await view())?.state).not.toBe('up');
  await expect.poll(agent).toBe('ready');
  expect(await view()).toMatchObject({ state: 'up', agentVersion: '0.169.0', missing: null, question: null });
  await expect.poll(async () => (await view())?.latencyMs).toBeTypeOf('number');
});

test('a folder over there is opened to phones, and only where it is one', async () => {
  const add = (folder: string) => run('project/add', { path: folder, environment: ID });
  expect(await add('/nowhere')).toMatchObject({ ok: false, refusal: { code: 'notAFolder' } });
  expect(await add(devbox.home)).toMatchObject({ ok: false, refusal: { code: 'tooWide' } });
  const added = await add('~/workspace');
  expect(added).toMatchObject({
    ok: true,
    value: { environment: ID, path: codex.workspace, name: 'workspace' },
  });
  if (added.ok) project = added.value.id;
  expect((await home()).environments).toMatchObject([
    { id: 'local' },
    { id: ID, name: 'devbox', state: 'up' },
  ]);
});

test('what a phone starts and allows happens over there, by the account over there', async () => {
  const file = path.join(codex.workspace, 'made');
  const { thread: id } = await phone.connection.call('thread/start', {
    requestId: requestId(),
    project,
    agent: `codex@${ID}`,
    text: `[ask-run id -un > ${file}]`,
  });
  await expect.poll(async () => (await home()).approvals.length).toBe(1);
  const card = readCard((await home()).approvals[0]!.card!);
  expect(card).toMatchObject({ environment: ID, environmentName: 'devbox', project: { name: 'workspace' } });
  expect(existsSync(file)).toBe(false);
  await approve();
  await expect.poll(async () => (await thread(id))?.status).toBe('idle');
  expect(readFileSync(file, 'utf8').trim()).toBe(devbox.name);
  expect(statSync(file).uid).toBe(devbox.uid);
});

test('each action over there waits for the phone before it has any effect, as far as it reaches', async () => {
  weighed = true;
  // The page of this phone is not what keeps it from answering.
  const change = { what: 'client', client: 'plain_http', tier: 'commit' } as const;
  expect(await run('policy/change', { change })).toMatchObject({ ok: true });
  const inside = (...parts: string[]) => path.join(codex.workspace, ...parts);
  mkdirSync(inside('build'));
  const log = inside('runs.log');
  const patch = '*** Begin Patch\\n*** Add File: .github/workflows/ci.yml\\n+on: push\\n*** End Patch\\n';
  const actions = [
    ['[run echo ran >> runs.log; git push origin main]', 'commit', () => existsSync(log)],
    ['[run echo ran >> runs.log; curl -s https://example.com/]', 'expand', () => existsSync(log)],
    ['[run rm -r build]', 'expand', () => !existsSync(inside('build'))],
    [`[raw-patch ${patch}]`, 'commit', () => existsSync(inside('.github'))],
  ] as const;
  const params = { project, agent: `codex@${ID}` };
  for (const [text, tier, effect] of actions) {
    const { thread: id } = await phone.connection.call('thread/start', {
      requestId: requestId(),
      ...params,
      text,
    });
    const approval = await asked();
    expect(readCard(approval.card!)).toMatchObject({
      ...{ source: 'hook', meaning: 'insideSandbox', gated: true, tier },
      ...{ environment: ID, environmentName: 'devbox', handling: tier === 'commit' ? 'desk' : 'hold' },
    });
    expect(effect()).toBe(false);
    if (tier === 'commit')
      await expect(decide(approval, 'approve')).rejects.toMatchObject({ code: 'notOffered' });
    await decide(approval, 'decline');
    await expect.poll(async () => (await thread(id))?.status).toBe('idle');
    expect(effect()).toBe(false);
    expect(await thread(id)).toMatchObject({ gated: true });
  }
  const { thread: id } = await phone.connection.call('thread/start', {
    requestId: requestId(),
    ...params,
    text: '[run rm -r build]',
  });
  await approve();
  await expect.poll(async () => (await thread(id))?.status).toBe('idle');
  expect(existsSync(inside('build'))).toBe(false);
  weighed = false;

  // A rule of Codex's own, over there, would let this one out of its sandbox.
  mkdirSync(path.join(codex.home, 'rules'), { recursive: true });
  writeFileSync(path.join(codex.home, 'rules', 'default.rules'), 'prefix_rule(pattern=["touch"])');
  const text = `[run touch ${inside('outside')}]`;
  await phone.connection.call('thread/start', { requestId: requestId(), ...params, text });
  const approval = await asked();
  expect(readCard(approval.card!)).toMatchObject({ source: 'hook', meaning: 'outsideSandbox' });
  await decide(approval, 'decline');
  rmSync(path.join(codex.home, 'rules'), { recursive: true });
});

test('what stands over there for that is one socket of the account, out of reach of others', async () => {
  const folder = path.join(devbox.home, '.local/state/outpost');
  const [name, ...more] = readdirSync(folder);
  expect([name, more]).toEqual([expect.stringMatching(/^gate-[0-9a-f]{16}\.sock$/), []]);
  const modes = [folder, path.join(folder, name!)].map((each) => {
    const { mode, uid } = statSync(each);
    return [mode & 0o777, uid];
  });
  expect(modes).toEqual([
    [0o700, devbox.uid],
    [0o600, devbox.uid],
  ]);
});

test('a turn goes on without the connection, and what it asks is asked when that is back', async () => {
  const file = path.join(codex.workspace, 'later');
  const { thread: id } = await phone.connection.call('thread/start', {
    requestId: requestId(),
    project,
    agent: `codex@${ID}`,
    text: `[ask-run touch ${file}]`,
  });
  await expect.poll(async () => (await home()).approvals.length).toBe(1);
  const before = (await home()).approvals[0]!;
  const found = processesOf(devbox.uid);
  expect(found.some((command) => command.includes('app-server proxy'))).toBe(true);

  await run('ssh/disconnect', { environment: ID });
  expect(await view()).toMatchObject({ state: 'off' });
  await expect.poll(async () => (await thread(id))?.status).toBe('away');
  await expect.poll(() => processesOf(devbox.uid).filter((command) => !/codex/.test(command))).toEqual([]);

  // From the phone: it was connected at the desk before, and nobody has to be asked anything.
  expect((await home()).environments.at(-1)).toMatchObject({ state: 'off', connectable: true });
  await phone.connection.call('environment/connect', { requestId: requestId(), environment: ID });
  await expect.poll(agent).toBe('ready');
  await expect.poll(async () => (await thread(id))?.status).toBe('waiting');
  expect((await home()).approvals.map(({ id }) => id)).toEqual([before.id]);
  // The agent may not have asked again yet: then the decision waits for that.
  await approve().catch((error: unknown) => {
    expect(error).toMatchObject({ code: 'unknownOutcome', message: expect.stringContaining('is kept') });
  });
  await expect.poll(() => existsSync(file)).toBe(true);
  await expect.poll(async () => (await thread(id))?.status).toBe('idle');
});

test('what is over there is looked at, leg by leg', async () => {
  const checked = await run('ssh/check', { environment: ID });
  expect(checked).toMatchObject({ ok: true });
  if (!checked.ok) return;
  expect(checked.value.findings.map(({ title, state }) => `${title} ${state}`)).toEqual([
    'Connection good',
    'System good',
    'Codex good',
    'Codex’s server good',
    'Agent good',
    'Gate good',
    'Space good',
  ]);
});

test('its server ends where the owner says so, and not before', async () => {
  const servers = () => serversOf(devbox.uid);
  expect(servers()).toHaveLength(1);
  expect(await run('ssh/disconnect', { environment: ID, stop: true })).toEqual({ ok: true, value: {} });
  expect(servers()).toEqual([]);
  expect(existsSync(path.join(devbox.home, '.local/state/outpost'))).toBe(false);
});
