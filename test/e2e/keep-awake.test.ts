/**
 * `outpost start` keeps a Linux machine awake: the built program, the real `systemd-inhibit`, a system bus of the test's
 * own, and a phone's own client.
 */
import { mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connected, type NodeDevice, pairedDevice } from '../main/host/node-device.ts';
import { removeFolder } from '../remove-folder.ts';
import { type LogindBus, startLogindBus } from './logind-bus.ts';
import { OutpostProcess } from './outpost-process.ts';

const HELD = [
  { what: 'idle:sleep', who: 'Outpost', why: 'Phones work with the agent on this computer', mode: 'block' },
];

let root: string;
let folder: string;
let bus: LogindBus;
let phone: NodeDevice | undefined;
const running: OutpostProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'outpost-awake-'));
  folder = path.join(root, 'data');
  bus = await startLogindBus();
});
afterEach(async () => {
  phone?.close();
  phone = undefined;
  for (const each of running.splice(0)) await each.end();
  await bus.close();
  await removeFolder(root);
});

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);
const inhibitors = () => bus.inhibitors();

async function started(env: Readonly<Record<string, string>> = bus.env): Promise<OutpostProcess> {
  const place = ['--data', folder, '--bind', '127.0.0.1', '--port', '0', '--name', 'test-host'];
  const host = OutpostProcess.run(['start', ...place, '--codex', '/nonexistent/codex', '--pair'], { env });
  running.push(host);
  await host.shows(/^power /m);
  return host;
}
const outpost = async (...args: string[]): Promise<string> => {
  const { code, out, err } = await OutpostProcess.result([...args, '--data', folder]);
  expect(err).toBe('');
  expect(code).toBe(0);
  return out;
};
const linkIn = ({ out }: OutpostProcess): string => /^http:\/\/127\.0\.0\.1:\d+\/#\S+$/m.exec(out)![0];

describe.runIf(process.platform === 'linux')('the inhibitor', () => {
  test('is there exactly while a phone is connected', async () => {
    const host = await started();
    expect(await inhibitors()).toEqual([]);
    phone = await pairedDevice(linkIn(host));
    await eventually(inhibitors).toEqual(HELD);
    expect(await outpost('status')).toMatch(/^power +held awake +A phone is connected\.$/m);
    const { store } = phone;
    const { hostId } = (await store.list())[0]!;
    phone.close();
    await eventually(inhibitors).toEqual([]);
    phone = await connected(store, hostId);
    await eventually(inhibitors).toEqual(HELD);
  });

  test('follows the settings, and there is one of it', async () => {
    await started();
    await outpost('settings', 'set', 'keep_awake_while', 'always');
    await eventually(inhibitors).toEqual(HELD);
    await outpost('settings', 'set', 'mobile_keep_awake', 'false');
    await eventually(inhibitors).toEqual([]);
    await outpost('settings', 'set', 'mobile_keep_awake', 'true');
    await eventually(inhibitors).toEqual(HELD);
    await outpost('settings', 'set', 'keep_awake_while', 'working');
    await eventually(inhibitors).toEqual([]);
  });

  test('is there while a turn runs, where the owner chose that', async () => {
    const src = path.join(root, 'project');
    await mkdir(src);
    const host = await started();
    await outpost('settings', 'set', 'keep_awake_while', 'working');
    await outpost('projects', 'add', src);
    phone = await pairedDevice(linkIn(host));
    expect(await inhibitors()).toEqual([]);
    const [project] = JSON.parse(await outpost('projects', 'list', '--json')) as { id: string }[];
    const { thread } = await phone.connection.call('thread/start', {
      requestId: 'request-000000000001',
      project: project!.id,
      agent: 'demo',
      text: 'everything',
    });
    await eventually(inhibitors).toEqual(HELD);
    await eventually(() => outpost('status')).toMatch(/^waiting /m);
    expect(await inhibitors()).toEqual(HELD);
    const opened = await phone.connection.call('thread/open', { thread, sub: 1 });
    const turn = opened.kind === 'page' ? opened.page.turn!.id : '';
    await phone.connection.call('turn/stop', { requestId: 'request-000000000002', thread, turn });
    await eventually(inhibitors).toEqual([]);
  });

  test('ends with the host, however that ends', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const host = await started();
      await outpost('settings', 'set', 'keep_awake_while', 'always');
      await eventually(inhibitors).toEqual(HELD);
      host.child.kill(signal);
      await host.ended;
      await eventually(inhibitors).toEqual([]);
    }
  });

  test('covers less for a session that is not at the machine, where the system grants no more', async () => {
    await bus.grantIdleOnly();
    await started();
    await outpost('settings', 'set', 'keep_awake_while', 'always');
    await eventually(inhibitors).toEqual([{ ...HELD[0], what: 'idle' }]);
    expect(await outpost('status')).toMatch(/^power +held awake +Always awake, as you chose\.$/m);
  });
});

describe.runIf(process.platform === 'linux')('a computer that cannot be kept awake says so', () => {
  const said = async (env: Readonly<Record<string, string>>) => {
    await started(env);
    await outpost('settings', 'set', 'keep_awake_while', 'always');
    const line = async () => /^power .*$/m.exec(await outpost('status'))?.[0];
    return eventually(line);
  };

  test('where the system refuses', async () => {
    await bus.grantNothing();
    await (await said(bus.env)).toMatch(/^power +cannot hold +The system does not let Outpost keep/);
  });

  test('where nobody answers, as in a container', async () => {
    const env = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${path.join(root, 'no-bus')}` };
    await (await said(env)).toMatch(/^power +cannot hold +.*systemd-logind does not answer here/);
  });

  test('where systemd is not installed', async () => {
    const programs = path.join(root, 'bin');
    await mkdir(programs);
    for (const name of ['sh', 'sleep']) await symlink(path.join('/usr/bin', name), path.join(programs, name));
    await (await said({ PATH: programs })).toMatch(/^power +cannot hold +.*systemd-inhibit is not installed/);
  });
});
