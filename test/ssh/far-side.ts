/**
 * The far side of the tests: real sshd's with accounts of their own, and the near side's OpenSSH files, which have
 * nothing to do with those of whoever runs the tests. See README.md.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Account, type AccountOptions, makeAccount } from './accounts.ts';
import { CutProxy } from './cut-proxy.ts';
import { oneTimeCode } from './one-time-code.ts';
import { type Methods, Sshd, type SshdOptions } from './sshd.ts';

const run = promisify(execFile);

export interface FarSideOptions extends Pick<SshdOptions, 'banner' | 'codePrompt' | 'config'> {
  /** Whether its host keys are known from the start. Default true. */
  readonly known?: boolean;
}

export interface FarAccountOptions extends AccountOptions {
  /** Default `publickey`. */
  readonly methods?: Methods;
  /** The key that it lets in is a file with this passphrase. */
  readonly passphrase?: string;
  /** Further lines for its alias in the near side's configuration. */
  readonly client?: readonly string[];
  /** Reached through the second server (`ProxyJump`), which `jump()` made. */
  readonly jumped?: boolean;
  /** Reached through this, in place of the server itself. */
  readonly through?: CutProxy;
}

export interface FarAccount extends Account {
  /** What ssh knows it by. */
  readonly alias: string;
  /** The private key's file on the near side. */
  readonly key: string;
  /** Its one-time code of this moment. */
  code(): string;
}

export class FarSide {
  /** Of the near side; its owner alone may read it. */
  readonly folder: string;
  readonly sshd: Sshd;
  /** The near side's configuration, for `ssh -F`. */
  readonly config: string;
  readonly knownHosts: string;
  readonly #accounts: Account[] = [];
  readonly #proxies: CutProxy[] = [];
  #jump: Sshd | null = null;

  private constructor(folder: string, options: FarSideOptions) {
    this.folder = folder;
    this.config = path.join(folder, 'config');
    this.knownHosts = path.join(folder, 'known_hosts');
    this.sshd = this.#server('sshd', options);
  }

  static async start(options: FarSideOptions = {}): Promise<FarSide> {
    const far = new FarSide(mkdtempSync(path.join(tmpdir(), 'outpost-far-')), options);
    try {
      for (const name of ['codes', 'keys', 'bin']) mkdirSync(path.join(far.folder, name));
      writeFileSync(far.config, '');
      writeFileSync(far.knownHosts, '');
      await far.sshd.makeHostKeys();
      await far.sshd.start();
      if (options.known !== false) far.trust();
      return far;
    } catch (error) {
      await far.stop();
      throw error;
    }
  }

  /** Its host keys, and those of the server before it, are known from now on. */
  trust(): void {
    const ports = [this.sshd.port, ...this.#proxies.map((proxy) => proxy.port)];
    const jump = this.#jump?.knownHosts() ?? '';
    writeFileSync(this.knownHosts, ports.map((port) => this.sshd.knownHosts(port)).join('') + jump);
  }

  /** No host key is known. */
  forget(): void {
    writeFileSync(this.knownHosts, '');
  }

  /** Other host keys on the same port: what somebody in between would have. */
  async changeHostKeys(): Promise<void> {
    await this.sshd.makeHostKeys();
    await this.sshd.restart();
  }

  /** A second server, which accounts may be reached through; everybody's key is let in there by an account of its own. */
  async jump(options: Pick<SshdOptions, 'banner'> = {}): Promise<Sshd> {
    const jump = this.#server('jump', options);
    this.#jump = jump;
    await jump.makeHostKeys();
    await jump.start();
    const account = await makeAccount();
    this.#accounts.push(account);
    await this.#key(account, 'jump', '');
    await jump.admit(account.name, 'publickey');
    this.#describe('jump', account.name, jump.port, path.join(this.folder, 'keys', 'jump'), []);
    this.trust();
    return jump;
  }

  /** A network between this computer and the server. */
  async proxy(): Promise<CutProxy> {
    const proxy = await CutProxy.to(this.sshd.port);
    this.#proxies.push(proxy);
    this.trust();
    return proxy;
  }

  async account(alias: string, options: FarAccountOptions = {}): Promise<FarAccount> {
    const { methods = 'publickey', passphrase = '', client = [], jumped, through } = options;
    const account = await makeAccount(options);
    this.#accounts.push(account);
    const key = await this.#key(account, alias, passphrase);
    const secret = randomBytes(20)
      .map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charCodeAt(byte % 32))
      .toString();
    if (methods.includes('keyboard-interactive') && options.expired !== true)
      writeFileSync(path.join(this.folder, 'codes', account.name), `${secret}\n" TOTP_AUTH\n`, {
        mode: 0o400,
      });
    await this.sshd.admit(account.name, methods);
    const lines = [...(jumped === true ? ['ProxyJump jump'] : []), ...client];
    this.#describe(alias, account.name, through?.port ?? this.sshd.port, key, lines);
    return { ...account, alias, key, code: () => oneTimeCode(secret) };
  }

  /**
   * A folder with a program `ssh` that runs the system's with this configuration: to be put in front of a PATH, as
   * companies do it.
   */
  wrapper(): string {
    const folder = path.join(this.folder, 'bin');
    writeFileSync(path.join(folder, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${this.config}' "$@"\n`, {
      mode: 0o755,
    });
    return folder;
  }

  async stop(): Promise<void> {
    for (const proxy of this.#proxies) await proxy.close();
    await this.sshd.stop();
    await this.#jump?.stop();
    for (const account of this.#accounts) await account.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #key(account: Account, name: string, passphrase: string): Promise<string> {
    const file = path.join(this.folder, 'keys', name);
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', file]);
    const folder = path.join(account.home, '.ssh');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'authorized_keys'), readFileSync(`${file}.pub`));
    await run('chown', ['-R', `${account.uid}`, folder]);
    return file;
  }

  #describe(alias: string, user: string, port: number, key: string, lines: readonly string[]): void {
    const known = readFileSync(this.config, 'utf8');
    const block = [
      `Host ${alias}`,
      ...lines,
      'HostName 127.0.0.1',
      `Port ${port}`,
      `User ${user}`,
      `IdentityFile ${key}`,
      'IdentitiesOnly yes',
      'IdentityAgent none',
      `UserKnownHostsFile ${this.knownHosts}`,
      'GlobalKnownHostsFile /dev/null',
    ];
    writeFileSync(this.config, `${known}${block.join('\n  ')}\n\n`, { mode: 0o600 });
  }

  #server(name: string, options: Pick<SshdOptions, 'banner' | 'codePrompt' | 'config'>): Sshd {
    const folder = path.join(this.folder, name);
    mkdirSync(folder);
    return new Sshd({
      ...(options.banner === undefined ? {} : { banner: options.banner }),
      ...(options.codePrompt === undefined ? {} : { codePrompt: options.codePrompt }),
      ...(options.config === undefined ? {} : { config: options.config }),
      folder,
      codes: path.join(this.folder, 'codes'),
    });
  }
}
