/**
 * Accounts on this machine that live as long as a test: names of their own, a home below /home, and gone afterwards with
 * everything that ran as them. Each says in its comment which process it belongs to, so that the next run sweeps up what
 * a killed one left.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { isAlive, stampOf } from './processes.ts';

const run = promisify(execFile);
const PREFIX = 'outpost-t-';
const COMMENT = 'outpost test';
/** useradd and userdel give up when another one holds the file. */
const LOCK = ['/usr/bin/flock', '/run/lock/outpost-test-accounts'] as const;

export interface AccountOptions {
  /** Default /bin/bash. */
  readonly shell?: string;
  readonly password?: string;
  /** It has to be changed before anything else. */
  readonly expired?: boolean;
  /** Written into the home, by path below it. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
  remove(): Promise<void>;
}

/** @throws where the test does not run as root. */
export async function makeAccount(options: AccountOptions = {}): Promise<Account> {
  if (process.getuid?.() !== 0)
    throw new Error('The tests with a real sshd make accounts of their own: run them as root.');
  await sweepAccounts();
  const name = `${PREFIX}${randomBytes(5).toString('hex')}`;
  const home = path.join('/home', name);
  await locked(
    'useradd',
    '-m',
    '-d',
    home,
    '-s',
    options.shell ?? '/bin/bash',
    '-K',
    'HOME_MODE=0700',
    '-c',
    `${COMMENT} ${process.pid} ${stampOf(process.pid)}`,
    name,
  );
  if (options.password !== undefined) {
    const change = run('/usr/sbin/chpasswd');
    change.child.stdin?.end(`${name}:${options.password}\n`);
    await change;
  }
  if (options.expired === true) await locked('chage', '-d', '0', name);
  const uid = passwd().find((entry) => entry.name === name)?.uid as number;
  for (const [file, text] of Object.entries(options.files ?? {})) {
    await mkdir(path.dirname(path.join(home, file)), { recursive: true });
    await writeFile(path.join(home, file), text);
  }
  if (options.files !== undefined) await run('chown', ['-R', `${uid}`, home]);
  await chown(home, uid, uid);
  return { name, uid, home, remove: () => removeAccount(name, uid) };
}

/** What a killed run left behind. */
export async function sweepAccounts(): Promise<void> {
  for (const { name, uid, comment } of passwd()) {
    const [pid, stamp] = comment.slice(COMMENT.length + 1).split(' ');
    if (!name.startsWith(PREFIX) || !comment.startsWith(COMMENT) || isAlive(Number(pid), stamp)) continue;
    await removeAccount(name, uid);
  }
}

async function removeAccount(name: string, uid: number): Promise<void> {
  for (let pass = 0; pass < 20 && killAllOf(uid) > 0; pass += 1)
    await new Promise((done) => setTimeout(done, 20));
  // Its mail spool is not there, which userdel calls an error.
  await locked('userdel', '-r', '-f', name).catch((error) => {
    if (passwd().some((entry) => entry.name === name)) throw error;
  });
}

/** @returns how many there were. The account is of this test alone, so whatever runs as it was started by it. */
function killAllOf(uid: number): number {
  let killed = 0;
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (!new RegExp(`^Uid:\\s+${uid}\\b`, 'm').test(readFileSync(`/proc/${pid}/status`, 'utf8'))) continue;
      process.kill(Number(pid), 'SIGKILL');
      killed += 1;
    } catch {
      // ended while we looked
    }
  }
  return killed;
}

const locked = (command: string, ...args: string[]) =>
  run(LOCK[0], [LOCK[1], command, ...args], { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });

const passwd = () =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, , comment = '']) => ({ name, uid: Number(uid), comment }));

/** Whether this machine and this user can be the far side. */
export const canBeFarSide =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  existsSync('/usr/sbin/sshd') &&
  existsSync('/usr/sbin/useradd');
