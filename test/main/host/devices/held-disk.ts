/** A disk whose writes wait until the test lets them go on, or fail. */
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';

export class HeldDisk implements Disk {
  #held: { resolve: () => void; reject: (error: Error) => void }[] | null = null;
  #started: (() => void)[] = [];
  #only = '';

  /** From now on writes wait (of files whose path ends so). @returns when the first of them has begun. */
  hold(only = ''): Promise<void> {
    this.#held = [];
    this.#only = only;
    return new Promise((resolve) => this.#started.push(resolve));
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const { resolve } of held) resolve();
  }

  /** What waits fails; writes after it are done as usual. */
  fail(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const { reject } of held) reject(Object.assign(new Error('disk full'), { code: 'ENOSPC' }));
  }

  async #turn(file: string): Promise<void> {
    if (this.#held === null || !file.replace(/\.new$/, '').endsWith(this.#only)) return;
    for (const started of this.#started.splice(0)) started();
    await new Promise<void>((resolve, reject) => this.#held!.push({ resolve, reject }));
  }

  async writeDurably(file: string, data: Uint8Array): Promise<void> {
    await this.#turn(file);
    await nodeDisk.writeDurably(file, data);
  }
  async appendDurably(file: string, data: Uint8Array): Promise<void> {
    await this.#turn(file);
    await nodeDisk.appendDurably(file, data);
  }
  read = nodeDisk.read;
  readBack = nodeDisk.readBack;
  list = nodeDisk.list;
  rename = nodeDisk.rename;
  link = nodeDisk.link;
  remove = nodeDisk.remove;
  syncFolder = nodeDisk.syncFolder;
}
