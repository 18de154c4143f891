import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRESETS } from '../../../../main/contract/policy.ts';
import { type Asked, answerOf, isAboveCap } from '../../../../main/host/policy/answer.ts';
import { presetPolicy } from '../../../../main/host/policy/policy.ts';
import { readPolicy } from '../../../../main/host/policy/policy-text.ts';
import type { ApprovalMeaning, Ask } from '../../../../protocol/session/card.ts';
import { HANDLINGS, TIERS } from '../../../../protocol/session/tiers.ts';
import { change, command, simple, touches, verdict } from './asked.ts';

const NOW = new Date('2026-03-27T12:00:00Z');
const HOUR = 3_600_000;
const policy = (text: string) => {
  const read = readPolicy(text);
  if (!read.ok) throw new Error(read.faults[0]?.message);
  return read.policy;
};
const team = presetPolicy('team');
const handled = (text: string, asked: Asked) => answerOf(policy(text), asked, NOW).handling;
const outside = { meaning: 'outsideSandbox', source: 'agent' } as const;

describe('the table', () => {
  test.each([
    ['observe', 'desk desk desk desk'],
    ['pilot', 'phone phone hold desk'],
    ['team', 'phone rule hold desk'],
    ['strict', 'phone phone desk desk'],
  ] as const)('of %s: %s', (preset, expected) => {
    const writes = (tier: (typeof TIERS)[number]) =>
      change(tier, ['a.ts'], { verdict: verdict(tier, { touches: touches({ writes: ['a.ts'] }) }) });
    expect(TIERS.map((tier) => answerOf(presetPolicy(preset), writes(tier), NOW).handling).join(' ')).toBe(
      expected,
    );
  });

  test('says in a sentence why, and names what decided', () => {
    expect(answerOf(team, command('expand', ['npm install']), NOW)).toEqual({
      handling: 'hold',
      rule: 'preset.team',
      expiresAt: NOW.getTime() + 8 * HOUR,
      why: 'With the preset “Team”, what reaches further is answered on a phone, by holding the button, or at this computer.',
    });
    expect(
      answerOf(policy('preset = "team"\nkinds.change.continue = "phone"'), change('continue', ['a.ts']), NOW),
    ).toMatchObject({ handling: 'phone', rule: 'kinds.change.continue' });
  });

  test('of a kind wins over that of all kinds', () => {
    const text = 'preset = "team"\ntiers.expand = "desk"\nkinds.command.expand = "phone"';
    expect(handled(text, command('expand', ['x']))).toBe('phone');
    expect(handled(text, change('expand', ['x']))).toBe('desk');
  });

  test('what the computer cannot judge is for the desk', () => {
    const asked = command('continue', ['dir'], { verdict: verdict('continue', { deskOnly: true }) });
    expect(answerOf(team, asked, NOW).handling).toBe('desk');
  });
});

describe('what goes on by itself', () => {
  test('is what the gate asks, in the sandbox; not what would leave it or widen it', () => {
    expect(answerOf(team, command('continue', ['npm test']), NOW).handling).toBe('rule');
    expect(answerOf(team, command('continue', ['npm test'], outside), NOW)).toMatchObject({
      handling: 'phone',
      why: 'It would run outside the sandbox, with your own rights, so a person is asked.',
    });
    const permissions = { network: true, places: [] };
    const wider: Ask = { kind: 'command', command: 'ls', cwd: '/p', network: null, permissions };
    expect(answerOf(team, command('continue', ['ls'], { ask: wider }), NOW).handling).toBe('phone');
    expect(answerOf(team, command('continue', ['ls'], { source: 'agent' }), NOW).handling).toBe('phone');
  });

  test('is never an answer in the place of a person', () => {
    const ask: Ask = {
      kind: 'question',
      questions: [{ id: 'q', header: '', text: 'Which?', options: [], free: true, secret: false }],
    };
    const asked = command('steer', [], { ask, commands: null, meaning: 'answer', source: 'agent' });
    expect(answerOf(team, asked, NOW)).toMatchObject({ handling: 'phone', expiresAt: null });
    expect(handled('preset = "team"', { ...asked, verdict: verdict('continue') })).toBe('phone');
  });

  test('outside the sandbox, is only what reads, and only where a rule says so', () => {
    const rule = '[[rules]]\nanswer = "rule"\nprogram = "git"\narguments = ["status"]\n';
    const status = command('continue', ['git status'], outside);
    expect(handled(`preset = "team"\n${rule}`, status)).toBe('phone');
    const said = `preset = "team"\n${rule}outside_sandbox = true`;
    expect(handled(said, status)).toBe('rule');
    for (const more of [{ writes: ['a'] }, { network: [] }, { secrets: ['.env'] }, { hidden: true }]) {
      const asked = { ...status, verdict: verdict('continue', { touches: touches(more) }) };
      expect(handled(said, asked)).toBe('phone');
    }
    expect(handled(said, { ...status, verdict: verdict('expand') })).not.toBe('rule');
  });
});

describe('a rule about commands', () => {
  const install = '[[rules]]\nanswer = "phone"\nprogram = "npm"\narguments = ["install"]\n';
  const strict = (rules: string) => `preset = "strict"\n${rules}`;

  test('makes an answer easier where it speaks about every command of the line', () => {
    expect(handled(strict(install), command('expand', ['npm install']))).toBe('phone');
    expect(handled(strict(install), command('expand', ['npm install', 'curl x']))).toBe('desk');
    const both = `${install}[[rules]]\nanswer = "hold"\nprogram = "curl"\n`;
    expect(handled(strict(both), command('expand', ['npm install', 'curl x']))).toBe('hold');
  });

  test('does not where a part of the command is not written out, or is another program of that name', () => {
    for (const one of [
      simple('npm install', { plain: false }),
      simple('npm ?'),
      simple('/tmp/npm install'),
      simple('?'),
    ])
      expect(handled(strict(install), command('expand', [], { commands: [one] }))).toBe('desk');
    const hidden = verdict('expand', { touches: touches({ hidden: true }) });
    expect(handled(strict(install), command('expand', ['npm install'], { verdict: hidden }))).toBe('desk');
    expect(handled(strict(install), command('expand', ['npm install'], { commands: null }))).toBe('desk');
  });

  test('does not above its tier', () => {
    const push = '[[rules]]\nanswer = "hold"\nprogram = "git"\narguments = ["push", "origin", "topic"]\n';
    const asked = command('commit', ['git push origin topic']);
    expect(handled(strict(push), asked)).toBe('desk');
    expect(handled(strict(`${push}up_to = "commit"`), asked)).toBe('hold');
    expect(handled(strict(`${push}up_to = "commit"`), command('commit', ['git push origin main']))).toBe(
      'desk',
    );
  });

  test('makes one stricter also where it only may match', () => {
    const never =
      'preset = "team"\n[[rules]]\nanswer = "never"\nprogram = "git"\narguments = ["push", "**"]\nabout = "We push by hand"\n';
    for (const one of [
      simple('git push'),
      simple('/usr/bin/git push x'),
      simple('git ?'),
      simple('git push', { plain: false }),
    ])
      expect(handled(never, command('commit', ['ls'], { commands: [simple('ls'), one] }))).toBe('never');
    expect(handled(never, command('continue', ['git status']))).toBe('rule');
    expect(answerOf(policy(never), command('commit', ['git push']), NOW)).toEqual({
      handling: 'never',
      rule: 'rules.1',
      expiresAt: null,
      why: 'We push by hand: it is declined.',
    });
  });

  test('makes one stricter by the program alone also where that only runs another, or the command is no command', () => {
    const never = 'preset = "team"\n[[rules]]\nanswer = "never"\nprogram = "sudo"\n';
    const programs = verdict('commit', { touches: touches({ programs: ['sudo', 'ls'] }) });
    expect(handled(never, command('commit', ['ls'], { verdict: programs }))).toBe('never');
    expect(handled(never, command('commit', [], { verdict: programs, commands: null }))).toBe('never');
    // And none easier.
    const rule = 'preset = "strict"\n[[rules]]\nanswer = "phone"\nprogram = "sudo"\nup_to = "commit"\n';
    expect(handled(rule, command('commit', ['ls'], { verdict: programs }))).toBe('desk');
  });

  test('is the first that matches', () => {
    const rules =
      '[[rules]]\nanswer = "hold"\nprogram = "npm"\narguments = ["ci"]\n[[rules]]\nanswer = "never"\nprogram = "npm"\n';
    const programs = verdict('expand', { touches: touches({ programs: ['npm'] }) });
    expect(handled(strict(rules), command('expand', ['npm ci'], { verdict: programs }))).toBe('hold');
    expect(handled(strict(rules), command('expand', ['npm install']))).toBe('never');
  });

  test('about reading lets go on what only reads, and nothing else', () => {
    const pilot = presetPolicy('pilot');
    const reads = command('continue', ['rg x', 'head'], {
      commands: [simple('rg x', { plain: false }), simple('head')],
    });
    expect(answerOf(pilot, reads, NOW)).toMatchObject({
      handling: 'rule',
      rule: 'preset.pilot.reads',
      why: 'It only reads: it goes on by itself.',
    });
    const writes = verdict('continue', { touches: touches({ writes: ['a'] }) });
    expect(answerOf(pilot, { ...reads, verdict: writes }, NOW).handling).toBe('phone');
    // What the owner says of the tier wins over what the preset has beside it.
    expect(handled('preset = "pilot"\ntiers.continue = "hold"', reads)).toBe('hold');
  });
});

describe('a rule about paths', () => {
  const docs = 'preset = "strict"\n[[rules]]\nanswer = "rule"\npaths = ["docs/**", "*.md"]\n';
  test('makes a change easier when every file of it is named', () => {
    expect(handled(docs, change('continue', ['docs/a.md', 'README.md']))).toBe('rule');
    expect(handled(docs, change('continue', ['/srv/shop/docs/a.md']))).toBe('rule');
    expect(handled(docs, change('continue', ['docs/a.md', 'src/a.ts']))).toBe('phone');
    expect(handled(docs, change('continue', ['docs/../src/a.ts']))).toBe('phone');
    expect(handled(docs, change('expand', ['docs/a.md']))).toBe('desk');
    const moved = { path: 'docs/a.md', kind: 'update', movedTo: 'src/a.ts', diff: '' } as const;
    expect(handled(docs, change('continue', [], { ask: { kind: 'change', changes: [moved] } }))).toBe(
      'phone',
    );
  });

  test('makes a change or a command stricter when it touches one', () => {
    const ci = 'preset = "team"\n[[rules]]\nanswer = "never"\npaths = [".github/**"]\n';
    expect(handled(ci, change('continue', ['src/a.ts', '.github/ci.yml']))).toBe('never');
    const writes = verdict('continue', { touches: touches({ writes: ['/srv/shop/.github/ci.yml'] }) });
    expect(handled(ci, command('continue', ['touch x'], { verdict: writes }))).toBe('never');
  });

  test('makes no command easier: what it writes is not all that it does', () => {
    const writes = verdict('continue', { touches: touches({ writes: ['docs/a.md'] }) });
    expect(handled(docs, command('continue', ['touch docs/a.md'], { verdict: writes }))).toBe('phone');
  });
});

describe('a project or an environment', () => {
  const shop =
    'preset = "team"\n[[projects]]\nfolder = "~/src/shop"\ntiers.continue = "desk"\nexpires.expand = "1h"\n[[projects.rules]]\nanswer = "never"\nprogram = "npm"\n';
  test.each([
    ['/home/ada/src/shop', 'desk'],
    ['/home/ada/src/shop/packages/a', 'desk'],
    ['/home/ada/src/shop-old', 'rule'],
    ['/srv/shop', 'rule'],
    [null, 'rule'],
  ])('in %s: %s', (project, expected) => {
    expect(handled(shop, command('continue', ['ls'], { project }))).toBe(expected);
  });

  test('with a home that is not known, any folder that ends so', () => {
    expect(handled(shop, command('continue', ['ls'], { project: '/u/x/src/shop', home: null }))).toBe('desk');
  });

  test('has rules and times of its own', () => {
    const project = '/home/ada/src/shop';
    expect(answerOf(policy(shop), command('expand', ['npm i'], { project }), NOW)).toMatchObject({
      handling: 'never',
      rule: 'projects.1.rules.1',
    });
    expect(answerOf(policy(shop), command('expand', ['curl'], { project }), NOW).expiresAt).toBe(
      NOW.getTime() + HOUR,
    );
  });

  test('an environment is known by its name', () => {
    const text = 'preset = "team"\n[[environments]]\nname = "devbox"\ntiers.expand = "desk"';
    expect(handled(text, command('expand', ['x'], { environment: 'devbox' }))).toBe('desk');
    expect(handled(text, command('expand', ['x']))).toBe('hold');
  });
});

describe('quiet hours', () => {
  const at = (time: string) => {
    const now = new Date(2026, 2, 27);
    const [hours, minutes] = time.split(':').map(Number);
    now.setHours(hours!, minutes!);
    return now;
  };
  const quiet = (questions: string) =>
    policy(`preset = "team"\n[quiet_hours]\nfrom = "22:00"\nto = "07:00"\nquestions = "${questions}"`);

  test('desk: what a phone could answer waits at the desk; what goes on by itself goes on', () => {
    expect(answerOf(quiet('desk'), command('expand', ['x']), at('23:00'))).toMatchObject({
      handling: 'desk',
      rule: 'quiet_hours',
    });
    expect(answerOf(quiet('desk'), command('continue', ['x']), at('23:00')).handling).toBe('rule');
    expect(answerOf(quiet('desk'), command('expand', ['x']), at('21:00')).handling).toBe('hold');
  });

  test('wait: its time begins when they end', () => {
    const { handling, expiresAt } = answerOf(quiet('wait'), command('expand', ['x']), at('23:00'));
    expect([handling, expiresAt]).toEqual(['hold', new Date(2026, 2, 28, 15).getTime()]);
  });
});

describe('who serves the page', () => {
  test('bounds what it may say yes to', () => {
    expect(isAboveCap(team, 'plainHttp', 'expand')).toBe(true);
    expect(isAboveCap(team, 'plainHttp', 'continue')).toBe(false);
    expect(isAboveCap(team, 'relay', 'commit')).toBe(true);
    expect(isAboveCap(team, 'ownOrigin', 'commit')).toBe(false);
    expect(isAboveCap(policy('preset = "team"\nclients.plain_http = "expand"'), 'plainHttp', 'expand')).toBe(
      false,
    );
  });
});

describe('under every policy and for every action', () => {
  const handling = fc.constantFrom(...HANDLINGS);
  const words = fc.constantFrom('npm', 'git', '*', 'push', 'install', '**', 'a.ts');
  const rule = fc.record({
    answer: handling,
    program: fc.option(fc.constantFrom('npm', 'git', 'ls', 'g*'), { nil: undefined }),
    args: fc.option(fc.array(words, { maxLength: 3 }), { nil: undefined }),
    only: fc.boolean(),
    upTo: fc.constantFrom('continue', 'expand', 'commit'),
    outside: fc.boolean(),
  });
  const text = fc
    .record({ preset: fc.constantFrom(...PRESETS), go: handling, rules: fc.array(rule, { maxLength: 5 }) })
    .map(({ preset, go, rules }) =>
      [
        `preset = "${preset}"`,
        `tiers.continue = "${go}"`,
        ...rules.map(({ answer, program, args, only, upTo, outside: leaves }) =>
          [
            '[[rules]]',
            `answer = "${answer}"`,
            ...(program === undefined ? ['only = "reads"'] : [`program = "${program}"`]),
            ...(program !== undefined && args !== undefined ? [`arguments = ${JSON.stringify(args)}`] : []),
            ...(program !== undefined && only ? ['only = "reads"'] : []),
            `up_to = "${upTo}"`,
            `outside_sandbox = ${leaves}`,
          ].join('\n'),
        ),
      ].join('\n'),
    );
  const asked = fc
    .record({
      tier: fc.constantFrom(...TIERS),
      commands: fc.array(fc.constantFrom('npm install', 'npm', 'git push', 'ls ?', 'ls', '?'), {
        maxLength: 3,
      }),
      meaning: fc.constantFrom<ApprovalMeaning>('insideSandbox', 'outsideSandbox', 'answer'),
      source: fc.constantFrom('agent' as const, 'hook' as const),
      network: fc.constantFrom(null, []),
      writes: fc.constantFrom([], ['a.ts']),
      secrets: fc.constantFrom([], ['.env']),
      hidden: fc.boolean(),
      deskOnly: fc.boolean(),
    })
    .map(({ tier, commands, meaning, source, deskOnly, ...touched }) =>
      command(tier, commands, {
        meaning,
        source,
        verdict: verdict(tier, { deskOnly, touches: touches(touched) }),
      }),
    );

  test('nobody is asked only up to continue, never outside the sandbox but for reading, and it always has an answer', () => {
    fc.assert(
      fc.property(text, asked, (policyText, action) => {
        const read = readPolicy(policyText);
        expect(read.ok).toBe(true);
        if (!read.ok) return;
        const answer = answerOf(read.policy, action, NOW);
        expect(HANDLINGS).toContain(answer.handling);
        expect(answer.why).not.toBe('');
        expect(answerOf(read.policy, action, NOW)).toEqual(answer);
        if (answer.handling !== 'rule') return;
        expect(['steer', 'continue']).toContain(action.verdict.tier);
        expect(action.verdict.deskOnly).toBe(false);
        if (action.meaning === 'insideSandbox') {
          expect(action.source).toBe('hook');
          return;
        }
        expect(action.meaning).toBe('outsideSandbox');
        const { hidden, network, writes, secrets } = action.verdict.touches;
        expect([hidden, network, writes.length, secrets.length]).toEqual([false, null, 0, 0]);
      }),
      { numRuns: 3000 },
    );
  });
});
