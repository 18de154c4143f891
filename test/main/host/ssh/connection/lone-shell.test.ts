/** Where nothing is shared (no ControlMaster): one ssh in one terminal that asks once and carries everything. */
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FrameReader } from '../../../../../main/host/ssh/connection/lone-frames.ts';
import { LoneShell } from '../../../../../main/host/ssh/connection/lone-shell.ts';
import { openedPorts } from '../../../../../main/host/ssh/connection/ports.ts';
import { findSsh } from '../../../../../main/host/ssh/program.ts';
import { canBeFarSide } from '../../../../ssh/accounts.ts';
import type { CutProxy } from '../../../../ssh/cut-proxy.ts';
import { type Dialled, dial } from '../../../../ssh/dialled.ts';
import { FarSide } from '../../../../ssh/far-side.ts';
import { argvOf, processesNaming, processesOf } from '../../../../ssh/processes.ts';

const WITHIN = 60_000;
const MOTD = 'This machine belongs to the company. All of it is monitored.\n'.repeat(90);

describe.runIf(canBeFarSide)('one connection for everything', () => {
  let far: FarSide;
  let proxy: CutProxy;
  const open: Dialled[] = [];
  beforeAll(async () => {
    far = await FarSide.start({ banner: 'Enter passphrase for key\n' });
    proxy = await far.proxy();
  }, WITHIN);
  afterAll(async () => {
    for (const { connection } of open) await connection.disconnect();
    await far?.stop();
  }, WITHIN);

  const alone = (alias: string, options: Parameters<typeof dial>[2] = {}): Dialled => {
    const env = { ...process.env, PATH: `${far.wrapper()}:${process.env.PATH}` };
    const program = async () => ({ ...(await findSsh({ env, platform: 'linux' })), shares: false });
    const dialled = dial(far, alias, { program, random: () => 0, ...options });
    open.push(dialled);
    return dialled;
  };
  /** Those that were started for an alias. */
  const programs = (alias: string): number[] =>
    processesNaming(far.folder).filter((pid) => argvOf(pid).includes(alias));

  it(
    'asks for a password once, whatever runs then, and keeps it to itself',
    async () => {
      await far.account('once', { methods: 'password', password: 'secret word', shell: '/usr/bin/fish' });
      const { connection, asked, states } = alone('once');
      const up = connection.connect();
      const question = await asked('terminal');
      // Not known for sure: a banner comes by the same terminal.
      expect(connection.answer(question.id, 'secret word')).toBe(false);
      connection.type('secret word\r');
      await up;
      const { shell } = connection;
      expect(await shell?.run('echo here; echo there >&2; exit 3')).toEqual({
        code: 3,
        stdout: 'here\n',
        stderr: 'there\n',
      });
      const many = await Promise.all(
        Array.from({ length: 8 }, (_, index) => shell?.run(`echo ${index}; cat`)),
      );
      expect(many.map((result) => result?.stdout)).toEqual([...'01234567'].map((digit) => `${digit}\n`));
      expect(states.filter(({ state }) => state === 'asking')).toHaveLength(1);
      expect(programs('once')).toHaveLength(1);
      const printed = connection.terminal(0).text;
      expect(printed).not.toContain('secret word');
      expect(printed).not.toContain('echo here');
      await connection.disconnect();
      expect(programs('once')).toEqual([]);
    },
    WITHIN,
  );

  it.each([
    ['bash', { shell: '/bin/bash', files: { '.bashrc': 'echo Welcome.; printf "Password: "\n' } }],
    ['bash-with-5-kb-of-motd', { shell: '/bin/bash', files: { '.bashrc': 'cat ~/motd\n', motd: MOTD } }],
    ['dash', { shell: '/bin/dash' }],
    ['tcsh', { shell: '/usr/bin/tcsh', files: { '.tcshrc': 'echo Welcome.\n' } }],
  ])(
    'runs scripts where the login shell is %s, in terminals of any width',
    async (alias, options) => {
      await far.account(alias, options);
      const { connection } = alone(alias);
      connection.resize(20, 5);
      await connection.connect();
      const script = `printf '%s|' "it's" '$x' 'ü 日本' '\\n'\ncat <<END\n\\ here\nEND\n`;
      expect((await connection.shell?.run(script))?.stdout).toBe("it's|$x|ü 日本|\\n|\\ here\n");
      const much = await connection.shell?.run('head -c 200000 /dev/zero | tr "\\0" x');
      expect(much?.stdout).toHaveLength(200_000);
    },
    WITHIN,
  );

  it(
    'accepts no host key but by the hand of a person',
    async () => {
      await far.account('unknown');
      far.forget();
      const { connection, asked } = alone('unknown');
      const up = connection.connect();
      await asked('terminal');
      expect(connection.terminal(0).text).toContain(await far.sshd.fingerprint('ed25519'));
      expect(readFileSync(far.knownHosts, 'utf8')).toBe('');
      connection.type('yes\r');
      await up;
      expect(readFileSync(far.knownHosts, 'utf8')).toContain('ssh-ed25519');
      far.trust();
    },
    WITHIN,
  );

  it(
    'bounds what it reads and how long it waits, and goes on with the next',
    async () => {
      await far.account('bounded');
      const { connection } = alone('bounded');
      await connection.connect();
      const shell = connection.shell!;
      await expect(shell.run('yes', { maxBytes: 1_000 })).rejects.toMatchObject({ code: 'tooMuch' });
      await expect(shell.run('sleep 600', { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' });
      const controller = new AbortController();
      const running = shell.run('sleep 600', { signal: controller.signal });
      controller.abort();
      await expect(running).rejects.toMatchObject({ code: 'cancelled' });
      await expect(shell.run('x'.repeat(100_000))).rejects.toMatchObject({ code: 'tooMuch' });
      expect((await shell.run('echo on')).stdout).toBe('on\n');
    },
    WITHIN,
  );

  it(
    'says what is wrong, as far as one terminal tells it',
    async () => {
      await far.account('refused', { methods: 'password', password: 'right' });
      const { connection, until } = alone('refused');
      const up = connection.connect();
      const attempts = (async () => {
        for (let count = 1; count <= 3; count += 1) {
          await expect
            .poll(() => connection.terminal(0).text.split('password: ').length, { timeout: WITHIN })
            .toBe(count + 1);
          connection.type('wrong\r');
        }
      })();
      await expect(up).rejects.toMatchObject({ code: 'denied' });
      await attempts;
      expect((await until('attention')).why).toContain('refused the sign-in');
    },
    WITHIN,
  );

  it(
    'comes back by itself after a cut, where keys allow it',
    async () => {
      const { uid } = await far.account('again', { through: proxy });
      const { connection, until } = alone('again');
      await connection.connect();
      const running = connection.shell?.run('sleep 600');
      await expect.poll(() => processesOf(uid), { timeout: WITHIN }).toContain('sleep 600');
      proxy.cut();
      await expect(running).rejects.toMatchObject({ code: 'cut' });
      await until('retrying');
      await until('up');
      expect((await connection.shell?.run('echo again'))?.stdout).toBe('again\n');
    },
    WITHIN,
  );

  it(
    'leads to loopback over there, and listens on loopback only, here and with the ports of the configuration',
    async () => {
      const server = createServer((socket) => socket.end('over there'));
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const farPort = (server.address() as { port: number }).port;
      // Taken already: as in a terminal ssh says so, and goes on.
      await far.account('ports', { client: [`LocalForward ${farPort} 127.0.0.1:9`, 'GatewayPorts yes'] });
      const { connection } = alone('ports', { farPort: () => farPort });
      await connection.connect();
      const ports = connection.shell?.ports ?? [];
      expect(ports.filter((port) => port.far === farPort)).toHaveLength(2);
      const { near } = ports.find((port) => port.far === farPort)!;
      const socket = connect(near, '127.0.0.1');
      expect((await socket.toArray()).join('')).toBe('over there');
      const options = programs('ports').flatMap(argvOf);
      expect(options.filter((_, index) => options[index - 1] === '-L')).toEqual(
        ports.map((port) => `127.0.0.1:${port.near}:127.0.0.1:${port.far}`),
      );
      await new Promise((done) => server.close(done));
      const stream = connection.shell!.stream(['cat']);
      await expect(stream.toArray()).rejects.toMatchObject({ code: 'failed' });
    },
    WITHIN,
  );
});

describe('a port that somebody else took', () => {
  it('is not used', async () => {
    const ports = [
      { near: 20_001, far: 1 },
      { near: 20_002, far: 1 },
    ];
    const said = 'bind [127.0.0.1]:20001: Address already in use\r\n';
    expect(openedPorts(ports, said)).toEqual([ports[1]]);
    expect(openedPorts(ports, 'Welcome, 120001 and 200010')).toEqual(ports);
  });
});

describe('an answer that did not come whole', () => {
  it('is none', async () => {
    const sent: string[] = [];
    const shell = new LoneShell({ alias: 'x', mark: 'aa', send: (text) => sent.push(text), ready: () => {} });
    shell.hear('~aa.up~');
    const missing = shell.run('echo');
    shell.hear('~aa.1.o.0.61~~aa.1.o.2.62~');
    await expect(missing).rejects.toMatchObject({ code: 'failed' });
    const early = shell.run('echo');
    shell.hear('~aa.2.o.0.61~~aa.2.e.0~');
    await expect(early).rejects.toMatchObject({ code: 'failed' });
    const twice = shell.run('echo');
    shell.hear('~aa.3.o.0.61~~aa.3.o.0.61~~aa.3.o.1.~~aa.3.r.0.~~aa.3.e.0~~aa.3.e.1~');
    expect(await twice).toEqual({ code: 0, stdout: 'a', stderr: '' });
    expect(sent).toHaveLength(3);
    expect(new FrameReader('aa').push(sent.join(''))).toEqual([]);
  });
});
