/** Files in memory. */
import path from 'node:path';
import type { Disk } from '../../main/host/files/disk.ts';

export class MemoryDisk implements Disk {
  readonly files = new Map<string, Uint8Array>();

  async read(file: string): Promise<Uint8Array | null> {
    return this.files.get(file) ?? null;
  }
  async readBack(file: string, end: number | null, length: number) {
    const data = this.files.get(file);
    if (data === undefined) return null;
    const to = Math.min(end ?? data.length, data.length);
    const from = Math.max(0, to - length);
    return { from, bytes: data.subarray(from, to) };
  }
  async writeDurably(file: string, data: Uint8Array): Promise<void> {
    this.files.set(file, Uint8Array.from(data));
  }
  async appendDurably(file: string, data: Uint8Array): Promise<void> {
    this.files.set(file, Buffer.concat([this.files.get(file) ?? new Uint8Array(), data]));
  }
  async rename(from: string, to: string): Promise<void> {
    const data = this.files.get(from);
    if (data === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    this.files.set(to, data);
    this.files.delete(from);
  }
  async link(from: string, to: string): Promise<void> {
    const data = this.files.get(from);
    if (data !== undefined) this.files.set(to, data);
  }
  async remove(file: string): Promise<void> {
    this.files.delete(file);
  }
  async list(folder: string): Promise<string[]> {
    return [...this.files.keys()]
      .filter((file) => path.dirname(file) === folder)
      .map((file) => path.basename(file));
  }
  async syncFolder(): Promise<void> {}
}
