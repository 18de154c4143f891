/**
 * Every name that the double offers must be one of Electron's: checked by tsc against electron.d.ts, so that an upgrade of
 * Electron that drops or renames something is seen here. It guards names, not behaviour.
 */
import { execFile } from 'node:child_process';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { provided } from './src/electron.ts';
import { NativeImage } from './src/native-image.ts';
import { IpcRenderer } from './src/page/isolated-world.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** One name and the TypeScript type that must have it. */
interface Name {
  readonly name: string;
  readonly type: string;
}

const INHERITED = new Set([
  ...Object.getOwnPropertyNames(EventEmitter.prototype),
  ...Object.getOwnPropertyNames(new EventEmitter()),
  ...['constructor', 'length', 'name', 'prototype'],
]);

/** The names of an object and of its classes, without those of EventEmitter and Object. */
function namesOf(value: object): string[] {
  const names: string[] = [];
  for (
    let layer: object | null = value;
    layer &&
    layer !== EventEmitter.prototype &&
    layer !== Object.prototype &&
    layer !== Function.prototype &&
    layer !== EventEmitter;
    layer = Object.getPrototypeOf(layer)
  ) {
    names.push(...Object.getOwnPropertyNames(layer));
  }
  return [...new Set(names)].filter((name) => !INHERITED.has(name));
}

const typed = (names: string[], type: string): Name[] => names.map((name) => ({ name, type }));

function namesOfDouble(): Name[] {
  const exports = Object.entries(provided).flatMap(([name, value]) =>
    typeof value === 'function'
      ? [
          ...typed(namesOf(value), `typeof E.${name}`),
          ...typed(namesOf(value.prototype), name === 'webContents' ? 'E.WebContents' : `E.${name}`),
        ]
      : typed(namesOf(value), `typeof E.${name}`),
  );
  const instances = [
    ...typed(Object.getOwnPropertyNames(new provided.MenuItem({})), 'E.MenuItem'),
    ...typed(namesOf(NativeImage.prototype), 'E.NativeImage'),
    ...typed(namesOf(IpcRenderer.prototype), 'E.IpcRenderer'),
  ];
  return [...typed(Object.keys(provided), 'typeof E'), ...exports, ...instances];
}

/** What tsc says about these names; empty when all of them exist. */
async function complaints(names: readonly Name[]): Promise<string> {
  const folder = path.join(root, 'dist/electron-double');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(fs.mkdtempSync(path.join(folder, 'drift-')), 'names.ts');
  const lines = names.map(
    ({ name, type }, i) =>
      `export const n${i}: keyof ${type.startsWith('typeof') ? `(${type})` : type} = '${name}';`,
  );
  fs.writeFileSync(file, [`import type * as E from 'electron';`, ...lines].join('\n'));
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'esnext',
    '--moduleResolution',
    'bundler',
  ];
  try {
    return await new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [path.join(root, 'node_modules/typescript/bin/tsc'), ...options, '--types', 'node', file],
        { cwd: root },
        (error, stdout, stderr) => (error && !stdout ? reject(new Error(stderr)) : resolve(stdout)),
      );
    });
  } finally {
    fs.rmSync(path.dirname(file), { recursive: true });
  }
}

test('every name of the double exists in electron.d.ts', async () => {
  const names = namesOfDouble();
  expect(names.length).toBeGreaterThan(100);
  expect(await complaints(names)).toBe('');
});

test('a name that Electron does not have is found', async () => {
  expect(await complaints([{ name: 'quitNicely', type: 'typeof E.app' }])).toContain('quitNicely');
});
