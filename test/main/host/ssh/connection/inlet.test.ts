/** A socket over there that leads here, made by the real ssh and sshd; and servers that let nobody have one. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRunFolder } from '../../../../../main/host/ssh/connection/run-folder.ts';
import { type Account, canBeFarSide, makeAccount } from '../../../../ssh/accounts.ts';
import { dial } from '../../../../ssh/dialled.ts';
import { FarSide } from '../../../../ssh/far-side.ts';

const run = promisify(execFile);
const WITHIN = 60_000;
/** Calls a socket, and prints what it says; as `stranger` where one is given. */
const CALL =
  'socket($s, 1, 1, 0) && connect($s, pack("Sa108", 1, $ARGV[0])) or die "$!\\n"; syswrite $s, "over there\\n"; print <$s>';
const call = (far: string, as: Account) =>
  run('/usr/bin/perl', ['-e', CALL, far], { uid: as.uid, gid: as.uid, cwd: '/' });

describe.runIf(canBeFarSide)('a socket over there', () => {
  let far: FarSide;
  let near: Server;
  /** With what the paths of a data folder may hold. */
  let folder: string;
  beforeAll(async () => {
    far = await FarSide.start();
    folder = mkdtempSync(path.join(tmpdir(), 'ou t:50%h-'));
    near = createServer((caller) => caller.once('data', (text) => caller.end(`here: ${text}`)));
  }, WITHIN);
  afterAll(async () => {
    near?.close();
    await far?.stop();
    rmSync(folder, { recursive: true });
  }, WITHIN);

  it(
    'leads to one here, for its account alone, and for as long as the connection',
    async () => {
      const account = await far.account('leads', { client: ['RemoteForward 0 127.0.0.1:9'] });
      const stranger = await makeAccount();
      const { connection } = dial(far, 'leads', { runFolder: () => makeRunFolder(folder) });
      await connection.connect();
      const { inlet } = connection.shell!;
      expect(path.dirname(inlet!.near)).toBe(path.join(folder, 'ssh'));
      await new Promise<void>((resolve) => near.listen(inlet!.near, resolve));
      const there = path.join(account.home, 'gate');
      await inlet!.open(there);
      const { mode, uid } = statSync(there);
      expect([mode & 0o777, uid]).toEqual([0o600, account.uid]);
      expect((await call(there, account)).stdout).toBe('here: over there\n');
      // Taken away over there, it can be made again.
      rmSync(there);
      await inlet!.close(there);
      await inlet!.open(there);
      expect((await call(there, account)).stdout).toBe('here: over there\n');
      await expect(call(there, stranger)).rejects.toThrow(/Permission denied/);
      await connection.disconnect();
      await expect(call(there, account)).rejects.toThrow(/Connection refused/);
      await stranger.remove();
    },
    WITHIN,
  );

  it(
    'is refused by a server that forbids it, and nothing lies there',
    async () => {
      for (const [alias, config] of [
        ['disabled', 'DisableForwarding yes'],
        ['none', 'AllowStreamLocalForwarding no'],
      ] as const) {
        const strict = await FarSide.start({ config: [config] });
        const account = await strict.account(alias);
        const { connection } = dial(strict, alias);
        await connection.connect();
        const { shell } = connection;
        await expect(shell!.inlet!.open(path.join(account.home, 'gate'))).rejects.toMatchObject({
          code: 'failed',
          message: `The SSH server of ${alias} forwards no sockets.`,
        });
        // All else goes on.
        expect((await shell!.run('ls ~')).stdout).toBe('');
        await connection.disconnect();
        await expect(shell!.inlet!.open('/gate')).rejects.toMatchObject({ code: 'cut' });
        await strict.stop();
      }
    },
    WITHIN,
  );
});
