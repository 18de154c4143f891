import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyChange, RuleText } from '../../../../main/contract/policy.ts';
import { edited } from '../../../../main/host/policy/policy-edit.ts';
import { readPolicy } from '../../../../main/host/policy/policy-text.ts';
import { presetText } from '../../../../main/host/policy/preset-text.ts';

const changed = (text: string, ...changes: PolicyChange[]): string =>
  changes.reduce((now, change) => {
    const result = edited(now, change);
    if (!result.ok) throw new Error(result.why);
    return result.text;
  }, text);
const cell = (
  tier: 'steer' | 'continue' | 'expand' | 'commit',
  handling: 'rule' | 'phone' | 'hold' | 'desk' | 'never' | null,
  kind: 'tool' | 'command' | null = null,
): PolicyChange => ({ what: 'cell', kind, tier, handling });

const OWNERS = `# Ours, since March.
preset = "team" # as agreed

[tiers]
# Anna wants to see these.
expand = "desk"   # for now

# What we do by hand.
[[rules]]
answer = "never" # always
program = "git"
arguments = ["push", "**"]

# Docs are free.
[[rules]]
answer = "phone"
paths = [
  "docs/**", # all of them
]

[[projects]]
folder = "/srv/shop"
tiers.expand = "never"
`;

describe('one change', () => {
  test('of a value replaces that value, and no comment', () => {
    expect(changed(OWNERS, { what: 'preset', preset: 'strict' }, cell('expand', 'never'))).toBe(
      OWNERS.replace('"team"', '"strict"').replace('expand = "desk"', 'expand = "never"'),
    );
  });

  test('of what is not there yet is written where it belongs', () => {
    expect(changed(OWNERS, cell('continue', 'phone'))).toBe(
      OWNERS.replace('# for now\n', '# for now\ncontinue = "phone"\n'),
    );
    expect(changed(OWNERS, cell('expand', 'desk', 'tool'))).toBe(
      `${OWNERS}\n[kinds.tool]\nexpand = "desk"\n`,
    );
    expect(changed(OWNERS, { what: 'client', client: 'relay', tier: 'steer' })).toBe(
      `${OWNERS}\n[clients]\nrelay = "steer"\n`,
    );
    expect(changed(OWNERS, { what: 'expires', tier: 'commit', time: '90m' })).toBe(
      `${OWNERS}\n[expires]\ncommit = "90m"\n`,
    );
  });

  test('back to the preset takes the line away', () => {
    expect(changed(OWNERS, cell('expand', null))).toBe(OWNERS.replace('expand = "desk"   # for now\n', ''));
    expect(changed(OWNERS, cell('commit', null))).toBe(OWNERS);
  });

  test('of the quiet hours writes and takes away their table', () => {
    const hours = { from: '22:00', to: '07:00', days: ['fri', 'sat'], questions: 'wait' } as const;
    const quiet = changed(OWNERS, { what: 'quietHours', hours: { ...hours, days: [...hours.days] } });
    expect(quiet).toBe(
      `${OWNERS}\n[quiet_hours]\nfrom = "22:00"\nto = "07:00"\ndays = ["fri", "sat"]\nquestions = "wait"\n`,
    );
    const daily = changed(quiet, {
      what: 'quietHours',
      hours: { from: '21:00', to: '07:00', questions: 'wait' },
    });
    expect(daily).toBe(quiet.replace('22:00', '21:00').replace('days = ["fri", "sat"]\n', ''));
    expect(changed(daily, { what: 'quietHours', hours: null })).toBe(`${OWNERS}\n`);
  });

  test('of a part of the quiet hours leaves the rest as somebody else made it', () => {
    const hours = { from: '22:00', to: '07:00', days: ['fri' as const], questions: 'wait' as const };
    const quiet = changed(OWNERS, { what: 'quietHours', hours });
    const part = (part: object) => ({ what: 'quietHoursPart' as const, part });
    expect(changed(changed(quiet, part({ to: '06:00' })), part({ questions: 'desk' }))).toBe(
      quiet.replace('07:00', '06:00').replace('"wait"', '"desk"'),
    );
    expect(changed(quiet, part({}))).toBe(quiet);
  });

  test('adds a rule behind the others, and takes one away with nothing around it', () => {
    const rule: RuleText = {
      answer: 'hold',
      program: 'npm',
      arguments: ['run', '"a\\b"'],
      outside_sandbox: true,
    };
    const more = changed(OWNERS, { what: 'addRule', rule });
    const lines =
      '\n[[rules]]\nanswer = "hold"\nprogram = "npm"\narguments = ["run", "\\"a\\\\b\\""]\noutside_sandbox = true\n';
    expect(more).toBe(OWNERS.replace('# all of them\n]\n', `# all of them\n]\n${lines}`));
    expect(changed(more, { what: 'removeRule', index: 2, revision: '' })).toBe(
      OWNERS.replace(']\n\n[[projects]]', ']\n\n[[projects]]'),
    );
    expect(changed(OWNERS, { what: 'removeRule', index: 0, revision: '' })).toBe(
      OWNERS.replace(/\[\[rules\]\]\nanswer = "never"[\s\S]*?"\*\*"\]\n\n/, ''),
    );
  });

  test('keeps the line ends of the file, and ends a last line that has none', () => {
    expect(changed('preset = "team"', cell('expand', 'desk'))).toBe(
      'preset = "team"\n\n[tiers]\nexpand = "desk"\n',
    );
    expect(changed('preset = "team"\r\n', cell('expand', 'desk'))).toBe(
      'preset = "team"\r\n\r\n[tiers]\r\nexpand = "desk"\r\n',
    );
  });

  test('of an inline table or a dotted key is made in its place', () => {
    expect(changed('preset = "team"\ntiers = { expand = "desk" }\n', cell('expand', 'hold'))).toBe(
      'preset = "team"\ntiers = { expand = "hold" }\n',
    );
    expect(changed('preset = "team"\nkinds.tool.expand = "desk"\n', cell('expand', 'hold', 'tool'))).toBe(
      'preset = "team"\nkinds.tool.expand = "hold"\n',
    );
  });
});

describe('is refused, with a sentence,', () => {
  const whyNot = (text: string, change: PolicyChange) => {
    const result = edited(text, change);
    return result.ok ? null : result.why;
  };
  test('where the file is written in a way that it cannot change', () => {
    const byHand =
      'This part of policy.toml is written in a way that only you can change. Edit the file by hand.';
    expect(whyNot('preset = "team"\ntiers = { expand = "desk" }\n', cell('continue', 'phone'))).toBe(byHand);
    const two = 'preset = "team"\ntiers = { expand = "desk", commit = "never" }\n';
    expect(whyNot(two, cell('expand', null))).toBe(byHand);
    const rules = 'preset = "team"\nrules = [{ answer = "desk", program = "a" }]\n';
    expect(whyNot(rules, { what: 'addRule', rule: { answer: 'desk', program: 'b' } })).toBe(byHand);
    expect(whyNot(rules, { what: 'removeRule', index: 0, revision: '' })).toBe(byHand);
  });

  test('where the policy would not hold', () => {
    expect(whyNot(OWNERS, cell('commit', 'rule'))).toContain('only “continue” is ever answered by rule');
    const shop = 'preset = "pilot"\n[[projects]]\nfolder = "/srv/shop"\ntiers.continue = "hold"\n';
    expect(whyNot(shop, { what: 'preset', preset: 'observe' })).toContain('may only be stricter');
    expect(whyNot(OWNERS, { what: 'addRule', rule: { answer: 'desk' } })).toContain('what it is for');
    expect(whyNot(OWNERS, { what: 'removeRule', index: 2, revision: '' })).toBe(
      'There is no such rule any more.',
    );
    expect(whyNot(OWNERS, { what: 'quietHoursPart', part: { to: '06:00' } })).toBe(
      'There are no quiet hours any more.',
    );
  });
});

test('any changes, one behind the other, leave a policy, each comment, and what the last one said', () => {
  const change: fc.Arbitrary<PolicyChange> = fc.oneof(
    fc.record({
      what: fc.constant('preset' as const),
      preset: fc.constantFrom('team' as const, 'pilot' as const),
    }),
    fc
      .tuple(
        fc.constantFrom('steer' as const, 'continue' as const, 'commit' as const),
        fc.constantFrom('desk' as const, 'never' as const, null),
        fc.constantFrom('tool' as const, 'command' as const, null),
      )
      .map((parts) => cell(...parts)),
    fc.record({
      what: fc.constant('expires' as const),
      tier: fc.constantFrom('continue' as const, 'commit' as const),
      time: fc.constantFrom('1h', '90m', null),
    }),
    fc.record({
      what: fc.constant('quietHours' as const),
      hours: fc.constantFrom({ from: '22:00', to: '07:00', questions: 'desk' as const }, null),
    }),
    fc.record({
      what: fc.constant('quietHoursPart' as const),
      part: fc.constantFrom({ to: '06:00' }, { from: '21:00', questions: 'wait' as const }),
    }),
    fc.record({
      what: fc.constant('addRule' as const),
      rule: fc.record({
        answer: fc.constantFrom('desk' as const, 'never' as const),
        program: fc.stringMatching(/^[a-z]{1,9}$/),
      }),
    }),
    fc.nat(4).map((index): PolicyChange => ({ what: 'removeRule', index, revision: '' })),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(OWNERS, presetText('team')),
      fc.array(change, { maxLength: 12 }),
      (start, changes) => {
        let text = start;
        for (const each of changes) {
          const result = edited(text, each);
          if (result.ok) text = result.text;
          else expect(result.why).toMatch(/\.$/);
        }
        expect(readPolicy(text).ok).toBe(true);
        for (const comment of [
          '# Ours, since March.',
          '# Anna wants to see these.',
          '# What we do by hand.',
          '# Docs are free.',
        ])
          expect(text.includes(comment)).toBe(start.includes(comment));
      },
    ),
    { numRuns: 300 },
  );
});
