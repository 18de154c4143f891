/** The engine: what it promises of any text, and how words that a command makes itself are read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weighCommand } from '../../../../main/host/weigh/command.ts';
import { TIERS } from '../../../../protocol/session/tiers.ts';
import { place, tierOf } from './programs/place.ts';

const SEED = { seed: 6, numRuns: 300 };
const rank = (command: string): number => TIERS.indexOf(tierOf(command));
/** As one word of a shell, whatever it is. */
const single = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const PIECES = [
  ...[
    'git',
    'push',
    'status',
    'rm',
    '-rf',
    'src',
    '~',
    '/',
    '..',
    'cat',
    '.env',
    'echo',
    'npm',
    'test',
    'curl',
  ],
  ...[
    ' ',
    ' ',
    '\n',
    ';',
    '&&',
    '||',
    '|',
    '&',
    '(',
    ')',
    '{',
    '}',
    '$(',
    '`',
    '"',
    "'",
    '\\',
    '$x',
    '<<E',
    '>',
    '<',
  ],
  ...[
    'if ',
    'then ',
    'fi',
    'for x in ',
    'do ',
    'done',
    'case ',
    'esac',
    '=',
    '${x:-',
    '[',
    ']',
    '*',
    '#',
    '\0',
    '\ud800',
    '\u202e',
  ],
];
const shellLike = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));
const readable = fc.constantFrom(
  'git push',
  'git status',
  'ls src',
  'rm -rf dist',
  'cat .env',
  'npm test',
  'curl https://a.example',
);

describe('any text', () => {
  test('has a verdict, and the same one again', () => {
    fc.assert(
      fc.property(fc.oneof(shellLike, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        const { verdict } = weighCommand(text, place);
        expect(TIERS).toContain(verdict.tier);
        expect(verdict.reasons.length).toBeLessThanOrEqual(12);
        expect(weighCommand(text, place).verdict).toEqual(verdict);
      }),
      SEED,
    );
  });

  test('is not rated lower for what stands beside it', () => {
    fc.assert(
      fc.property(
        readable,
        readable,
        fc.constantFrom('; ', ' && ', ' || ', ' | ', ' & ', '\n'),
        (one, two, between) => {
          expect(rank(one + between + two)).toBeGreaterThanOrEqual(Math.max(rank(one), rank(two)));
        },
      ),
      SEED,
    );
  });

  test('is not rated lower in a shell of its own', () => {
    fc.assert(
      // Text that begins like an option is one.
      fc.property(
        shellLike.filter((text) => !/^[-+]/.test(text)),
        (text) => {
          expect(rank(`sh -c ${single(text)}`)).toBeGreaterThanOrEqual(rank(text));
        },
      ),
      SEED,
    );
  });
});

test.each([
  ['a megabyte of one letter', 'a'.repeat(1 << 20)],
  ['a megabyte of commands', 'git push;'.repeat(120_000)],
  ['thousands of words', `git add ${'a '.repeat(30_000)}`],
  ['thousands of commands', 'ls;'.repeat(20_000)],
  ['a sum of thousands', `echo $((${'1+'.repeat(30_000)}1))`],
  ['substitutions 10,000 deep', `${'$('.repeat(10_000)}a${')'.repeat(10_000)}`],
  [
    'shells 20 deep',
    Array.from({ length: 20 }).reduce<string>((text) => `sh -c ${single(text).slice(0, 60_000)}`, 'ls'),
  ],
  [
    'variables that double',
    `${Array.from({ length: 200 }, (_, at) => `v${at}=$v${at - 1}$v${at - 1}`).join(';')};$v199`,
  ],
])('%s is followed no further than it is worth, and not rated low', (_name, text) => {
  expect(['expand', 'commit']).toContain(tierOf(text));
});

test.each([1 << 20, 65 * 1024])('a text of %i characters is for the desk', (length) => {
  expect(weighCommand('a'.repeat(length), place).verdict).toMatchObject({ deskOnly: true, tier: 'commit' });
});

test.each([
  // What can be read is read.
  ['x=status; git log --grep "$x"', 'continue'],
  ['f=src/a.ts; cat "${f%.ts}.js" "${f##*/}"', 'continue'],
  ['f=src/a.ts; cp "$f" "${f/src/lib}"', 'continue'],
  ['files=(a.ts b.ts); cat "${files[1]}" "${files[@]}"', 'continue'],
  ['cat "$(echo src/a.ts)"', 'continue'],
  ['cat "${FILE:-.env}"', 'commit'],
  ['cat "${HOME:+~/.ssh/id_rsa}"', 'commit'],
  // What cannot, is not taken for something that somebody else chose.
  ['read -r f <<< .env; cat "$f"', 'commit'],
  ['printf -v f %s .env; cat "$f"', 'commit'],
  ['set -- -D old; git branch "$@"', 'commit'],
  ['v=-D; n=v; git branch "${!n}" old', 'commit'],
  ['declare -n n=v; v=-D; git branch $n old', 'commit'],
  ['git branch "$(rev <<< D-)" old', 'commit'],
  ['git branch "$(echo LUQ= | base64 -d)" old', 'commit'],
  ['declare -l v=-D; git branch "$v" old', 'commit'],
  // A file that it writes is all that was ever put into it.
  ["echo 'git push' > x.sh; echo ls >> x.sh; bash x.sh", 'commit'],
  ["echo 'git push' > x.sh; false && echo ls > x.sh; bash x.sh", 'commit'],
  ['echo ls > x.sh; bash x.sh', 'continue'],
  ['bash -c "echo \'git push\' > x.sh; bash x.sh" <<< ls', 'commit'],
  // Heredocs without quotes lose their backslashes.
  ['bash <<E\nx=push; git \\$x\nE', 'commit'],
  // The parser ends this pattern too early.
  [': "${HOME/$(cat < ~/.ssh/id_rsa)}"', 'commit'],
  // Wrappers in their less usual forms.
  ['command -- git push', 'commit'],
  ['env - git push', 'commit'],
  ['xargs cp a /usr/local/bin/a </dev/null', 'commit'],
  ['flock .l timeout 9 sh -c "git push"', 'commit'],
  ['nobodyknows -x git push', 'commit'],
  ["bash -c +x 'git push'", 'commit'],
])('%s is %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});

// Bash takes a backslash at the end of a line away as it reads the heredoc, also where it stands in quotes.
test.each([
  ["cat <<E\n$(git 'pu\\\nsh')\nE", 'commit'],
  ["cat <<E\n$(cat '/home/dev/.s\\\nsh/id_rsa')\nE", 'commit'],
  ["cat <<E\n${x:-$(cat 'a\\\nb')}\nE", 'commit'],
  ["cat <<'E'\n$(cat 'a\\\nb')\nE", 'continue'],
  ['cat <<E\n$(cat a.ts \\\n b.ts)\nE', 'continue'],
])('%j: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
