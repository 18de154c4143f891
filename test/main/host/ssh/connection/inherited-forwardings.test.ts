/** Ports that the owner's configuration forwards are for the owner's terminal: no connection of ours opens one of them. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfigText } from '../../../../../main/host/ssh/config/config-text.ts';
import { onlyFile, type SshPlaces, sshPlaces } from '../../../../../main/host/ssh/config/places.ts';
import { type ConfigFile, readSshConfig } from '../../../../../main/host/ssh/config/ssh-config.ts';
import { type ConfigCopy, copyConfig } from '../../../../../main/host/ssh/connection/config-copy.ts';
import { withoutForwardings } from '../../../../../main/host/ssh/connection/inherited-forwardings.ts';
import { findSsh } from '../../../../../main/host/ssh/program.ts';
import { Random } from '../../../../fuzz/random.ts';
import { canBeFarSide } from '../../../../ssh/accounts.ts';
import { dial } from '../../../../ssh/dialled.ts';
import { FarSide } from '../../../../ssh/far-side.ts';
import { ALIASES, generate } from '../config/generated.ts';
import { type Scratch, scratch } from '../scratch.ts';

const run = promisify(execFile);
const WITHIN = 60_000;
const SEED = 20_261_121;
const CONFIGURATIONS = 12;
const FORWARDS = /^(?:local|remote|dynamic)forward /;

describe('a configuration without its ports', () => {
  let home: Scratch;
  let runFolder: string;
  beforeEach(async () => {
    home = await scratch();
    // With what an Include would take for a pattern, and a terminal for two words.
    runFolder = path.join(home.home, 'run [1] of Zoë');
    mkdirSync(runFolder);
  });
  afterEach(() => home.remove());

  const program = async (places: SshPlaces) => ({
    ...(await findSsh({ env: process.env, platform: 'linux' })),
    places,
  });
  const copied = async (places: SshPlaces): Promise<ConfigCopy | null> =>
    await copyConfig(await program(places), runFolder);
  /** What the real ssh says of it: its lines, or what it ends for. */
  const asked = async (file: string, alias: string): Promise<string[]> => {
    const { stdout } = await run('ssh', ['-G', '-F', file, '--', alias], { cwd: runFolder }).catch(
      (error: { stderr: string }) => ({ stdout: error.stderr }),
    );
    return stdout.split('\n').filter((line) => !line.startsWith('Pseudo-terminal'));
  };

  it(
    'is otherwise the same to ssh, for generated configurations and every host of them',
    async () => {
      const random = new Random(SEED);
      let left = 0;
      for (let count = 0; count < CONFIGURATIONS; count += 1) {
        const { files } = generate(random, home.home);
        for (const [name, text] of files) await home.write(name, text);
        const file = path.join(home.home, 'config');
        const copy = await copied(onlyFile(home.places, file));
        for (const alias of ALIASES) {
          const before = await asked(file, alias);
          const after = await asked(copy?.entry ?? file, alias);
          expect(after, alias).toEqual(before.filter((line) => !FORWARDS.test(line)));
          left += before.length - after.length;
        }
        await copy?.remove();
      }
      expect(left).toBeGreaterThan(20);
      expect(readdirSync(runFolder)).toEqual([]);
    },
    WITHIN,
  );

  it('keeps every other line as it stands, whatever its letters', async () => {
    const file = await home.write(
      'config',
      Buffer.concat([
        Buffer.from('Host box\r\n  LOCALforward = "1111" localhost:1\n\tUser '),
        Buffer.from([0xfc]),
        Buffer.from(
          '\nDynamicForward 1112\n "RemoteForward" 1113 localhost:1\n# LocalForward\nSetEnv A="b  c" \n',
        ),
      ]),
    );
    const copy = await copied(onlyFile(home.places, file));
    const folder = path.join(runFolder, path.dirname(copy!.entry));
    const modes = [folder, ...readdirSync(folder).map((name) => path.join(folder, name))].map(
      (each) => statSync(each).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600]);
    const before = await run('ssh', ['-G', '-F', file, 'box'], { encoding: 'latin1' });
    const after = await run('ssh', ['-G', '-F', copy!.entry, 'box'], { encoding: 'latin1', cwd: runFolder });
    expect(before.stdout).toContain('user \u00fc\n');
    expect(before.stdout.split('\n').filter((line) => FORWARDS.test(line))).toHaveLength(3);
    expect(after.stdout).toBe(before.stdout.replace(/^(?:local|remote|dynamic)forward .*\n/gm, ''));
  });

  it('has the system’s behind the user’s, with what each includes from where it begins', async () => {
    const { places } = home;
    await home.write('.ssh/config', 'Host box\n  DynamicForward 1111\n  User ada\n');
    await home.write('etc/more', 'LocalForward 1112 localhost:1\nPort 2222\n');
    await home.write('etc/ssh_config', 'Host *\n  User nobody\n  Include more\n  Compression yes\n');
    const copy = await copied(places);
    const said = await asked(copy!.entry, 'box');
    expect(said).toEqual(expect.arrayContaining(['user ada', 'port 2222', 'compression yes']));
    expect(said.filter((line) => FORWARDS.test(line))).toEqual([]);
    expect(await asked(copy!.entry, 'other')).toContain('user nobody');
  });

  it('leads to a file that is too long to be read here', async () => {
    await home.write('.ssh/config', `User ada\n${'#'.repeat(1024 * 1024)}\n`);
    await home.write('etc/ssh_config', 'Port 7\nLocalForward 1111 localhost:1\n');
    const said = await asked((await copied(home.places))!.entry, 'box');
    expect(said).toEqual(expect.arrayContaining(['user ada', 'port 7']));
    expect(said.filter((line) => FORWARDS.test(line))).toEqual([]);
  });

  it('ends ssh for what is wrong, by the names of the owner’s own files', async () => {
    const words = 'Host box\n  LocalForward 1111 localhost:1\n';
    for (const [text, mode, complaint] of [
      [`${words}  Prot 22\n`, 0o600, 'config: line 3: Bad configuration option: prot'],
      [`${words}  Port\n`, 0o600, 'config line 3: no argument after keyword "port"'],
      [words, 0o666, 'Bad owner or permissions on '],
    ] as const) {
      const file = await home.write('.ssh/config', text, mode);
      const copy = await copied(home.places);
      const said = (await asked(copy!.entry, 'box')).join('\n');
      expect(said).toContain(complaint);
      expect(said).toContain(file);
      await copy?.remove();
    }
  });

  it('ignores the keywords that the owner’s ignores, and no others', async () => {
    await home.write(
      '.ssh/config',
      'IgnoreUnknown UseThis,Use*That\nUseThis yes\nLocalForward 1111 localhost:1\nPort 7\n',
    );
    const copy = await copied(home.places);
    expect(await asked(copy!.entry, 'box')).toContain('port 7');
  });

  it('is not made where no port is forwarded, and says so where a name cannot be written', async () => {
    await home.write('.ssh/config', 'Host box\n# LocalForward 1 a:1\n');
    expect(await copied(home.places)).toBeNull();
    await home.write('.ssh/co"nf', 'LocalForward 1111 localhost:1\n');
    await home.write('.ssh/config', "Include 'co\"nf'\n");
    const config = await readSshConfig(home.places);
    expect(config.files[0]?.directives[0]?.included).toHaveLength(1);
    // In a copy it has a name of ours, and stands there by its own only where it needs none.
    await copied(home.places).then((copy) => copy?.remove());
    await writeFile(path.join(home.home, '.ssh', 'plain'), 'LocalForward 1 a:1\n');
    await home.write('.ssh/co"nf', 'Port 7\n');
    await home.write('.ssh/config', "Include plain 'co\"nf'\n");
    await expect(copied(home.places)).rejects.toMatchObject({ code: 'config' });
    expect(readdirSync(runFolder)).toEqual([]);
  });
});

describe('on Windows', () => {
  it('names files as every ssh there finds them, and leaves out a byte order mark', () => {
    const file = (
      path: string,
      text: string,
      source: ConfigFile['source'],
      included: ConfigFile[] = [],
    ): ConfigFile => ({
      path,
      source,
      bytes: Buffer.from(text),
      directives: readConfigText(text, path, 'win32').directives.map((directive) => ({
        ...directive,
        included: directive.keyword === 'include' ? included : [],
        named: directive.keyword === 'include' ? included.map((each) => each.path) : [],
        means: () => true,
        next: 1,
      })),
    });
    const home = 'C:\\Users\\Ada L';
    const work = file(`${home}\\.ssh\\work`, 'LocalForward 1 a:1\r\n', 'user');
    const plain = file('D:\\shared\\plain', 'Port 7\r\n', 'user');
    const user = file(
      `${home}\\.ssh\\config`,
      '\ufeffUser ada\r\nInclude work D:\\shared\\plain\r\n',
      'user',
      [work, plain],
    );
    const system = file('C:\\ProgramData\\ssh\\ssh_config', 'Port 22', 'system');
    const folder = `${home}\\AppData\\Roaming\\Outpost\\ssh\\config-Ab12cd`;
    const [entry, ...copies] = withoutForwardings(
      { files: [user, system], faults: [], looked: [] },
      folder,
      sshPlaces({ platform: 'win32', home, env: {} }),
    );
    expect(entry?.bytes.toString().split('\n')).toEqual([
      'Host !*',
      'Include "/C:/Users/Ada L/.ssh/config"',
      'Include "/C:/ProgramData/ssh/ssh_config"',
      'Match all',
      'User ada\r',
      'Include "/C:/Users/Ada L/AppData/Roaming/Outpost/ssh/config-Ab12cd/1" "/D:/shared/plain"',
      '',
      'Match all',
      'Include "/C:/ProgramData/ssh/ssh_config"',
      '',
    ]);
    expect(copies.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([['1', '\n']]);
  });
});

describe.runIf(canBeFarSide)('a port of the configuration', () => {
  let far: FarSide;
  beforeAll(async () => {
    far = await FarSide.start();
    await far.jump();
  }, WITHIN);
  afterAll(async () => far?.stop(), WITHIN);

  /** Three that are free: of this side, of the far one (the same machine here), and one for SOCKS. */
  async function account(alias: string, jumped: boolean): Promise<number[]> {
    const servers = [createServer(), createServer(), createServer()];
    for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
    const ports = servers.map((server) => (server.address() as AddressInfo).port);
    for (const server of servers) await new Promise((done) => server.close(done));
    const [local, remote, dynamic] = ports;
    const client = [
      `LocalForward ${local} 127.0.0.1:9`,
      `RemoteForward ${remote} 127.0.0.1:9`,
      `DynamicForward ${dynamic}`,
      'GatewayPorts yes',
    ];
    await far.account(alias, { client, jumped });
    return ports;
  }
  const open = async (ports: readonly number[]): Promise<number[]> => {
    const found = await Promise.all(
      ports.map(
        (port) =>
          new Promise<number | null>((resolve) => {
            const socket = connect(port, '127.0.0.1');
            socket.once('connect', () => {
              socket.destroy();
              resolve(port);
            });
            socket.once('error', () => resolve(null));
          }),
      ),
    );
    return found.filter((port) => port !== null);
  };

  const unshared = async () => ({
    ...(await findSsh({ env: process.env, platform: 'linux' }, far.config)),
    shares: false,
  });

  it(
    'leaves no copy behind when nobody answers',
    async () => {
      const client = ['LocalForward 1 127.0.0.1:9'];
      await far.account('asks', { methods: 'password', password: 'never typed', client });
      const { connection, asked, runFolder } = dial(far, 'asks', { program: unshared });
      const ended = expect(connection.connect()).rejects.toMatchObject({ code: 'cancelled' });
      await asked('terminal');
      expect(readdirSync(runFolder)).toEqual([expect.stringMatching(/^config-/)]);
      await connection.disconnect();
      await ended;
      expect(readdirSync(runFolder)).toEqual([]);
    },
    WITHIN,
  );

  it.each([
    ['shared', true, false],
    ['unshared', false, false],
    ['unshared-jumped', false, true],
  ])(
    'is opened by ssh in a terminal, and not by a connection that is %s',
    async (alias, shares, jumped) => {
      const ports = await account(alias, jumped);
      const terminal = spawn('ssh', ['-F', far.config, alias, 'echo up; cat'], { stdio: 'pipe' });
      await once(terminal.stdout, 'data');
      expect(await open(ports)).toEqual(ports);
      terminal.stdin.end();
      await once(terminal, 'close');
      await expect.poll(() => open(ports), { timeout: WITHIN }).toEqual([]);
      const program = async () => ({ ...(await unshared()), shares });
      const { connection, runFolder, until } = dial(far, alias, { program });
      try {
        // As when it comes back by itself.
        connection.reconnect();
        await until('up');
        expect(await open(ports)).toEqual([]);
        await connection.disconnect();
        await connection.connect();
        expect((await connection.shell?.run('echo here'))?.stdout).toBe('here\n');
        expect(await open(ports)).toEqual([]);
        // Ours are.
        const near = (connection.shell?.ports ?? []).map((port) => port.near);
        expect(near).toHaveLength(shares ? 0 : 4);
        expect(await open(near)).toEqual(near);
        // What ssh was given is gone as soon as it has read it.
        if (!shares) await expect.poll(() => readdirSync(runFolder), { timeout: WITHIN }).toEqual([]);
      } finally {
        await connection.disconnect();
      }
      expect(readdirSync(runFolder)).toEqual([]);
    },
    WITHIN,
  );
});
