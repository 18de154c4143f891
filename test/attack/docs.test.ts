/** What the documents promise about attacks and logs is checked against the tests and the code. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

/** Cells of all table rows in a text, without heads and rules. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(1, line.lastIndexOf('|')).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()));

/** The text of one chapter, without those after it. */
const chapter = (text: string, title: string): string =>
  text.split(/^## /m).find((part) => part.toLowerCase().startsWith(`${title.toLowerCase()}\n`)) ?? '';

/** Names of tests as a file writes them. */
const testsIn = (source: string): string[] =>
  [...source.matchAll(/^\s*(?:test|it)\(\s*(['"`])(.*?)\1,/gm)].map(([, , name]) => name!);

interface Citation {
  readonly file: string;
  readonly names: readonly string[];
}

/** `[label](../test/x.test.ts) › *name*, *name*; [label](../test/y.test.ts) › *name*` */
const citations = (cell: string): Citation[] =>
  cell.split(/; (?=\[)/).map((part) => ({
    file: /\]\(\.\.\/(test\/[^)]+)\)/.exec(part)?.[1] ?? '',
    names: [...part.matchAll(/\*([^*]+)\*/g)].map(([, name]) => name!),
  }));

describe('docs/attacks.md', async () => {
  const attacks = await read('docs/attacks.md');
  const adversaries = rowsOf(chapter(await read('protocol/README.md'), 'Who must not be able to do what'))
    .slice(1)
    .map(([name]) => name!);
  const lines = rowsOf(attacks).filter(([head]) => head !== 'attack');

  test('knows every adversary of the protocol', () => {
    expect(adversaries.length).toBeGreaterThanOrEqual(7);
  });

  test.each(adversaries)('has an attack by %s', (adversary) => {
    expect(rowsOf(chapter(attacks, adversary)).length).toBeGreaterThan(1);
  });

  test('names a test that there is for each attack', async () => {
    for (const [attack, , cell] of lines) {
      for (const { file, names } of citations(cell ?? '')) {
        expect(names, `a test of “${attack}”`).not.toEqual([]);
        const known = testsIn(await read(file));
        for (const name of names) expect(known, `${file} for “${attack}”`).toContain(name);
      }
    }
  });

  test('leaves out no test of an attack', async () => {
    const cited = lines.flatMap(([, , cell]) => citations(cell ?? '').flatMap(({ names }) => names));
    const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.test.ts'));
    for (const file of files.filter((each) => each !== 'docs.test.ts')) {
      for (const name of testsIn(await read(`test/attack/${file}`))) expect(cited, file).toContain(name);
    }
  });
});

describe('docs/security.md', () => {
  test('opens with who the phone is', async () => {
    expect(await read('docs/security.md')).toMatch(/^# .*\n\n\*\*Who serves the client is the phone\.\*\*/);
  });

  test('publishes every field that a log line may have', async () => {
    const [list] = /All fields that a line may have:[\s\S]*?\. A test/.exec(
      await read('docs/security.md'),
    ) ?? [''];
    const published = [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
    const found = new Set<string>();
    for (const folder of ['main', 'relay']) {
      for (const entry of await readdir(join(ROOT, folder), { recursive: true })) {
        if (!entry.endsWith('.ts')) continue;
        for (const name of fieldsLoggedIn(await read(join(folder, entry)))) found.add(name);
      }
    }
    expect([...found].sort()).toEqual([...new Set(published)].sort());
  });

  test('and the search for them bites', () => {
    expect(fieldsLoggedIn("log.info({ secret, at: 1 }, 'x'); this.#log('hosts', { key: 2 })")).toEqual([
      'secret',
      'at',
      'key',
    ]);
  });
});

/** Fields of the objects that are handed to a logger. */
function fieldsLoggedIn(source: string): string[] {
  const calls = [
    ...source.matchAll(/\blog\??\.(?:debug|info|warn|error)\(\s*\{([^}]*)\}/g),
    ...source.matchAll(/#log\('\w+',\s*\{([^}]*)\}/g),
  ];
  return calls.flatMap(([, fields]) =>
    fields!
      .split(',')
      .map((field) => field.split(':')[0]!.trim())
      .filter((field) => field !== ''),
  );
}
