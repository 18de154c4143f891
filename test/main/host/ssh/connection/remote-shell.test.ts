/** What runs on the far side, through each login shell that people have. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RemoteShell } from '../../../../../main/host/ssh/connection/connection.ts';
import { canBeFarSide } from '../../../../ssh/accounts.ts';
import { type Dialled, dial } from '../../../../ssh/dialled.ts';
import { FarSide } from '../../../../ssh/far-side.ts';
import { argvOf, processesNaming } from '../../../../ssh/processes.ts';

const WITHIN = 60_000;
const MOTD = 'This machine belongs to the company. All of it is monitored.\n'.repeat(90);
const NOISE = 'echo Welcome to the machine.; echo It is monitored. >&2';
const ODD = ["it's", 'a "b" $HOME `id` \\ ! % ~ *', 'two\nlines\n', '', 'ü 日本', '--', '\\n\\'];

describe.runIf(canBeFarSide)('a shell over there', () => {
  let far: FarSide;
  const open: Dialled[] = [];
  beforeAll(async () => {
    far = await FarSide.start({ config: ['MaxSessions 4'] });
  }, WITHIN);
  afterAll(async () => {
    for (const { connection } of open) await connection.disconnect();
    await far?.stop();
  }, WITHIN);

  const up = async (alias: string): Promise<RemoteShell> => {
    const dialled = dial(far, alias);
    open.push(dialled);
    await dialled.connection.connect();
    return dialled.connection.shell as RemoteShell;
  };

  it.each([
    ['bash', { shell: '/bin/bash', files: { '.bashrc': `${NOISE}\n` } }],
    ['bash-with-5-kb-of-motd', { shell: '/bin/bash', files: { '.bashrc': 'cat ~/motd\n', motd: MOTD } }],
    ['dash', { shell: '/bin/dash' }],
    ['fish', { shell: '/usr/bin/fish', files: { '.config/fish/config.fish': `${NOISE}\n` } }],
    ['tcsh', { shell: '/usr/bin/tcsh', files: { '.tcshrc': 'echo Welcome to the machine.\n' } }],
  ])(
    'runs a script and hands on words as they are, where the login shell is %s',
    async (alias, options) => {
      await far.account(alias, options);
      const shell = await up(alias);
      const script =
        'printf "%s|" "it\'s" \'$x\'\ncat <<END\n\\ `here`\nEND\necho wrong >&2\nread -r nothing || exit 7';
      expect(await shell.run(script.replace('`here`', 'here'))).toEqual({
        code: 7,
        stdout: "it's|$x|\\ here\n",
        stderr: 'wrong\n',
      });
      const stream = shell.stream(['printf', '[%s]', ...ODD]);
      stream.end();
      expect((await stream.toArray()).join('')).toBe(ODD.map((word) => `[${word}]`).join(''));
    },
    WITHIN,
  );

  it(
    'bounds what it reads and how long it waits, and can be called off',
    async () => {
      await far.account('bounds');
      const shell = await up('bounds');
      const full = await shell.run('head -c 100000 /dev/zero | tr "\\0" x', { maxBytes: 100_000 });
      expect(full.stdout).toHaveLength(100_000);
      await expect(shell.run('head -c 100001 /dev/zero', { maxBytes: 100_000 })).rejects.toMatchObject({
        code: 'tooMuch',
      });
      await expect(shell.run('yes')).rejects.toMatchObject({ code: 'tooMuch' });
      await expect(shell.run('sleep 600', { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' });
      const controller = new AbortController();
      const running = shell.run('sleep 600', { signal: controller.signal });
      controller.abort();
      await expect(running).rejects.toMatchObject({ code: 'cancelled' });
      await expect(shell.run('echo', { signal: controller.signal })).rejects.toMatchObject({
        code: 'cancelled',
      });
      // What it left in the background does not keep it.
      expect(await shell.run('(sleep 600; echo late) & echo now')).toMatchObject({
        code: 0,
        stdout: 'now\n',
      });
    },
    WITHIN,
  );

  it(
    'carries ten megabytes each way, no faster than they are taken',
    async () => {
      await far.account('much');
      const shell = await up('much');
      const bytes = Buffer.alloc(10 * 1024 * 1024, 'outpost ');
      const stream = shell.stream(['cat']);
      let written = 0;
      let offered = 0;
      // Nothing is read yet: what is in between fills up, and then writing has to wait.
      while (offered < bytes.length) {
        const part = bytes.subarray(offered, offered + 64 * 1024);
        offered += part.length;
        if (
          !stream.write(part, () => {
            written += part.length;
          })
        )
          break;
      }
      expect(offered).toBeLessThan(bytes.length);
      const hash = createHash('sha256');
      let read = 0;
      const rest = (async () => {
        for (; offered < bytes.length; offered += 64 * 1024)
          if (!stream.write(bytes.subarray(offered, offered + 64 * 1024))) await once(stream, 'drain');
        stream.end();
      })();
      for await (const part of stream) {
        hash.update(part);
        read += part.length;
        if (read % 16 === 0) await new Promise(setImmediate);
      }
      await rest;
      expect(written).toBeGreaterThan(0);
      expect(read).toBe(bytes.length);
      expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    },
    WITHIN,
  );

  it(
    'tells how a program ended',
    async () => {
      await far.account('ends');
      const shell = await up('ends');
      const gone = shell.stream(['/nowhere/codex', 'proxy']);
      const [error] = await once(gone, 'error');
      expect(error).toMatchObject({
        code: 'failed',
        message: expect.stringContaining('/nowhere/codex ended with 127'),
      });
      const silent = shell.stream(['true']);
      silent.resume();
      await once(silent, 'end');
      expect(() => shell.stream(['a\0b'])).toThrow(TypeError);
    },
    WITHIN,
  );

  it(
    'says so where the account runs nothing',
    async () => {
      await far.account('nothing', { shell: '/usr/sbin/nologin' });
      const shell = await up('nothing');
      await expect(shell.run('echo')).rejects.toMatchObject({ code: 'noShell' });
      const stream = shell.stream(['cat']);
      const [error] = await once(stream, 'error');
      expect(error).toMatchObject({ code: 'noShell' });
    },
    WITHIN,
  );

  it(
    'says so when the far side takes no more sessions',
    async () => {
      await far.account('few');
      const shell = await up('few');
      const streams = Array.from({ length: 4 }, () => shell.stream(['cat']));
      for (const stream of streams) {
        stream.write('x');
        await once(stream, 'data');
      }
      await expect(shell.run('echo')).rejects.toMatchObject({
        code: 'cut',
        message: expect.stringContaining('MaxSessions'),
      });
      for (const stream of streams) stream.destroy();
    },
    WITHIN,
  );

  it(
    'has nothing of a script or a word in a list of arguments, on either side',
    async () => {
      const { uid } = await far.account('quiet');
      const shell = await up('quiet');
      const word = `word-${Math.random().toString(36).slice(2)}`;
      const result = await shell.run(`# ${word}\ncat /proc/*/cmdline 2>/dev/null | tr "\\0" " "; id -u`);
      expect(result.stdout).not.toContain(word);
      expect(result.stdout).toContain(`${uid}\n`);
      const slow = shell.run(`x=${word}; sleep 1`);
      expect(processesNaming(word).map(argvOf)).toEqual([]);
      await slow;
    },
    WITHIN,
  );
});
