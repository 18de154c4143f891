/**
 * While hosts are connected by passphrase, password and code, a turn runs, the way breaks and comes back: nobody can knock
 * anywhere, and no secret is to be seen in arguments, environments, logs, or on a disk; by root, and by another account.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { EnvironmentQuestion } from '../../main/contract/environments.ts';
import { environmentId } from '../../main/host/ssh/environments/environment-id.ts';
import { type Account, canBeFarSide, makeAccount } from '../ssh/accounts.ts';
import { CutWorld, DEVBOX, eventually, type FarWorld, startFarWorld } from '../ssh/cut-world.ts';
import type { FarAccount } from '../ssh/far-side.ts';
import { KilledHost } from '../ssh/killed-host.ts';
import { asAnother, lookOnce, Onlooker } from '../ssh/onlooker.ts';
import { argvOf } from '../ssh/processes.ts';

const PASSPHRASE = 'moss-lantern-7f31c0';
const PASSWORD = 'quiet-harbour-2b9d44';

describe.runIf(canBeFarSide)('what can be seen of a connection', () => {
  let far: FarWorld;
  let host: KilledHost;
  let world: CutWorld;
  let coded: FarAccount;
  let other: Account;

  beforeAll(async () => {
    far = await startFarWorld({ passphrase: PASSPHRASE });
    await far.far.account('word', { methods: 'password', password: PASSWORD });
    coded = await far.far.account('coded', { methods: 'keyboard-interactive' });
    other = await makeAccount();
    host = await KilledHost.start(far.far.config);
    world = await CutWorld.start(far, host);
  });
  afterAll(async () => {
    await world?.close();
    await other?.remove();
    await far?.close();
  });

  const view = async (alias: string) =>
    (await host.api.snapshot()).environments.find(({ id }) => id === environmentId(alias));
  /** Connects as a person does, who answers one question. */
  const connect = async (
    alias: string,
    kind: EnvironmentQuestion['kind'],
    text: () => string,
  ): Promise<void> => {
    await world.run('ssh/connect', { alias });
    const question = await eventually(`${alias} asks`, async () => {
      const asked = (await view(alias))?.question;
      return asked != null && asked.kind === kind && asked;
    });
    const environment = environmentId(alias);
    expect(await world.run('ssh/answer', { environment, question: question.id, text: text() })).toMatchObject(
      { ok: true },
    );
    await eventually(`${alias} is up`, async () => (await view(alias))?.state === 'up');
  };
  const ours = (pid: number): boolean => {
    if (pid === host.pid) return true;
    try {
      return statSync(`/proc/${pid}`).uid === far.devbox.uid || argvOf(pid).includes(far.far.config);
    } catch {
      return false;
    }
  };
  /** Files in which one of these stands. */
  const holding = (secrets: readonly string[], ...folders: string[]): string[] => {
    const words = secrets.flatMap((secret) => ['-e', secret]);
    try {
      const found = execFileSync('grep', [
        '-rlF',
        '--exclude-dir=packages',
        '--exclude-dir=.npm-global',
        ...words,
        ...folders,
      ]);
      return found.toString().trim().split('\n');
    } catch {
      return []; // grep's way to say none
    }
  };

  test('nobody can knock, and no secret stands anywhere', async () => {
    const secrets = [PASSPHRASE, PASSWORD];
    const onlooker = new Onlooker({ secrets, ours });
    await eventually('the hosts are found', async () => (await host.api.snapshot()).ssh.hosts.length === 3);
    onlooker.start();
    await connect('word', 'password', () => PASSWORD);
    await connect('coded', 'oneTimeCode', () => {
      secrets.push(coded.code());
      return secrets.at(-1)!;
    });
    await connect('devbox', 'passphrase', () => PASSPHRASE);
    await world.connect();
    const thread = await world.say('[ask-run true]');
    await world.approveAgain();
    await world.agrees(thread);
    const seen = await asAnother(other.uid, [host.folder, far.devbox.home, host.log]);
    far.network.cut();
    // Without its passphrase the key does nothing, and nobody is there to be asked: its owner is told which host it is.
    await eventually('it wants attention', async () => (await view('devbox'))?.state === 'attention');
    expect((await view('devbox'))?.detail).toContain('devbox let nobody in without a question. Connect');
    await connect('devbox', 'passphrase', () => PASSPHRASE);
    await world.ready();

    expect(await onlooker.stop()).toEqual([]);
    expect(onlooker.looks).toBeGreaterThan(10);
    for (const secret of secrets) expect(seen).not.toContain(secret);
    // It looked: the arguments of others can be seen, and the server over there is among them.
    expect(seen).toContain('--listen');
    expect(seen).not.toContain('approvals');
    expect(readFileSync(host.log, 'utf8').length).toBeGreaterThan(0);
    expect(holding(secrets, host.folder, far.devbox.home, host.log)).toEqual([]);
    await world.run('ssh/disconnect', { environment: DEVBOX, stop: true });
  });

  test('and what could be seen would have been', async () => {
    const looks = (pid: number) => lookOnce({ secrets: [PASSWORD], ours: (each) => each === pid });
    for (const [args, env] of [
      [['-e', 'setInterval(() => {}, 1e6)', PASSWORD], {}],
      [['-e', 'setInterval(() => {}, 1e6)'], { WORD: PASSWORD }],
    ] as const) {
      const child = spawn(process.execPath, args, { env: { ...env } });
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child, 'spawn');
      const where = Object.keys(env).length > 0 ? 'environ' : 'cmdline';
      await eventually('it is seen', () => looks(child.pid!).includes(`a secret in ${where} of node`));
      if (where === 'cmdline') expect(await asAnother(other.uid, [])).toContain(PASSWORD);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(looks(process.pid)).toEqual([]);
    const file = path.join('/tmp', `outpost-open-${process.pid}`);
    onTestFinished(() => rmSync(file, { force: true }));
    for (const [where, said] of [
      [{ host: '0.0.0.0', port: 0 }, /listens on 00000000:/],
      [{ host: '::', port: 0 }, /listens on 0{32}:/],
      [{ path: file }, /listens at .*outpost-open/],
    ] as const) {
      const server = createServer();
      await new Promise<void>((done) => server.listen(where, done));
      if ('path' in where) chmodSync(file, 0o666);
      expect(looks(process.pid)).toEqual([expect.stringMatching(said)]);
      await new Promise((done) => server.close(done));
    }
  });
});
