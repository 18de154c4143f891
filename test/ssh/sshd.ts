/**
 * One real sshd of this machine on a port of 127.0.0.1 of its own, with host keys of its own and the PAM stack of these
 * tests. It ends with the test, however that ends.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Leashed, startLeashed } from '../../main/host/reach/leash.ts';
import { argvOf, descendantsOf, isAlive, stampOf } from './processes.ts';

const run = promisify(execFile);

/** How an account lets somebody in; as `AuthenticationMethods` of sshd has it. */
export type Methods = 'publickey' | 'password' | 'keyboard-interactive' | 'publickey,keyboard-interactive';

export interface SshdOptions {
  /** Exists, for this server alone. */
  readonly folder: string;
  /** Where the secrets of one-time codes are, one file for each account. */
  readonly codes: string;
  readonly banner?: string;
  /** In place of "Verification code: "; one line. */
  readonly codePrompt?: string;
  /** Further lines of its configuration. */
  readonly config?: readonly string[];
}

const PAM_FOLDER = '/etc/pam.d';
const PAM_PREFIX = 'outpost-test-';

export class Sshd {
  readonly #options: SshdOptions;
  readonly #service: string;
  readonly #methods = new Map<string, Methods>();
  #leash: Leashed | null = null;
  #pid = 0;
  #listening: (() => void) | null = null;
  /** What it wrote. */
  readonly log: string[] = [];
  port = 0;

  constructor(options: SshdOptions) {
    this.#options = options;
    this.#service = `${PAM_PREFIX}${process.pid}-${stampOf(process.pid)}-${path.basename(options.folder)}`;
  }

  /** A new pair of host keys; the running server keeps the old ones until `restart`. */
  async makeHostKeys(): Promise<void> {
    for (const type of ['ed25519', 'ecdsa']) {
      const file = path.join(this.#options.folder, `host_${type}`);
      await rm(file, { force: true });
      await run('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', file]);
    }
  }

  /** As `known_hosts` has it, for all of its keys. */
  knownHosts(port = this.port): string {
    const keys = readdirSync(this.#options.folder).filter((file) => /^host_\w+\.pub$/.test(file));
    const lines = keys.map((file) => readFileSync(path.join(this.#options.folder, file), 'utf8').trim());
    return lines.map((key) => `[127.0.0.1]:${port} ${key}\n`).join('');
  }

  /** As `ssh-keygen -l` prints it. */
  async fingerprint(type: 'ed25519' | 'ecdsa'): Promise<string> {
    const { stdout } = await run('ssh-keygen', ['-lf', path.join(this.#options.folder, `host_${type}.pub`)]);
    return stdout.split(' ')[1] as string;
  }

  async start(): Promise<void> {
    const { folder, codes, codePrompt } = this.#options;
    sweepServices();
    // sshd takes the name of its PAM service from the name that it is called by.
    const program = path.join(folder, this.#service);
    if (!existsSync(program)) await symlink('/usr/sbin/sshd', program);
    await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
    const prompt = codePrompt === undefined ? '' : ` [authtok_prompt=${codePrompt.replaceAll(']', '\\]')}]`;
    await writeFile(
      path.join(PAM_FOLDER, this.#service),
      [
        `auth [success=done ignore=ignore default=die] pam_google_authenticator.so nullok user=root secret=${codes}/\${USER}${prompt}`,
        'auth required pam_unix.so nodelay',
        'account required pam_unix.so',
        'password required pam_unix.so',
        'session required pam_permit.so',
        '',
      ].join('\n'),
    );
    if (this.port === 0) this.port = await freePort();
    await this.#launch(program);
  }

  async stop(): Promise<void> {
    const leash = this.#leash;
    this.#leash = null;
    if (leash !== null) {
      // A session goes on without the server that began it, and holds its output open.
      const sessions = descendantsOf(this.#pid);
      const stopped = leash.stop();
      for (const pid of sessions) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      await stopped;
    }
    await rm(path.join(PAM_FOLDER, this.#service), { force: true });
  }

  /** On the same port. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The sessions end, as when the machine loses its power; the server stays. */
  dropSessions(): void {
    for (const pid of descendantsOf(this.#pid)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }

  /** An account that it lets in, and how. Read again by itself. */
  async admit(account: string, methods: Methods): Promise<void> {
    this.#methods.set(account, methods);
    await this.#writeConfig();
    if (this.#leash === null) return;
    const again = new Promise<void>((done) => {
      this.#listening = done;
    });
    process.kill(this.#pid, 'SIGHUP');
    await again;
  }

  async #writeConfig(): Promise<void> {
    const { folder, banner, config = [] } = this.#options;
    if (banner !== undefined) await writeFile(path.join(folder, 'banner'), banner);
    const lines = [
      `Port ${this.port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${folder}/host_ed25519`,
      `HostKey ${folder}/host_ecdsa`,
      'PidFile none',
      'UsePAM yes',
      'UseDNS no',
      'StrictModes no',
      'PrintMotd no',
      'PasswordAuthentication yes',
      'KbdInteractiveAuthentication yes',
      ...(banner === undefined ? [] : [`Banner ${folder}/banner`]),
      `AllowUsers ${['nobody', ...this.#methods.keys()].join(' ')}`,
      ...config,
      // The first of a kind counts.
      'AllowStreamLocalForwarding yes',
      ...[...this.#methods].flatMap(([name, methods]) => [
        `Match User ${name}`,
        `AuthenticationMethods ${methods}`,
      ]),
      '',
    ];
    await writeFile(path.join(folder, 'sshd_config'), lines.join('\n'));
  }

  async #launch(program: string): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      await this.#writeConfig();
      const listening = await this.#listen(program);
      if (listening) return;
      if (attempt === 5) throw new Error(`sshd did not start:\n${this.log.join('\n')}`);
      this.port = await freePort();
    }
  }

  async #listen(program: string): Promise<boolean> {
    return await new Promise<boolean>((resolve) => {
      const leash = startLeashed({
        command: program,
        args: ['-D', '-e', '-f', path.join(this.#options.folder, 'sshd_config')],
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
        mostLines: Number.POSITIVE_INFINITY,
        heard: (line) => {
          this.log.push(line);
          // The leash says no pid; sshd is the one child of the shell that holds it.
          if (line.startsWith('Server listening')) {
            const pid = descendantsOf(process.pid).find((each) => runs(each, program));
            if (pid !== undefined) this.#pid = pid;
            resolve(pid !== undefined);
            this.#listening?.();
          }
        },
      });
      this.#leash = leash;
      void leash.ended.then(() => resolve(false));
    });
  }
}

/** sshd writes over its own words (`<name>: <program> -D … [listener] …`); the shell that holds it names it too. */
const runs = (pid: number, program: string): boolean => {
  const words = argvOf(pid);
  return words[0] !== '/bin/sh' && words.join(' ').includes(`${program} -D`);
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** What a killed run left behind. */
function sweepServices(): void {
  for (const name of readdirSync(PAM_FOLDER).filter((entry) => entry.startsWith(PAM_PREFIX))) {
    const [pid, stamp] = name.slice(PAM_PREFIX.length).split('-');
    if (!isAlive(Number(pid), stamp)) void rm(path.join(PAM_FOLDER, name), { force: true });
  }
}
