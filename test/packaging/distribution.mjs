// @ts-check
/**
 * Stand-ins for Electron's own distribution, by system: the files that electron-builder renames, edits and copies, with
 * the names and the shapes that it looks for, and nothing that could run. Each program holds the fuses as Electron 45 has
 * them, so that what is set can be read back.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** What the wire begins with in Electron's binary; then a version, a length, and one digit each (docs/tutorial/fuses.md). */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Electron 45 as it comes: may run as Node, reads NODE_OPTIONS and --inspect, has privileges for file://, traps in Wasm. */
const AS_IT_COMES = '101100011';
const FUSE_WIRE = Buffer.concat([
  Buffer.from(FUSE_SENTINEL),
  Buffer.from([1, AS_IT_COMES.length]),
  Buffer.from(AS_IT_COMES),
]);

/** @param {string} folder @param {Record<string, string | Buffer>} files @param {number} [mode] */
function write(folder, files, mode = 0o644) {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { mode });
  }
}

/** @param {string} folder */
function linux(folder) {
  const elf = Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(64), FUSE_WIRE]);
  write(folder, { electron: elf, 'chrome-sandbox': '', chrome_crashpad_handler: '' }, 0o755);
  write(folder, { LICENSE: '', 'LICENSES.chromium.html': '', 'locales/en-US.pak': '', 'resources.pak': '' });
}

/** @param {string} folder */
function windows(folder) {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.lang = 1033;
  version.setFileVersion(45, 4, 1, 0, 1033);
  version.setStringValues({ lang: 1033, codepage: 1200 }, { OriginalFilename: 'electron.exe' });
  version.outputToResourceEntries(resources.entries);
  // In Electron the wire is data of the program; a resource stays where it is when electron-builder edits others.
  const wire = new Uint8Array(FUSE_WIRE).buffer;
  resources.entries.push({ type: 10, id: 1, lang: 1033, codepage: 1200, bin: wire });
  resources.outputResource(program);
  write(folder, { 'electron.exe': Buffer.from(program.generate()) }, 0o755);
  write(folder, { LICENSE: '', 'LICENSES.chromium.html': '', 'locales/en-US.pak': '', 'resources.pak': '' });
}

/** The head of a 64 bit Mach-O program, by which it and its processor are known. */
const MACH_O = { x64: 0x01000007, arm64: 0x0100000c };

/** @param {string} name */
const plist = (name) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.${name}</string>
<key>CFBundlePackageType</key><string>APPL</string>
</dict></plist>
`;

/** @param {string} folder @param {'x64' | 'arm64'} arch */
function mac(folder, arch) {
  const head = Buffer.alloc(32);
  head.writeUInt32LE(0xfeedfacf, 0);
  head.writeUInt32LE(MACH_O[arch], 4);
  head.writeUInt32LE(2, 12); // a program
  /** @param {string} name */
  const program = (name) => Buffer.concat([head, Buffer.from(name)]);
  const contents = join(folder, 'Electron.app/Contents');
  write(contents, { 'Info.plist': plist('Electron'), PkgInfo: 'APPL????', 'Resources/electron.icns': '' });
  write(contents, { 'MacOS/Electron': program('Electron') }, 0o755);
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const helper = `Electron Helper${kind}`;
    const inside = join(contents, 'Frameworks', `${helper}.app/Contents`);
    write(inside, { 'Info.plist': plist(helper) });
    write(inside, { [`MacOS/${helper}`]: program(helper) }, 0o755);
  }
  const framework = join(contents, 'Frameworks/Electron Framework.framework');
  const library = Buffer.concat([program('Electron Framework'), FUSE_WIRE]);
  write(join(framework, 'Versions/A'), { 'Electron Framework': library }, 0o755);
  write(join(framework, 'Versions/A/Resources'), {
    'Info.plist': plist('Framework'),
    'en.lproj/locale.pak': '',
  });
  symlinkSync('A', join(framework, 'Versions/Current'));
  for (const name of ['Electron Framework', 'Resources'])
    symlinkSync(`Versions/Current/${name}`, join(framework, name));
  write(folder, { LICENSE: '', 'LICENSES.chromium.html': '', version: '' });
}

/**
 * @param {string} folder Does not exist yet.
 * @param {string} system By the names of Node: darwin, win32, linux.
 * @param {string} arch
 * @returns {string} the folder
 */
export function standInElectron(folder, system, arch) {
  mkdirSync(folder, { recursive: true });
  if (system === 'linux') linux(folder);
  else if (system === 'win32') windows(folder);
  else mac(folder, arch === 'arm64' ? 'arm64' : 'x64');
  return folder;
}

/**
 * A stand-in for macOS' `lipo`, which joins two programs into one for both processors: the head of such a file, then both.
 * @param {string} folder Comes into PATH.
 */
export function standInLipo(folder) {
  const code = `#!/bin/sh
# lipo FIRST SECOND -create -output FILE
{ printf '\\312\\376\\272\\276\\000\\000\\000\\002'; cat "$1" "$2"; } > "$5.joined" && mv "$5.joined" "$5" && chmod 755 "$5"
`;
  write(folder, { lipo: code }, 0o755);
}
