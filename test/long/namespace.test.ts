/**
 * A phone in one network namespace, host and relay in another, a slow link between them (`tbf`): the link goes down in the
 * middle of a turn and comes back. The kernel itself loses what was under way, and tells nobody. Needs root on Linux, `ip`
 * and `tc`; where they are not, it says so and is skipped.
 */
import { fork } from 'node:child_process';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { obstacle, run } from './namespace/links.ts';
import { tell } from './summary.ts';

const HERE = path.join(import.meta.dirname, 'namespace');
const SUBNET = '10.213.77';

const TBF = ['tbf', 'rate', '1mbit', 'burst', '8kb', 'latency', '400ms'];
const why = obstacle(TBF);
if (why !== null) tell(`namespace: not run, ${why}`);

test.skipIf(why !== null)('a link that goes down in the middle of a turn and comes back', async () => {
  const [desk, phone] = [`outpost-desk-${process.pid}`, `outpost-phone-${process.pid}`];
  for (const name of [desk, phone]) {
    run('ip', 'netns', 'add', name);
    onTestFinished(() => void run('ip', 'netns', 'del', name));
    run('ip', '-n', name, 'link', 'set', 'lo', 'up');
  }
  run('ip', '-n', desk, 'link', 'add', 'op-desk', 'type', 'veth', 'peer', 'name', 'op-phone', 'netns', phone);
  for (const [name, device, end] of [
    [desk, 'op-desk', 1],
    [phone, 'op-phone', 2],
  ] as const) {
    run('ip', '-n', name, 'addr', 'add', `${SUBNET}.${end}/24`, 'dev', device);
    run('ip', '-n', name, 'link', 'set', device, 'up');
    run('ip', 'netns', 'exec', name, 'tc', 'qdisc', 'add', 'dev', device, 'root', ...TBF);
  }
  const start = (name: string, program: string, ...args: string[]) => {
    const command = [
      'netns',
      'exec',
      name,
      process.execPath,
      '--import',
      'tsx',
      path.join(HERE, program),
      ...args,
    ];
    const child = fork(command[0]!, command.slice(1), { execPath: 'ip', execArgv: [] });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    const heard: Record<string, unknown>[] = [];
    let wake = () => {};
    child.on('message', (message: Record<string, unknown>) => {
      heard.push(message);
      wake();
    });
    /** The next message that has this. */
    const next = async <T>(key: string): Promise<T> => {
      for (;;) {
        const at = heard.findIndex((message) => key in message);
        if (at >= 0) return heard.splice(at, 1)[0]![key] as T;
        await new Promise<void>((resolve, reject) => {
          wake = resolve;
          ended.then(() => reject(new Error(`${program} ended before it said ${key}`)));
        });
      }
    };
    return { say: (message: object) => child.send(message), next };
  };
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-namespace-'));
  onTestFinished(() => fs.rm(root, { recursive: true, force: true, maxRetries: 5 }));
  const host = start(desk, 'desk.ts', `${SUBNET}.1`, root);
  const link = await host.next<string>('link');
  const device = start(phone, 'phone.ts', link);
  await device.next('streams');
  run('ip', '-n', phone, 'link', 'set', 'op-phone', 'down');
  host.say({ speak: true });
  await host.next('spoken');
  run('ip', '-n', phone, 'link', 'set', 'op-phone', 'up');
  device.say({ wake: true });
  const shown = await device.next<unknown>('shown');
  host.say({ told: true });
  expect(shown).toEqual(await host.next<unknown>('told'));
  tell('namespace: a link went down in the middle of a turn and came back');
});
