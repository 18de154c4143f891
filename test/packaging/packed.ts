/** What a packed app holds, read by other means than those it was made with where there are any. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { NtExecutable, NtExecutableResource } from 'resedit';
import { FUSE_SENTINEL } from './distribution.mjs';

interface Asar {
  listPackage(file: string, options: { isPack: boolean }): string[];
  statFile(file: string, name: string): { files?: object; size?: number; unpacked?: boolean };
  extractFile(file: string, name: string): Buffer;
  extractAll(file: string, folder: string): void;
  getRawHeader(file: string): { headerString: string };
}
const asar = createRequire(import.meta.url)('@electron/asar') as Asar;

export interface PackedFile {
  readonly name: string;
  readonly bytes: number;
  /** Beside the archive, as a file of its own. */
  readonly unpacked: boolean;
}

export class PackedApp {
  readonly archive: string;
  readonly #resources: string;
  constructor(resources: string) {
    this.#resources = resources;
    this.archive = path.join(resources, 'app.asar');
  }

  files(): PackedFile[] {
    return asar
      .listPackage(this.archive, { isPack: false })
      .map((name) => ({ name: name.slice(1), entry: asar.statFile(this.archive, name.slice(1)) }))
      .filter(({ entry }) => entry.files === undefined)
      .map(({ name, entry }) => ({ name, bytes: entry.size ?? 0, unpacked: entry.unpacked === true }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Those that really lie beside the archive, whatever its list says, with their modes. */
  beside(): Record<string, string> {
    const folder = path.join(this.#resources, 'app.asar.unpacked');
    const names = (fs.readdirSync(folder, { recursive: true }) as string[]).sort();
    const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
    const mode = (name: string) => (fs.statSync(path.join(folder, name)).mode & 0o777).toString(8);
    return Object.fromEntries(files.map((name) => [name, mode(name)]));
  }

  package(): Record<string, unknown> {
    return JSON.parse(asar.extractFile(this.archive, 'package.json').toString());
  }

  /** What Electron compares the archive with before it runs anything of it: the digest of the list of its files. */
  digest(): string {
    return createHash('sha256').update(asar.getRawHeader(this.archive).headerString).digest('hex');
  }

  extract(folder: string): void {
    asar.extractAll(this.archive, folder);
  }
}

/** The fuses of a program, one digit each; for a program of two halves, of both. */
export function fuses(program: string): string[] {
  const code = fs.readFileSync(program).toString('latin1');
  return code
    .split(FUSE_SENTINEL)
    .slice(1)
    .map((wire) => wire.slice(2, 2 + wire.charCodeAt(1)));
}

/** What a Windows program was told to compare its archive with. */
export function windowsIntegrity(program: string): unknown {
  const { entries } = NtExecutableResource.from(NtExecutable.from(fs.readFileSync(program)));
  const entry = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
  return entry && JSON.parse(Buffer.from(entry.bin).toString());
}

/** Properties and entitlements, which are lists of keys in XML; only the kinds of values that are used here. */
export function propertyList(file: string): Record<string, unknown> {
  const plist = createRequire(import.meta.url)('plist') as { parse(xml: string): Record<string, unknown> };
  return plist.parse(fs.readFileSync(file, 'utf8'));
}
