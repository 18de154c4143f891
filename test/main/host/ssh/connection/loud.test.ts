/** A server that says a lot before anybody is signed in, and hosts that are not there. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canBeFarSide } from '../../../../ssh/accounts.ts';
import { dial } from '../../../../ssh/dialled.ts';
import { FarSide } from '../../../../ssh/far-side.ts';

const WITHIN = 60_000;
const LIES = [
  '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @',
  'Confirm user presence for key ED25519-SK SHA256:notakey',
  'User presence confirmed',
  'Host key verification failed.',
  '\u001b[2J\u001b]52;c;aGVsbG8=\u0007',
];
const BANNER = `${'Only for authorised use. '.repeat(200)}\n${LIES.join('\n')}\n`;

describe.runIf(canBeFarSide)('a server with a long banner', () => {
  let far: FarSide;
  beforeAll(async () => {
    far = await FarSide.start({ banner: BANNER });
  }, WITHIN);
  afterAll(() => far?.stop(), WITHIN);

  it(
    'is signed in to as any other, and its words stand in the terminal',
    async () => {
      await far.account('word', { methods: 'password', password: 'secret' });
      const { connection, asked, states } = dial(far, 'word');
      const up = connection.connect();
      connection.answer((await asked('password')).id, 'secret');
      await up;
      expect(BANNER.length).toBeGreaterThan(5_000);
      const { text } = connection.terminal(0);
      expect(text).toContain('Only for authorised use. Only for');
      // ssh writes a banner's control characters as numbers.
      expect(text).not.toContain('\u001b');
      expect(states.flatMap((state) => (state.state === 'asking' ? [state.question.kind] : []))).toEqual([
        'password',
      ]);
      await connection.disconnect();
    },
    WITHIN,
  );

  it(
    'does not decide why it failed',
    async () => {
      const { home } = await far.account('refused');
      await rm(`${home}/.ssh`, { recursive: true });
      const { connection } = dial(far, 'refused');
      await expect(connection.connect()).rejects.toMatchObject({ code: 'denied' });
      expect(connection.state).toMatchObject({ why: expect.stringContaining('it takes: publickey') });
    },
    WITHIN,
  );

  it(
    'is not there: each with what to do',
    async () => {
      const jump = await far.jump();
      await far.account('behind', { jumped: true });
      await far.account('nowhere', { client: ['HostName nowhere.invalid'] });
      await expect(dial(far, 'nowhere').connection.connect()).rejects.toMatchObject({
        code: 'unknownHost',
        message: expect.stringContaining('no address for nowhere.invalid'),
      });
      await far.account('away', { client: ['HostName 255.255.255.255'] });
      await expect(dial(far, 'away').connection.connect()).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('cannot be reached from this network'),
      });
      await jump.stop();
      await expect(dial(far, 'behind').connection.connect()).rejects.toMatchObject({
        code: 'jump',
        message: expect.stringMatching(/host on the way to behind .* takes no SSH connections/),
      });
      await jump.start();
      await far.sshd.stop();
      await expect(dial(far, 'behind').connection.connect()).rejects.toMatchObject({
        code: 'jump',
        message: expect.stringContaining('cannot be reached'),
      });
      await expect(dial(far, 'word').connection.connect()).rejects.toMatchObject({ code: 'refused' });
    },
    WITHIN,
  );
});
