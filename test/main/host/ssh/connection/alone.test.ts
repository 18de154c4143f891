/** Where ssh shares no connection (Windows): the same promises as far as keys allow them, here with the ssh of this system. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSsh } from '../../../../../main/host/ssh/program.ts';
import { canBeFarSide } from '../../../../ssh/accounts.ts';
import { dial } from '../../../../ssh/dialled.ts';
import { FarSide } from '../../../../ssh/far-side.ts';
import { argvOf, processesNaming } from '../../../../ssh/processes.ts';

const WITHIN = 60_000;

describe.runIf(canBeFarSide)('a connection that cannot be shared', () => {
  let far: FarSide;
  beforeAll(async () => {
    far = await FarSide.start();
  }, WITHIN);
  afterAll(() => far?.stop(), WITHIN);

  const alone = (alias: string) => {
    const env = { ...process.env, PATH: `${far.wrapper()}:${process.env.PATH}` };
    const program = async () => ({ ...(await findSsh({ env, platform: process.platform })), shares: false });
    return dial(far, alias, { program, random: () => 0, keepAlive: { seconds: 1, count: 1 } });
  };
  const near = (): string[][] =>
    processesNaming(far.folder)
      .map(argvOf)
      .filter((words) => !words.some((word) => word.includes('sshd_config')));

  it(
    'asks what a person has to accept, then runs each thing in a connection of its own',
    async () => {
      await far.account('free');
      far.forget();
      const { connection, asked } = alone('free');
      const up = connection.connect();
      connection.answer((await asked('hostKey')).id, 'yes');
      await up;
      expect((await connection.shell?.run('echo "$((6 * 7))"'))?.stdout).toBe('42\n');
      const stream = connection.shell?.stream(['cat']);
      stream?.end('through');
      expect((await stream?.toArray())?.join('')).toBe('through');
      await connection.disconnect();
      expect(near()).toEqual([]);
    },
    WITHIN,
  );

  it(
    'notices that it is cut, and comes back',
    async () => {
      const proxy = await far.proxy();
      await far.account('cut', { through: proxy });
      const { connection, until } = alone('cut');
      await connection.connect();
      const stream = connection.shell?.stream(['cat']);
      const lost = once(stream as NonNullable<typeof stream>, 'error');
      proxy.cut();
      await until('retrying');
      expect((await lost)[0]).toMatchObject({ code: 'cut' });
      await until('up');
      await connection.disconnect();
      expect(near()).toEqual([]);
    },
    WITHIN,
  );

  it(
    'says what to do where each connection would ask again',
    async () => {
      await far.account('word', { methods: 'password', password: 'secret' });
      const { connection, asked } = alone('word');
      const up = connection.connect();
      connection.answer((await asked('password')).id, 'secret');
      await expect(up).rejects.toMatchObject({
        code: 'denied',
        message: expect.stringContaining('SSH agent'),
      });
      await connection.disconnect();
    },
    WITHIN,
  );
});
