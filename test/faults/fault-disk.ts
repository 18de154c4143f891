/** A disk that fails, or lets the process die, at a step of its choice. */
import * as fs from 'node:fs/promises';
import { type Disk, nodeDisk } from '../../main/host/files/disk.ts';

/**
 * Every operation that changes something is a step before it is done; those that are more than one step for the disk
 * are another one in the middle: half of the bytes written, the old name gone and the new one not there.
 */
export class FaultDisk implements Disk {
  readonly #strike: (step: number, what: string) => void;
  steps = 0;

  /** @param strike is asked at each step, counted from 1; it may throw, or not return. */
  constructor(strike: (step: number, what: string) => void) {
    this.#strike = strike;
  }

  read = nodeDisk.read;
  readBack = nodeDisk.readBack;
  list = nodeDisk.list;

  async writeDurably(file: string, data: Uint8Array): Promise<void> {
    this.#step('write');
    await this.#half(file, data, 'w', 'write half');
    await nodeDisk.writeDurably(file, data);
  }

  async appendDurably(file: string, data: Uint8Array): Promise<void> {
    this.#step('append');
    const before = await fs.stat(file).then(
      ({ size }) => size,
      () => null,
    );
    await this.#half(file, data, 'a', 'append half');
    if (before === null) await fs.rm(file, { force: true });
    else await fs.truncate(file, before);
    await nodeDisk.appendDurably(file, data);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step('rename');
    await nodeDisk.rename(from, to);
  }

  async link(from: string, to: string): Promise<void> {
    this.#step('link');
    await fs.rm(to, { force: true });
    this.#step('link half');
    await nodeDisk.link(from, to);
  }

  async remove(file: string): Promise<void> {
    this.#step('remove');
    await nodeDisk.remove(file);
  }

  async syncFolder(folder: string): Promise<void> {
    this.#step('sync');
    await nodeDisk.syncFolder(folder);
  }

  async #half(file: string, data: Uint8Array, flag: 'w' | 'a', what: string): Promise<void> {
    await fs.writeFile(file, data.subarray(0, data.length >> 1), { flag, mode: 0o600 });
    this.#step(what);
  }

  #step(what: string): void {
    this.#strike(++this.steps, what);
  }
}

export const diskFull = (): Error => Object.assign(new Error('disk full'), { code: 'ENOSPC' });
