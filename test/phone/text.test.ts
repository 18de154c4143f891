import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plural } from '../../phone/text/plural.ts';
import { literalTexts } from './literal-texts.ts';

const PHONE = join(import.meta.dirname, '../../phone');

async function filesOutsideOfText(): Promise<string[]> {
  const entries = await readdir(PHONE, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(PHONE, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.startsWith('text/'))
    .sort();
}

async function textsIn(file: string): Promise<string[]> {
  return literalTexts(file, await readFile(join(PHONE, file), 'utf8'));
}

describe('all text that a person reads stands in phone/text', async () => {
  const files = await filesOutsideOfText();

  it.each(files)('%s has none of its own', async (file) => {
    expect(await textsIn(file)).toEqual([]);
  });
});

describe('what counts as text', () => {
  const found = (source: string) => literalTexts('example.tsx', source);

  it('is what stands between tags, one word too', () => {
    expect(found('const a = <b>Save</b>;')).toEqual(['Save']);
    expect(found('const a = <b> · </b>;')).toEqual([]);
  });

  it('is what an element is called', () => {
    expect(found('const a = <nav aria-label="Main" className="main bar" data-tone="plain" />;')).toEqual([
      'Main',
    ]);
    expect(found(`const a = <Empty title={gone ? \`Gone \${where}\` : 'here'} />;`)).toEqual([
      'Gone …',
      'here',
    ]);
  });

  it('is an expression that becomes a text between tags', () => {
    expect(found("const a = <b>{on ? 'Stop' : words.start}</b>;")).toEqual(['Stop']);
    expect(found('const a = <b>{kind === \'Stop\' && <i data-kind="a" />}</b>;')).toEqual([]);
  });

  it('is a sentence anywhere, but not what an error says to us', () => {
    expect(found("const a = 'Nothing is lost';")).toEqual(['Nothing is lost']);
    expect(found("throw new Error('The store is closed');")).toEqual([]);
    expect(found("const a = 'outpost-connection', b = 'Enter', c = 'a b';")).toEqual([]);
  });
});

describe('what is counted', () => {
  it('takes the form and the number of the language', () => {
    const files = (count: number) => plural(count, { one: '# file', other: '# files' });
    expect([files(0), files(1), files(2), files(1234)]).toEqual([
      '0 files',
      '1 file',
      '2 files',
      '1,234 files',
    ]);
    expect(plural(1, { other: '# $& left' })).toBe('1 $& left');
  });
});
