/** Changes of files: where they lie, how much they are, and of what kind. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MAX_TEXT } from '../../../../main/host/weigh/changes.ts';
import type { FileChange } from '../../../../protocol/session/items.ts';
import { TIERS, type Tier } from '../../../../protocol/session/tiers.ts';
import { add, edit, HOME, move, PROJECT, place, remove, update, weigh } from './patch-fixtures.ts';

const tierOf = (...changes: FileChange[]): Tier => weigh(changes).tier;
const rank = (tier: Tier): number => TIERS.indexOf(tier);

describe('where it lies', () => {
  it.each([
    ['src/a.ts', 'continue'],
    [`${PROJECT}/src/a.ts`, 'continue'],
    ['./src/../README.md', 'continue'],
    ['/tmp/notes.txt', 'continue'],
    ['../other/a.ts', 'expand'],
    ['package.json', 'expand'],
    ['src/auth/guard.ts', 'expand'],
    ['docs/auth/guard.md', 'continue'],
    ['.github/workflows/ci.yml', 'commit'],
    ['.GITHUB/Workflows/ci.yml', 'commit'],
    ['.Git/hooks/pre-commit', 'commit'],
    ['infra/main.ts', 'commit'],
    ['.env', 'commit'],
    [`${HOME}/.zshrc`, 'commit'],
    ['/etc/hosts', 'commit'],
    ['docs/привет.md', 'continue'],
    ['docs/Übersicht.md', 'continue'],
    ['src/p\u0430y.ts', 'commit'],
    ['src/a\u202e.ts', 'commit'],
    ['src\uff0fa.ts', 'commit'],
  ] as const)('%s is %s', (path, tier) => {
    expect(tierOf(edit(path))).toBe(tier);
  });

  it('weighs a file where it goes, and where it was', () => {
    expect(tierOf(move('a.txt', 'b.txt'))).toBe('continue');
    expect(tierOf(move('a.txt', '.husky/pre-push'))).toBe('commit');
    expect(tierOf(move('.husky/pre-push', 'a.txt'))).toBe('commit');
  });

  it('follows links', () => {
    const real = (path: string): string => path.replace('/shop/linked', '/.ssh');
    expect(weigh([edit('linked/config')], { real }).tier).toBe('commit');
    const inside = (path: string): string => path.replace('/shop/linked', '/shop/.github/workflows');
    expect(weigh([edit('linked/ci.yml')], { real: inside }).tier).toBe('commit');
    expect(weigh([edit('.github/workflows/ci.yml')], { real: () => `${PROJECT}/a.txt` }).tier).toBe('commit');
  });

  it('takes a project behind a link for the project', () => {
    const real = (path: string): string => path.replace(PROJECT, '/data/shop');
    expect(weigh([edit('src/a.ts')], { real }).tier).toBe('continue');
    expect(weigh([edit('.github/workflows/ci.yml')], { real }).tier).toBe('commit');
  });

  it('knows settings of a home that nobody told of', () => {
    const at = { home: '', real: () => null, project: '/srv/shop', cwd: '/srv/shop' };
    expect(weigh([edit('/home/anna/.ssh/config')], at).tier).toBe('commit');
    expect(weigh([edit('/root/.bashrc')], at).tier).toBe('commit');
    expect(weigh([edit('/home/anna/notes.txt')], at).tier).toBe('expand');
  });

  it('deletes less outside than it writes', () => {
    expect(tierOf(remove('../other/a.ts', 'a'))).toBe('commit');
    expect(tierOf(add('../other/a.ts', 'a'))).toBe('expand');
  });

  it('names what it writes and each secret', () => {
    const { touches, reasons } = weigh([edit('src/a.ts'), edit('.env')]);
    expect(touches.writes).toEqual(['src/a.ts', '.env']);
    expect(touches.secrets).toEqual(['.env']);
    expect(reasons[0]).toEqual({ tier: 'commit', text: 'It writes a secret: .env.' });
  });
});

describe('on Windows', () => {
  const at = {
    platform: 'powershell',
    cwd: 'C:\\Users\\dev\\shop',
    project: 'C:\\Users\\dev\\shop',
    home: 'C:\\Users\\dev',
  } as const;
  it.each([
    ['src\\a.ts', 'continue'],
    ['c:\\Users\\dev\\shop\\src\\a.ts', 'continue'],
    ['.github\\workflows\\ci.yml', 'commit'],
    ['GIT~1\\hooks\\pre-commit', 'commit'],
    ['.git.\\hooks\\pre-commit', 'commit'],
    ['src\\a.ts::$DATA', 'commit'],
    ['..\\other\\a.ts', 'expand'],
    ['D:\\data\\a.ts', 'expand'],
    ['C:\\Users\\dev\\.ssh\\config', 'commit'],
  ] as const)('%s is %s', (path, tier) => {
    expect(weigh([edit(path)], at).tier).toBe(tier);
  });
});

describe('how much it is', () => {
  const files = (count: number): FileChange[] =>
    Array.from({ length: count }, (_, at) => edit(`src/file${at}.ts`));
  const lines = (count: number): string[] => Array.from({ length: count }, (_, at) => `line ${at}`);

  it('is more than a look takes from 11 files or 401 lines on', () => {
    expect(tierOf(...files(10))).toBe('continue');
    expect(tierOf(...files(11))).toBe('expand');
    expect(tierOf(add('src/a.ts', ...lines(400)))).toBe('continue');
    expect(tierOf(add('src/a.ts', ...lines(401)))).toBe('expand');
    expect(tierOf(remove('src/a.ts', ...lines(401)))).toBe('expand');
  });

  it('counts a file once, however its diff is cut, and a renamed one too', () => {
    expect(tierOf(...Array.from({ length: 12 }, () => edit('src/a.ts')))).toBe('continue');
    expect(tierOf(...Array.from({ length: 8 }, (_, at) => move(`src/a${at}.ts`, `src/b${at}.ts`)))).toBe(
      'continue',
    );
  });

  it('deletes three files, and no more', () => {
    const deleted = (count: number): FileChange[] =>
      Array.from({ length: count }, (_, at) => remove(`src/old${at}.ts`, 'x'));
    expect(tierOf(...deleted(3))).toBe('continue');
    expect(tierOf(...deleted(4))).toBe('expand');
  });

  it('is for the desk when it is too long to look through', () => {
    const long = weigh([add('src/a.ts', 'x'.repeat(MAX_TEXT))]);
    expect(long).toMatchObject({ tier: 'commit', deskOnly: true, touches: { hidden: true } });
    expect(weigh([add('src/a.ts', ...lines(60_000))])).toMatchObject({ tier: 'commit', deskOnly: true });
    expect(weigh(files(301))).toMatchObject({ tier: 'commit', deskOnly: true });
    expect(tierOf(edit('a/'.repeat(100)))).toBe('commit');
    expect(weigh([add('src/a.ts', 'x'.repeat(10_001))])).toMatchObject({
      tier: 'expand',
      touches: { hidden: true },
    });
  });
});

describe('of what kind it is', () => {
  it.each([
    ['a binary', { ...edit('a.bin'), diff: 'Binary files a/a.bin and b/a.bin differ\n' }],
    ['bytes that are no text', add('a.txt', 'a\0b')],
    ['an update that shows nothing', { ...edit('src/a.ts'), diff: '' }],
    ['the marks of a conflict', update('src/a.ts', '+<<<<<<< ours', ' a', '+>>>>>>> theirs')],
    ['a conflict that is decided', update('src/a.ts', '-<<<<<<< ours', ' a', '->>>>>>> theirs')],
    ['a snapshot', edit('src/__snapshots__/a.snap')],
    ['a link', { ...add('latest', 'v2'), diff: 'new file mode 120000\n@@ -0,0 +1 @@\n+v2\n' }],
    ['a submodule', { ...edit('lib'), diff: 'new mode 160000\n@@ -1 +1 @@\n-a\n+b\n' }],
  ] as const)('%s is expand', (_, change) => {
    expect(tierOf(change)).toBe('expand');
  });

  it.each([
    ['a key of a cloud', 'key = AKIAABCDEFGHIJKLMNOP'],
    ['a token of GitHub', `t = 'ghp_${'a1'.repeat(18)}'`],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
    ['a password in an address', 'redis://:hunter2@cache.example.com:6379'],
    ['a turned line', "if (a) { /* \u202e } \u2066 */ b('x')"],
    ['nothing between two letters', 'const us\u200ber = 1'],
    ['a letter of another alphabet', "fetch('https://ex\u0430mple.com')"],
    ['letters in full width', 'const \uff41dmin = true'],
  ])('%s in an added line is commit', (_, line) => {
    expect(tierOf(update('src/a.ts', `+${line}`))).toBe('commit');
    expect(tierOf(update('src/a.ts', `-${line}`))).toBe('continue');
  });

  it.each([
    ['a password that is put in later', 'url = `postgres://$' + '{user}:$' + '{pass}@db`'],
    ['an address without a password', 'https://example.com:8443/a@b'],
    ['Cyrillic words', 'Привет, shop'],
    ['a family of emoji', "'👩\u200d💻👨\u200d👩\u200d👧'"],
    ['Persian', "'می\u200cخواهم'"],
    ['an emoji with its colour', "'❤\ufe0f'"],
    ['Greek beside Latin', 'const Δx = x2 - x1'],
  ])('%s in an added line is continue', (_, line) => {
    expect(tierOf(update('src/a.ts', `+${line}`))).toBe('continue');
  });

  it('weighs a link as what it leads to', () => {
    const link = (target: string): FileChange => ({
      ...add('docs/x'),
      diff: `new file mode 120000\n@@ -0,0 +1 @@\n+${target}\n\\ No newline at end of file\n`,
    });
    expect(tierOf(link('~/.aws'))).toBe('commit');
    expect(tierOf(link('../../../.ssh/id_ed25519'))).toBe('commit');
    expect(tierOf(link('../../../other'))).toBe('expand');
  });

  it('sets the executable bit', () => {
    expect(tierOf({ ...edit('run.sh'), diff: 'old mode 100644\nnew mode 100755\n' })).toBe('continue');
  });

  it('is looked at while checks fail', () => {
    expect(weigh([edit('src/a.ts')], {}, true).tier).toBe('expand');
  });
});

describe('for any patch', () => {
  const lines = fc.array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        'expect(a).toBe(1)',
        'it.skip(1)',
        '// @ts-ignore',
        '<<<<<<< a',
        'sk_live_123456789012',
      ),
    ),
    { maxLength: 6 },
  );
  const path = fc.oneof(
    fc.constantFrom(
      'src/a.ts',
      'test/a.test.ts',
      'package.json',
      '.env',
      '../x',
      'docs/a.md',
      'ci/../.git/x',
    ),
    fc.string({ minLength: 1 }),
  );
  const change: fc.Arbitrary<FileChange> = fc.record({
    path,
    kind: fc.constantFrom('add' as const, 'update' as const, 'delete' as const),
    movedTo: fc.option(path),
    diff: fc.oneof(
      lines.map((all) => all.map((line) => `+${line}\n`).join('')),
      lines.map((all) => all.map((line) => `-${line}\n`).join('')),
      fc.string(),
    ),
  });
  const patch = fc.array(change, { minLength: 1, maxLength: 6 });

  test('the order of its files does not matter', () => {
    fc.assert(
      fc.property(patch, (changes) => {
        const unique = [...new Map(changes.map((each) => [each.path, each])).values()];
        expect(weigh(unique.toReversed()).tier).toBe(weigh(unique).tier);
      }),
    );
  });

  test('a file more, other than source beside a test, never makes it less', () => {
    fc.assert(
      fc.property(patch, change, (changes, more) => {
        fc.pre(!changes.some(({ path }) => path === more.path));
        const isProof = weigh(changes).reasons.some(({ text }) => text.includes('what a test expects'));
        fc.pre(!isProof);
        expect(rank(weigh([...changes, more]).tier)).toBeGreaterThanOrEqual(rank(weigh(changes).tier));
      }),
    );
  });

  test('failing checks never make it less, and reasons carry its tier', () => {
    fc.assert(
      fc.property(patch, (changes) => {
        const verdict = weigh(changes);
        expect(rank(weigh(changes, {}, true).tier)).toBeGreaterThanOrEqual(rank(verdict.tier));
        expect(verdict.reasons[0]?.tier ?? 'continue').toBe(verdict.tier);
        expect(verdict.reasons.length).toBeLessThanOrEqual(12);
      }),
    );
  });

  test('where links cannot be looked at, it is weighed by its names', () => {
    expect(weigh([edit('.git/config')], { real: () => null }).tier).toBe('commit');
    expect(weigh([edit('src/a.ts')], { ...place, real: () => null }).tier).toBe('continue');
  });
});
