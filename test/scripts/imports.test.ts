import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { AREAS, areaOf, refusalOf } from './import-rules.ts';

const ROOT = join(import.meta.dirname, '../..');
const TOP_FOLDERS = [...new Set(Object.keys(AREAS).map((area) => area.split('/')[0] as string))];

async function sourceFiles(): Promise<string[]> {
  const lists = await Promise.all(
    TOP_FOLDERS.map(async (folder) => {
      const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true }).catch(
        () => [],
      );
      return entries
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
        .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
    }),
  );
  return lists.flat().sort();
}

/** All that a file imports or re-exports, types included. */
function specifiersOf(file: string, text: string): string[] {
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const exported = module.staticExports.flatMap((each) =>
    each.entries.flatMap((entry) => entry.moduleRequest ?? []),
  );
  const literal = /^(['"`])(.*)\1$/s;
  return [
    ...module.staticImports.map((each) => each.moduleRequest.value),
    ...exported.map((request) => request.value),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => {
      const source = text.slice(start, end);
      // A computed import could name anything; the rules name what they allow.
      return literal.exec(source)?.[2] ?? `computed:${source}`;
    }),
  ];
}

describe('imports point one way', async () => {
  const files = await sourceFiles();

  it.each(Object.keys(AREAS))('%s knows only what it is meant to know', async (area) => {
    const refusals: string[] = [];
    for (const file of files.filter((each) => areaOf(each) === area)) {
      for (const specifier of specifiersOf(file, await readFile(join(ROOT, file), 'utf8'))) {
        const refusal = refusalOf(file, specifier);
        if (refusal !== undefined) refusals.push(`${file}: ${refusal}`);
      }
    }
    expect(refusals).toEqual([]);
  });

  it('every source file belongs to a part', () => {
    expect(files.filter((file) => areaOf(file) === undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });

  it('every rule has a reason', () => {
    for (const { areas, packages } of Object.values(AREAS)) {
      for (const reason of [...Object.values(areas), ...Object.values(packages)])
        expect(reason).toMatch(/\w+.* \w+/);
    }
  });
});

describe('the rules bite', () => {
  it.each([
    ['protocol/link.ts', 'node:crypto'],
    ['protocol/link.ts', './node/suite.ts'],
    ['protocol/link.ts', 'ws'],
    ['relay/room.ts', '../main/host/options.ts'],
    ['main/contract/state.ts', '../host/options.ts'],
    ['main/contract/state.ts', 'node:net'],
    ['main/host/host.ts', 'electron'],
    ['main/host/host.ts', '../headless/qr.ts'],
    ['main/desktop/tray.ts', '../headless/qr.ts'],
    ['main/desktop/tray.ts', '../../relay/server.ts'],
    ['preload/preload.ts', 'node:fs'],
    ['preload/preload.ts', '../main/host/options.ts'],
    ['renderer/app.tsx', '../phone/client/types.ts'],
    ['phone/app.tsx', '../protocol/node/suite.ts'],
    ['phone/app.tsx', '../main/contract/state.ts'],
    ['phone/app.tsx', 'node:buffer'],
    ['ui/button.tsx', '../phone/client/types.ts'],
    ['ui/button.tsx', 'valibot'],
    ['main/stray.ts', 'react'],
    ['main/host/host.ts', '../../test/model/model.ts'],
    ['main/host/host.ts', 'computed:name'],
  ])('%s may not import %s', (file, specifier) => {
    expect(refusalOf(file, specifier)).toBeDefined();
  });

  it.each([
    ['protocol/link.ts', './bytes.ts'],
    ['protocol/node/suite.ts', '../suite.ts'],
    ['protocol/node/suite.ts', 'node:crypto'],
    ['relay/server.ts', '../protocol/node/suite.ts'],
    ['main/host/host.ts', '../contract/contract.ts'],
    ['phone/app.tsx', '../ui/icons.svg?url'],
    ['phone/app.tsx', 'react-dom/client'],
    ['protocol/identity.ts', '@noble/curves/ed25519.js'],
  ])('%s may import %s', (file, specifier) => {
    expect(refusalOf(file, specifier)).toBeUndefined();
  });

  it('finds every kind of import', () => {
    const text = `
      import a from './a.ts';
      import type { B } from './b.ts';
      import './c.css';
      export * from './d.ts';
      export { e } from './e.ts';
      const f = await import('./f.ts');
      const g = await import(name);`;
    expect(specifiersOf('x.ts', text)).toEqual([
      './a.ts',
      './b.ts',
      './c.css',
      './d.ts',
      './e.ts',
      './f.ts',
      'computed:name',
    ]);
  });
});
