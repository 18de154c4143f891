#!/usr/bin/env node
// @ts-check
/**
 * A stand-in for fpm, which electron-builder fetches from the network: makes a .deb of the arguments that electron-builder
 * gives to fpm, by Debian's own `dpkg-deb`. An argument that it does not know is an error, so that nothing is lost unseen.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Options of fpm to fields of the control file; of those that may come more than once, all are kept. */
const FIELDS = {
  '--name': 'Package',
  '--version': 'Version',
  '--architecture': 'Architecture',
  '--maintainer': 'Maintainer',
  '-d': 'Depends',
  '--deb-recommends': 'Recommends',
  '--deb-priority': 'Priority',
  '--url': 'Homepage',
  '--description': 'Description',
};
const SCRIPTS = { '--after-install': 'postinst', '--after-remove': 'postrm' };
/** Which the control file has no field for, or which are always the same. */
const WITHOUT_FIELD = ['-s', '-t', '--vendor', '--license', '--category', '--deb-compression'];

/** @type {Map<string, string[]>} */
const given = new Map();
/** @type {string[]} */
const files = [];
const known = [...Object.keys(FIELDS), ...Object.keys(SCRIPTS), ...WITHOUT_FIELD, '--package'];
const args = process.argv.slice(2);
while (args.length > 0) {
  const arg = /** @type {string} */ (args.shift());
  if (arg === '--force') continue;
  if (!arg.startsWith('-')) files.push(arg);
  else if (known.includes(arg)) given.set(arg, [...(given.get(arg) ?? []), args.shift() ?? '']);
  else throw new Error(`This stand-in does not know ${arg}.`);
}

const tree = mkdtempSync(join(tmpdir(), 'deb-'));
chmodSync(tree, 0o755);
try {
  for (const each of files) {
    const [from = '', to = ''] = each.split('=');
    const target = join(tree, to);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(from, target, { recursive: true, verbatimSymlinks: true });
  }
  mkdirSync(join(tree, 'DEBIAN'));
  const fields = Object.entries(FIELDS).flatMap(([option, field]) => {
    const values = given.get(option);
    return values === undefined ? [] : [`${field}: ${values.join(', ')}`];
  });
  writeFileSync(join(tree, 'DEBIAN/control'), `${fields.join('\n')}\n`);
  for (const [option, script] of Object.entries(SCRIPTS)) {
    const [file] = given.get(option) ?? [];
    if (file === undefined) continue;
    cpSync(file, join(tree, 'DEBIAN', script));
    chmodSync(join(tree, 'DEBIAN', script), 0o755);
  }
  const [out = ''] = given.get('--package') ?? [];
  execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, out], { stdio: 'inherit' });
} finally {
  rmSync(tree, { recursive: true, force: true });
}
