import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { presetPolicy } from '../../../../main/host/policy/policy.ts';
import { readPolicy } from '../../../../main/host/policy/policy-text.ts';

const faultsOf = (text: string): string[] => {
  const read = readPolicy(text);
  return read.ok ? [] : read.faults.map(({ message, line, column }) => `${line}:${column} ${message}`);
};
const policyOf = (text: string) => {
  const read = readPolicy(text);
  if (!read.ok) throw new Error(read.faults[0]?.message);
  return read.policy;
};

test('any text is a policy, or has a mistake with a place in it', () => {
  const parts = [
    'preset = "team"',
    '[tiers]',
    'expand = "desk"',
    '[[rules]]',
    'program = "a"',
    '[projects.x]',
    '= {',
    '"',
    "'''",
    '[[',
    'a.b.c = 1',
    '#',
    '\u0000',
    '1979-05-27',
    '\\u{1}',
  ];
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...parts)).map((lines) => lines.join('\n')),
  );
  fc.assert(
    fc.property(text, (given) => {
      const read = readPolicy(given);
      if (read.ok) return;
      for (const { message, line, column } of read.faults) {
        expect(message).toMatch(/\.$/);
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(given.split('\n').length);
        expect(column).toBeGreaterThan(0);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a preset alone is a policy', () => {
  expect(policyOf('preset = "pilot"\n')).toEqual(presetPolicy('pilot'));
});

test('what the owner chose lies over the preset', () => {
  const policy = policyOf(`
preset = "team"
[tiers]
expand = "desk"
[kinds.tool]
continue = "phone"
[expires]
commit = "90m"
[quiet_hours]
from = "22:00"
to = "07:00"
[clients]
relay = "continue"
[[rules]]
answer = "rule"
program = "npm"
arguments = ["run", "test*"]
[[projects]]
folder = "~/src/shop"
tiers = { continue = "phone" }
[[projects.rules]]
answer = "never"
program = "git"
[[environments]]
name = "devbox"
[environments.expires]
expand = "1h"
`);
  expect(policy).toEqual({
    preset: 'team',
    tiers: { expand: 'desk' },
    kinds: { tool: { continue: 'phone' } },
    expires: { continue: 8 * 3_600_000, expand: 8 * 3_600_000, commit: 90 * 60_000 },
    quietHours: { from: '22:00', to: '07:00', questions: 'desk' },
    clients: { own_origin: 'commit', app: 'commit', relay: 'continue', plain_http: 'continue' },
    rules: [{ id: 'rules.1', answer: 'rule', program: 'npm', arguments: ['run', 'test*'] }],
    projects: [
      {
        id: 'projects.1',
        folder: '~/src/shop',
        tiers: { continue: 'phone' },
        kinds: {},
        expires: {},
        rules: [{ id: 'projects.1.rules.1', answer: 'never', program: 'git' }],
      },
    ],
    environments: [
      {
        id: 'environments.1',
        name: 'devbox',
        tiers: {},
        kinds: {},
        expires: { expand: 3_600_000 },
        rules: [],
      },
    ],
  });
});

describe('a mistake is named where it stands', () => {
  test.each<[string, string]>([
    ['preset = "pilot', '1:16 This cannot be understood: Unterminated string constant.'],
    [
      'preset = "team"\npreset = "team"',
      '2:1 This cannot be understood: Defining a key multiple times is invalid.',
    ],
    ['', '1:1 “preset” is missing.'],
    ['preset = "open"', '1:1 “preset” has to be observe, pilot, team or strict.'],
    ['preset = "team"\nrulez = 1', '2:1 “rulez” is nothing that a policy knows.'],
    [
      'preset = "team"\n__proto__ = { preset = "observe" }',
      '2:1 “__proto__” is nothing that a policy knows.',
    ],
    ['preset = "team"\ntiers = 3', '2:1 “tiers” has to be a table.'],
    [
      'preset = "team"\n[tiers]\n  commit = "rule"',
      '3:3 “tiers.commit” has to be phone, hold, desk or never; only “continue” is ever answered by rule.',
    ],
    ['preset = "team"\n[kinds.tools]\nexpand = "desk"', '2:1 “kinds.tools” is nothing that a policy knows.'],
    [
      'preset = "team"\n[[rules]]\nanswer = "desk"\nprogram = "a"\n[[rules]]\nanswer = "yes"\nprogram = "b"',
      '6:1 “rules.2.answer” has to be rule, phone, hold, desk or never.',
    ],
    [
      'preset = "team"\n[[rules]]\nanswer = "desk"',
      '2:1 “rules.1” says about nothing what it is for: it needs program, paths or only.',
    ],
    [
      'preset = "team"\n[[rules]]\nanswer = "desk"\narguments = ["x"]\npaths = ["a"]',
      '4:1 “rules.1.arguments” needs the program that they are given to.',
    ],
    [
      'preset = "team"\n[[rules]]\nanswer = "desk"\nprogram = "a"\narguments = [\n  "x",\n  3,\n]',
      '7:3 “rules.1.arguments.2” has to be a text.',
    ],
    [
      'preset = "team"\n[expires]\nexpand = "2d"',
      '3:1 “expires.expand” has to be a time such as "30m" or "8h", of at most 23 hours.',
    ],
    [
      'preset = "team"\n[quiet_hours]\nfrom = "22:00"\nto = "24:00"',
      '4:1 “quiet_hours.to” has to be a time such as "22:00".',
    ],
    [
      'preset = "team"\n[quiet_hours]\nfrom = "22:00"\nto = "22:00"',
      '4:1 “quiet_hours.to” is the time at which they begin.',
    ],
    ['preset = "team"\n[quiet_hours]\nfrom = "22:00"', '2:1 “quiet_hours.to” is missing.'],
    [
      'preset = "team"\n[[projects]]\nfolder = "shop"',
      '3:1 “projects.1.folder” has to be a whole path, such as "/srv/shop" or "~/src/shop".',
    ],
    [
      'preset = "team"\n[[projects]]\nfolder = "/shop"\n[projects.tiers]\nexpand = "phone"',
      '5:1 “projects.1.tiers.expand” may only be stricter than “hold”, which holds without it.',
    ],
    [
      'preset = "team"\n[kinds.tool]\nexpand = "desk"\n[[environments]]\nname = "devbox"\n[environments.kinds.tool]\nexpand = "hold"',
      '7:1 “environments.1.kinds.tool.expand” may only be stricter than “desk”, which holds without it.',
    ],
    [
      'preset = "strict"\n[[projects]]\nfolder = "/shop"\nexpires.expand = "2h"',
      '4:1 “projects.1.expires.expand” may only be shorter than “1h”, which holds without it.',
    ],
    [
      'preset = "team"\n[[projects]]\nfolder = "/shop"\n[[projects.rules]]\nanswer = "rule"\nprogram = "npm"',
      '5:1 “projects.1.rules.1.answer” has to be phone, hold, desk or never: it may only be stricter.',
    ],
    [
      'preset = "team"\n[[projects]]\nfolder = "/shop"\n[[projects.rules]]\nanswer = "desk"\nprogram = "npm"\nup_to = "commit"',
      '7:1 “projects.1.rules.1.up_to” is nothing that a policy knows.',
    ],
    [
      `preset = "team"\nx = ${'['.repeat(20_000)}`,
      '1:1 This cannot be understood: Lists and tables are nested too deep.',
    ],
    [
      `preset = "team"\nx = [\n${'[\n'.repeat(20_000)}`,
      '1:1 This cannot be understood: Lists and tables are nested too deep.',
    ],
    [`# ${'x'.repeat(200_000)}`, '1:1 It is too long.'],
  ])('%j', (text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  test('all of them at once, in the order of the text', () => {
    expect(
      faultsOf('preset = "x"\n[tiers]\nexpand = "y"\n[zz]\n').map((fault) => fault.split(' ')[0]),
    ).toEqual(['1:1', '3:1', '4:1']);
  });
});
