/** Each kind of question, asked by a real ssh of a real sshd, and answered as a surface would. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canBeFarSide } from '../../../../ssh/accounts.ts';
import { dial } from '../../../../ssh/dialled.ts';
import { FarSide } from '../../../../ssh/far-side.ts';

const WITHIN = 60_000;
/** What a server may say before anybody is signed in: words of ssh itself, and no line break after them. */
const SPOOF = "Enter passphrase for key '/root/.ssh/id_ed25519': ";

describe.runIf(canBeFarSide)('what ssh asks', () => {
  let far: FarSide;
  beforeAll(async () => {
    far = await FarSide.start({
      banner: SPOOF,
      codePrompt: "Enter passphrase for key '/root/.ssh/id_ed25519': ",
    });
  }, WITHIN);
  afterAll(() => far?.stop(), WITHIN);

  it(
    'asks about an unknown host key, with the fingerprint that the host has, and keeps the key when told',
    async () => {
      await far.account('unknown');
      far.forget();
      const { connection, asked, until } = dial(far, 'unknown');
      const up = connection.connect();
      const question = await asked('hostKey');
      expect(question.from).toBe('ssh');
      expect(question.secret).toBe(false);
      expect(question.details).toEqual({
        host: `[127.0.0.1]:${far.sshd.port}`,
        keyType: 'ED25519',
        fingerprint: await far.sshd.fingerprint('ed25519'),
      });
      expect(readFileSync(far.knownHosts, 'utf8')).toBe('');
      expect(connection.answer(question.id, 'yes')).toBe(true);
      await up;
      expect(readFileSync(far.knownHosts, 'utf8')).toContain('ssh-ed25519');
      // Answered once.
      expect(connection.answer(question.id, 'yes')).toBe(false);
      await connection.disconnect();
      await until('off');
    },
    WITHIN,
  );

  it(
    'connects to nobody whose key was not accepted',
    async () => {
      await far.account('declined');
      far.forget();
      const { connection, asked } = dial(far, 'declined');
      const up = connection.connect();
      connection.answer((await asked('hostKey')).id, 'no');
      await expect(up).rejects.toMatchObject({ code: 'hostKeyUnknown' });
      expect(connection.state).toMatchObject({
        state: 'attention',
        why: expect.stringContaining('not known'),
      });
      far.trust();
    },
    WITHIN,
  );

  it(
    'asks for the passphrase of a key, and says when it was wrong',
    async () => {
      const { key } = await far.account('locked', { passphrase: 'correct horse' });
      const { connection, asked } = dial(far, 'locked');
      const up = connection.connect();
      const first = await asked('passphrase');
      expect(first).toMatchObject({ from: 'ssh', secret: true, details: { key } });
      connection.answer(first.id, 'wrong');
      const second = await asked('passphrase');
      expect(second.details.again).toBe(true);
      connection.answer(second.id, 'correct horse');
      await up;
      expect((await connection.shell?.run('echo here'))?.stdout).toBe('here\n');
      await connection.disconnect();
    },
    WITHIN,
  );

  it(
    'asks for a password three times, then says what to do',
    async () => {
      const { name } = await far.account('word', { methods: 'password', password: 'secret word' });
      const { connection, asked } = dial(far, 'word');
      const wrong = connection.connect();
      for (const again of [undefined, true, true]) {
        const question = await asked('password');
        expect(question).toMatchObject({
          from: 'ssh',
          secret: true,
          details: { user: name, host: '127.0.0.1' },
        });
        expect(question.details.again).toBe(again);
        connection.answer(question.id, 'not it');
      }
      await expect(wrong).rejects.toMatchObject({ code: 'denied' });
      expect(connection.state).toMatchObject({
        state: 'attention',
        why: 'word refused the sign-in. Check user, key and password, then connect again.',
      });

      const right = connection.connect();
      connection.answer((await asked('password')).id, 'secret word');
      await right;
      await connection.disconnect();
    },
    WITHIN,
  );

  it(
    'tells a server’s own question from one of ssh, whatever its words',
    async () => {
      const account = await far.account('coded', { methods: 'keyboard-interactive' });
      const { connection, asked, states } = dial(far, 'coded');
      const up = connection.connect();
      const question = await asked('oneTimeCode');
      expect(question).toMatchObject({
        from: 'server',
        secret: true,
        details: { user: account.name, host: '127.0.0.1' },
      });
      expect(question.text).toBe("Enter passphrase for key '/root/.ssh/id_ed25519':");
      connection.answer(question.id, account.code());
      await up;
      expect(
        states.flatMap((state) => (state.state === 'asking' ? [state.question.kind] : [])),
      ).not.toContain('passphrase');
      await connection.disconnect();
    },
    WITHIN,
  );

  it(
    'shows a banner in the terminal, and takes none of it for a question',
    async () => {
      await far.account('plain');
      const { connection, states } = dial(far, 'plain');
      await connection.connect();
      expect(connection.terminal(0).text).toContain('Enter passphrase for key');
      expect(states.map(({ state }) => state)).toEqual(['connecting', 'up']);
      await connection.disconnect();
    },
    WITHIN,
  );

  it(
    'asks on behalf of the host on the way first, then of the one behind it',
    async () => {
      const jump = await far.jump({ banner: SPOOF });
      await far.account('behind', { jumped: true, passphrase: 'second' });
      far.forget();
      const { connection, asked } = dial(far, 'behind');
      const up = connection.connect();
      const first = await asked('hostKey');
      expect(first.details.host).toBe(`[127.0.0.1]:${jump.port}`);
      connection.answer(first.id, 'yes');
      const second = await asked('hostKey');
      expect(second.details.host).toBe(`[127.0.0.1]:${far.sshd.port}`);
      connection.answer(second.id, 'yes');
      connection.answer((await asked('passphrase')).id, 'second');
      await up;
      await connection.disconnect();
      far.trust();
    },
    WITHIN,
  );

  it(
    'does not go on where the host shows another key than before',
    async () => {
      await far.account('other');
      const { connection, states } = dial(far, 'other');
      await far.changeHostKeys();
      await expect(connection.connect()).rejects.toMatchObject({ code: 'hostKeyChanged' });
      expect(connection.state).toMatchObject({
        state: 'attention',
        why: expect.stringContaining(`${far.knownHosts}, line `),
      });
      expect(states.map(({ state }) => state)).toEqual(['connecting', 'attention']);
      far.trust();
    },
    WITHIN,
  );

  it(
    'asks two who connect at the same time once',
    async () => {
      await far.account('shared', { passphrase: 'for both' });
      const { connection, asked, states } = dial(far, 'shared');
      const both = Promise.all([connection.connect(), connection.connect()]);
      connection.answer((await asked('passphrase')).id, 'for both');
      await both;
      expect(states.filter(({ state }) => state === 'asking')).toHaveLength(1);
      await connection.disconnect();
    },
    WITHIN,
  );

  it(
    'leaves what it does not know to the terminal, where a person answers',
    async () => {
      await far.account('company', {
        client: [
          `ProxyCommand bash -c 'printf "Token of the company: " >/dev/tty; read -r token </dev/tty; [ "$token" = 42 ] || exit 1; exec 3<>/dev/tcp/127.0.0.1/%p; cat <&3 & cat >&3'`,
        ],
      });
      const { connection, asked } = dial(far, 'company');
      const up = connection.connect();
      const question = await asked('terminal');
      expect(connection.terminal(0).text).toContain('Token of the company: ');
      expect(connection.answer(question.id, '42')).toBe(false);
      connection.type('42\r');
      await up;
      await connection.disconnect();
    },
    WITHIN,
  );
});
