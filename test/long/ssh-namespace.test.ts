/**
 * The way to a devbox leads through a network namespace, and its link goes down and comes back: the kernel loses what was
 * under way and tells nobody, and what is tried meanwhile has no route. The system's ssh, a real sshd, the real Codex.
 */
import { fork } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canBeFarSide } from '../ssh/accounts.ts';
import { CutWorld, eventually, type FarWorld, startFarWorld } from '../ssh/cut-world.ts';
import { obstacle, run } from './namespace/links.ts';
import { tell } from './summary.ts';

/** The link that is taken down, and the one behind it. */
const [NEAR, BEHIND] = ['10.213.78', '10.213.79'];
const PORT = 2222;
const KEYS = 'devbox-on-the-way';
const MINUTE = 60_000;
const TRY_MS = 31_000;

const why = canBeFarSide ? obstacle() : 'there is no sshd here';
if (why !== null) tell(`ssh-namespace: not run, ${why}`);

describe.skipIf(why !== null)('a devbox behind a link that goes down', () => {
  const name = `outpost-way-${process.pid}`;
  const [near, behind] = [`opn${process.pid}`, `opb${process.pid}`].map((each) => each.slice(0, 14)) as [
    string,
    string,
  ];
  const ends: (() => unknown)[] = [];
  let far: FarWorld;
  let world: CutWorld;
  let made = 0;
  const link = (state: 'up' | 'down') => {
    run('ip', 'link', 'set', near, state);
  };

  beforeAll(async () => {
    run('ip', 'netns', 'add', name);
    ends.push(() => run('ip', 'netns', 'del', name));
    for (const [device, net] of [
      [near, NEAR],
      [behind, BEHIND],
    ] as const) {
      run('ip', 'link', 'add', device, 'type', 'veth', 'peer', 'name', `${device}p`, 'netns', name);
      run('ip', 'addr', 'add', `${net}.1/24`, 'dev', device);
      run('ip', 'link', 'set', device, 'up');
      run('ip', '-n', name, 'addr', 'add', `${net}.2/24`, 'dev', `${device}p`);
      run('ip', '-n', name, 'link', 'set', `${device}p`, 'up');
    }
    // From behind the namespace back to the sshd of this machine.
    let sshd = 0;
    const last = createServer((socket) => {
      const onward = connect(sshd, '127.0.0.1');
      for (const each of [socket, onward]) each.on('error', () => {});
      socket.pipe(onward).pipe(socket);
      socket.once('close', () => onward.destroy());
      onward.once('close', () => socket.destroy());
    });
    await new Promise<void>((done) => last.listen(0, `${BEHIND}.1`, done));
    ends.push(() => last.close());
    const program = path.join(import.meta.dirname, 'namespace', 'forward.ts');
    const stop = fork(
      'netns',
      [
        ...['exec', name, process.execPath, '--import', 'tsx', program],
        ...[`${NEAR}.2`, `${PORT}`, `${BEHIND}.1`, `${(last.address() as AddressInfo).port}`],
      ],
      { execPath: 'ip', execArgv: [] },
    );
    ends.push(() => stop.kill('SIGKILL'));
    await new Promise((done) => stop.once('message', done));

    far = await startFarWorld({ client: [`HostName ${NEAR}.2`, `Port ${PORT}`, `HostKeyAlias ${KEYS}`] });
    sshd = far.network.port;
    const known = far.far.sshd.knownHosts(sshd).replaceAll(`[127.0.0.1]:${sshd} `, `${KEYS} `);
    appendFileSync(far.far.knownHosts, known);
    world = await CutWorld.start(far);
    await world.connect();
  });
  afterAll(async () => {
    await world?.close();
    await far?.close();
    for (const end of ends.reverse()) end();
  });

  /** A try that began without a link waits longer and longer between its own packets; the host gives it 30 s. */
  const comesBack = async (): Promise<void> => {
    link('up');
    await world.clock.pass(TRY_MS, TRY_MS);
    await world.back();
  };
  const file = (): string => path.join(far.codex.workspace, `made-${++made}`);
  const lines = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1;

  test('in the middle of a message', async () => {
    far.model.hold('words');
    const thread = await world.say('[gated words]');
    await eventually('half of it is shown', () =>
      world.shown(thread).some((item) => item.type === 'agent' && item.text === 'First half, '),
    );
    link('down');
    await world.lost();
    far.model.release('words');
    await world.clock.pass(MINUTE, 1000);
    expect((await world.view()).state).toMatch(/retrying|connecting/);
    await comesBack();
    await world.agrees(thread);
  });

  test('as something waits for an answer: it is asked again under the same id, and done once', async () => {
    const name = file();
    const thread = await world.say(`[ask-run echo once >> ${name}]`);
    const { id } = await world.asked();
    link('down');
    await world.lost();
    await comesBack();
    expect(await world.approveAgain()).toBe(id);
    await world.agrees(thread);
    expect(lines(name)).toBe(1);
  });

  test('as an answer is given: it is kept, and the agent gets it once', async () => {
    const name = file();
    const thread = await world.say(`[ask-run echo once >> ${name}]`);
    await world.asked();
    link('down');
    await world.approve();
    await world.lost();
    await world.clock.pass(10 * MINUTE, 10_000);
    await comesBack();
    await world.agrees(thread);
    expect(lines(name)).toBe(1);
  });

  test('in the middle of ten megabytes that a command prints', async () => {
    const thread = await world.say(`[run head -c 10000000 /dev/zero | tr '\\0' x | fold -w 99]`);
    await eventually('it prints', () =>
      world.shown(thread).some((item) => item.type === 'command' && item.output !== ''),
    );
    link('down');
    await world.clock.pass(MINUTE, 1000);
    await comesBack();
    await world.agrees(thread);
    tell('ssh-namespace: the link to a devbox went down and came back in four moments');
  });
});
