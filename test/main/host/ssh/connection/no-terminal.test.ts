/** Where node-pty could not be built. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { canBeFarSide } from '../../../../ssh/accounts.ts';
import { dial } from '../../../../ssh/dialled.ts';
import { FarSide } from '../../../../ssh/far-side.ts';

vi.mock('node-pty', () => {
  throw new Error('was not built');
});

const WITHIN = 60_000;

describe.runIf(canBeFarSide)('a computer without terminals', () => {
  let far: FarSide;
  beforeAll(async () => {
    far = await FarSide.start();
  }, WITHIN);
  afterAll(() => far?.stop(), WITHIN);

  it(
    'connects where nothing has to be asked, and says what is missing where something has',
    async () => {
      await far.account('free');
      const free = dial(far, 'free').connection;
      await free.connect();
      expect((await free.shell?.run('echo here'))?.stdout).toBe('here\n');
      await free.disconnect();

      await far.account('locked', { passphrase: 'x' });
      const locked = dial(far, 'locked').connection;
      await expect(locked.connect()).rejects.toMatchObject({ code: 'needsPerson' });
      expect(locked.state).toMatchObject({ state: 'attention', why: expect.stringContaining('node-pty') });
      far.forget();
      await expect(free.connect()).rejects.toMatchObject({ code: 'needsPerson' });
    },
    WITHIN,
  );
});
