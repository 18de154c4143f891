/**
 * The single-instance lock of one user data folder: a socket beside it that the first instance listens on. A second
 * instance hands over its arguments there and is refused. The lock itself is a file, because Electron answers
 * synchronously and a socket cannot.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { lifecycle } from './lifecycle.ts';

export interface SecondInstance {
  readonly argv: string[];
  readonly workingDirectory: string;
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

function takeLockFile(file: string): boolean {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = Number(fs.readFileSync(file, 'utf8'));
    if (holder === process.pid) return true;
    if (isRunning(holder)) return false;
    fs.rmSync(file, { force: true });
    return takeLockFile(file);
  }
}

export class SingleInstance {
  readonly #lockFile: string;
  readonly #address: string;
  readonly #onSecond: (second: SecondInstance) => void;
  #server: net.Server | undefined;

  constructor(userData: string, onSecond: (second: SecondInstance) => void) {
    const id = createHash('sha256').update(path.resolve(userData)).digest('hex').slice(0, 16);
    this.#lockFile = path.join(userData, 'electron-double.lock');
    // Not inside the folder: the path of a socket may not be longer than about 100 bytes.
    this.#address = path.join(os.tmpdir(), `electron-double-${id}.sock`);
    this.#onSecond = onSecond;
  }

  get held(): boolean {
    return this.#server !== undefined;
  }

  /** True for the first instance; a later one hands over its arguments and gets false. */
  request(): boolean {
    if (this.held) return true;
    if (takeLockFile(this.#lockFile)) {
      this.#listen();
      return true;
    }
    const delivered = this.#deliver({ argv: process.argv, workingDirectory: process.cwd() });
    lifecycle.beforeExit(() => delivered);
    return false;
  }

  /** Of who holds it: a second instance that ends leaves it to the first. */
  release(): void {
    if (!this.held) return;
    this.#server?.close();
    this.#server = undefined;
    fs.rmSync(this.#lockFile, { force: true });
  }

  #listen(): void {
    fs.rmSync(this.#address, { force: true });
    this.#server = net.createServer((socket) => {
      let text = '';
      socket.setEncoding('utf8');
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('error', () => socket.destroy());
      socket.on('end', () => {
        socket.end();
        this.#onSecond(JSON.parse(text) as SecondInstance);
      });
    });
    this.#server.listen(this.#address).unref();
  }

  #deliver(second: SecondInstance): Promise<void> {
    return new Promise((resolve) => {
      const socket = net.connect(this.#address, () => socket.end(JSON.stringify(second)));
      socket.on('error', () => resolve());
      socket.on('close', () => resolve());
      socket.resume();
    });
  }
}
