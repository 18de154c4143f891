/** What reading, writing and deleting mean by place and number: the table *Places* of test/corpus/RULES.md. */
import { describe, expect, it } from 'vitest';
import { FileEffects } from '../../../../main/host/weigh/file-effects.ts';
import { Findings } from '../../../../main/host/weigh/findings.ts';
import { type Argument, dynamic, literal } from '../../../../main/host/weigh/shell/argument.ts';
import type { Verdict } from '../../../../main/host/weigh/verdict.ts';
import { tierOf as commandTier, place } from './programs/place.ts';

const verdictOf = (does: (files: FileEffects) => void, cwd: string | null = place.cwd): Verdict => {
  const findings = new Findings();
  does(new FileEffects(place, findings, () => cwd));
  return findings.verdict();
};
const tierOf = (does: (files: FileEffects) => void): string => verdictOf(does).tier;
const one = { recursive: false, bulk: false };
const folder = { recursive: true, bulk: false };
const glob = (text: string): Argument => ({ ...literal(text), glob: true });
const numbered = (count: number): Argument[] =>
  Array.from({ length: count }, (_, index) => literal(`src/${index}.ts`));

describe('by place', () => {
  it.each([
    ['inside', 'src/a.ts', 'continue', 'continue', 'continue', 'expand'],
    ['the project', '.', 'continue', 'continue', 'commit', 'commit'],
    ['temporary', '/tmp/x', 'continue', 'continue', 'continue', 'expand'],
    ['installed', '/usr/lib/x', 'continue', 'commit', 'commit', 'commit'],
    ['system', '/etc/hosts', 'expand', 'commit', 'commit', 'commit'],
    ['devices', '/dev/sda', 'expand', 'commit', 'commit', 'commit'],
    ['home', '/home/dev/.bashrc', 'expand', 'commit', 'commit', 'commit'],
    ['outside', '../other/a.ts', 'expand', 'expand', 'commit', 'commit'],
    ['streams', '/dev/null', 'continue', 'continue', 'commit', 'commit'],
    ['sockets', '/dev/tcp/x/80', 'commit', 'commit', 'commit', 'commit'],
    ['secrets', '.env', 'commit', 'commit', 'commit', 'commit'],
    ['what weighs more', 'src/auth.ts', 'continue', 'expand', 'expand', 'expand'],
    ['what weighs most', '.github/workflows/ci.yml', 'continue', 'commit', 'commit', 'commit'],
  ])('%s: %s', (_name, path, read, write, remove, recursive) => {
    expect({
      read: tierOf((files) => files.read(literal(path))),
      write: tierOf((files) => files.write(literal(path), false, 'x')),
      remove: tierOf((files) => files.remove(literal(path), one)),
      recursive: tierOf((files) => files.remove(literal(path), folder)),
    }).toEqual({ read, write, remove, recursive });
  });

  it('says what is touched', () => {
    expect(
      verdictOf((files) => files.write(literal('/home/dev/shop/src/a.ts'), false)).touches.writes,
    ).toEqual(['src/a.ts']);
    expect(verdictOf((files) => files.read(literal('.env'))).touches.secrets).toEqual(['.env']);
    expect(verdictOf((files) => files.read(literal('/dev/tcp/x/80'))).touches.network).toEqual([]);
    expect(verdictOf((files) => files.write(literal('/dev/null'), false)).touches.writes).toEqual([]);
  });

  it.each(['*', '.', './*', './'])('deletes the project itself: %s', (path) => {
    expect(tierOf((files) => files.remove({ ...literal(path), glob: path.includes('*') }, folder))).toBe(
      'commit',
    );
  });
});

describe('by number', () => {
  it('ten files are written, not eleven', () => {
    const writes = (count: number) =>
      tierOf((files) => {
        for (const path of numbered(count)) files.write(path, false);
      });
    expect([writes(10), writes(11)]).toEqual(['continue', 'expand']);
  });

  it('three files are deleted, not four', () => {
    const removes = (count: number) =>
      tierOf((files) => {
        for (const path of numbered(count)) files.remove(path, one);
      });
    expect([removes(3), removes(4)]).toEqual(['continue', 'expand']);
  });

  it('four hundred lines are written, not one more, in however many files', () => {
    const writes = (...lines: number[]) =>
      tierOf((files) => {
        for (const [at, count] of lines.entries())
          files.write(literal(`src/${at}.ts`), false, 'x\n'.repeat(count));
      });
    expect([writes(400), writes(401), writes(200, 201)]).toEqual(['continue', 'expand', 'expand']);
  });

  it('a pattern, or files that another program names, are many', () => {
    expect(tierOf((files) => files.write(glob('src/*.ts'), false))).toBe('expand');
    expect(tierOf((files) => files.write(literal('src/a.ts'), true))).toBe('expand');
    expect(tierOf((files) => files.write(dynamic('projectFiles'), false))).toBe('expand');
    expect(tierOf((files) => files.remove(glob('src/*.bak'), one))).toBe('expand');
    expect(tierOf((files) => files.remove(literal('a'), { recursive: false, bulk: true }))).toBe('expand');
    // Reading many is reading.
    expect(tierOf((files) => files.read(glob('src/*.ts')))).toBe('continue');
    expect(tierOf((files) => files.read(dynamic('projectFiles')))).toBe('continue');
  });
});

describe('a path that is only known while it runs', () => {
  it.each<[string, Argument, string, string, string, string]>([
    ['anything', dynamic('unknown'), 'expand', 'expand', 'expand', 'commit'],
    ['a new file', dynamic('temporary'), 'continue', 'continue', 'continue', 'expand'],
    ['a word', dynamic('word'), 'continue', 'continue', 'expand', 'expand'],
    ['put together here', dynamic('unknown', '', '…', true), 'commit', 'commit', 'commit', 'commit'],
    ['below a folder that is known', dynamic('unknown', '/etc/'), 'expand', 'commit', 'commit', 'commit'],
    ['above the project', dynamic('unknown', '../'), 'expand', 'expand', 'commit', 'commit'],
  ])('%s', (_name, path, read, write, remove, recursive) => {
    expect({
      read: tierOf((files) => files.read(path)),
      write: tierOf((files) => files.write(path, false)),
      remove: tierOf((files) => files.remove(path, one)),
      recursive: tierOf((files) => files.remove(path, folder)),
    }).toEqual({ read, write, remove, recursive });
  });

  it('is any path where the folder is not known', () => {
    expect(verdictOf((files) => files.remove(literal('a'), one), null).tier).toBe('expand');
    expect(verdictOf((files) => files.read(literal('/etc/hosts')), null).tier).toBe('expand');
  });
});

it('knows a name of letters that look like others, and one that is too long', () => {
  expect(tierOf((files) => files.read(literal('src/\u202eab.ts')))).toBe('commit');
  expect(tierOf((files) => files.read(literal('a'.repeat(5000))))).toBe('expand');
});

it('is told of many files that go over a whole disk or home', () => {
  expect(tierOf((files) => files.unpacks(literal('/')))).toBe('commit');
  expect(tierOf((files) => files.unpacks(literal('/home/dev')))).toBe('commit');
  expect(tierOf((files) => files.unpacks(literal('dist')))).toBe('continue');
});

it('finds a secret among the words of a program that nobody knows', () => {
  expect(tierOf((files) => files.named(literal('.env')))).toBe('commit');
  expect(tierOf((files) => files.named(literal('--file=.env')))).toBe('commit');
  expect(tierOf((files) => files.named(literal('src/a.ts')))).toBe('continue');
});

describe('what the command wrote before', () => {
  it('is what a file holds', () => {
    verdictOf((files) => {
      expect(files.made('a.sh')).toBeUndefined();
      files.write(literal('./a.sh'), false, 'ls');
      expect(files.made('/home/dev/shop/a.sh')).toEqual({ text: 'ls' });
      // It may have been added to, or written only perhaps.
      files.write(literal('a.sh'), false, 'pwd');
      expect(files.made('a.sh')).toEqual({ text: 'ls\npwd' });
      files.write(literal('a.sh'), false, null);
      expect(files.made('a.sh')).toEqual({ text: null });
      files.holds('b.sh', 'id');
      expect(files.made('b.sh')).toEqual({ text: 'id' });
    });
  });

  it('stays a download whatever is written over it', () => {
    verdictOf((files) => {
      files.downloads(literal('x.sh'));
      files.write(literal('x.sh'), false, 'ls');
      expect(files.made('x.sh')).toBe('downloaded');
    });
  });

  it('is not what only changed its rights', () => {
    verdictOf((files) => {
      files.write(literal('a.sh'), false, undefined, false);
      expect(files.made('a.sh')).toBeUndefined();
    });
  });
});

it.each([
  ['scripts/a.sh', 'continue', ['scripts/a.sh']],
  ['../a.sh', 'expand', []],
  ['/tmp/a.sh', 'expand', []],
  ['/usr/bin/x', 'expand', []],
  ['secrets/a.sh', 'commit', []],
])('runs %s', (path, tier, own) => {
  const names: string[] = [];
  expect(tierOf((files) => files.runs(literal(path), (name) => names.push(name)))).toBe(tier);
  expect(names).toEqual(own);
});

// A link that the command makes itself is followed, as one that is there already would be.
it.each([
  ['ln -s / x && rm -rf x/home/dev/work', 'commit'],
  ['ln -s ~/.bashrc x; echo a >> x', 'commit'],
  ['ln -s .. x; rm -rf x/shop-old', 'commit'],
  ['ln -s ~ links/; cat links/dev/.ssh/id_rsa', 'commit'],
  ['ln -s src/a.ts b.ts && cat b.ts', 'continue'],
  ['ln -s ../other . && cat src/a.ts', 'expand'],
])('%s: %s', (command, tier) => {
  expect(commandTier(command)).toBe(tier);
});
