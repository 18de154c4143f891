import { describe, expect, test } from 'vitest';
import { type Unweighed, unweighed } from '../../../../main/host/approvals/card.ts';
import { Judge, type Weigh } from '../../../../main/host/policy/judge.ts';
import { type Policy, presetPolicy } from '../../../../main/host/policy/policy.ts';
import { readPolicy } from '../../../../main/host/policy/policy-text.ts';
import { weighAsk } from '../../../../main/host/weigh/ask.ts';
import { NO_CONTEXT } from '../../../../protocol/session/card-context.ts';
import { commandAsk } from '../scripted-agent.ts';

const NOW = Date.parse('2026-03-27T12:00:00Z');
const failures: unknown[] = [];
const judge = (policy: Policy = presetPolicy('team'), weigh: Weigh = weighAsk) =>
  new Judge({
    policy: () => policy,
    weigh,
    now: () => NOW,
    local: { home: '/home/ada', platform: 'posix', real: (path) => path },
    folderOf: (id) => ({ p: '/srv/shop', q: '/srv/shop-old' })[id],
    environmentName: (environment) => (environment === 'local' ? null : 'devbox'),
    failed: (error) => failures.push(error),
  });
const asked = (command: string, fields: Partial<Unweighed> = {}): Unweighed => ({
  ...unweighed(
    {
      approval: 'a',
      host: 'mac',
      environment: 'local',
      agent: 'codex',
      thread: 't',
      threadTitle: '',
      project: { id: 'p', name: 'shop' },
      at: NOW,
    },
    {
      ...commandAsk('k', command),
      source: 'hook',
      meaning: 'insideSandbox',
      ask: { kind: 'command', command, cwd: '/srv/shop', network: null },
    },
    NO_CONTEXT,
  ),
  ...fields,
});
const policy = (text: string) => {
  const read = readPolicy(text);
  if (!read.ok) throw new Error(read.faults[0]?.message);
  return read.policy;
};

describe('an ask', () => {
  test.each([
    ['npm test', 'continue', 'rule'],
    ['npm install left-pad', 'expand', 'hold'],
    ['git push', 'commit', 'desk'],
    ['npm test && git push', 'commit', 'desk'],
  ])('%s is %s, and its handling %s', (command, tier, handling) => {
    expect(judge().judge(asked(command))).toMatchObject({ tier, handling });
  });

  test('has rules about the commands that the weigher took apart', () => {
    const strict = policy(
      'preset = "strict"\n[[rules]]\nanswer = "rule"\nprogram = "npm"\narguments = ["test"]\n',
    );
    const by = (command: string) => judge(strict).judge(asked(command)).handling;
    expect(by('npm test')).toBe('rule');
    expect(by('/bin/bash -lc "npm test"')).toBe('rule');
    expect(by('npm test && touch x')).toBe('phone');
    expect(by('npm test > ../out')).toBe('desk');
    expect(by('X=$(touch y) npm test')).not.toBe('rule');
  });

  test('that is forbidden is, however it is written', () => {
    const never = policy(
      'preset = "team"\n[[rules]]\nanswer = "never"\nprogram = "git"\narguments = ["push", "**"]\n',
    );
    for (const command of [
      'git push',
      '/usr/bin/git push x',
      'sudo git push',
      "bash -lc 'ls; git push'",
      'git $X',
    ])
      expect(judge(never).judge(asked(command)).handling).toBe('never');
  });

  test('begins in its folder: another project has another policy', () => {
    const shop = policy(
      'preset = "team"\n[[projects]]\nfolder = "/srv/shop"\ntiers.continue = "desk"\n[[environments]]\nname = "devbox"\ntiers.continue = "hold"\n',
    );
    expect(judge(shop).judge(asked('npm test')).handling).toBe('desk');
    const ask = { kind: 'command', command: 'npm test', cwd: '/srv/shop-old', network: null } as const;
    const other = asked('', { ask, project: { id: 'q', name: 'old' } });
    expect(judge(shop).judge(other).handling).toBe('rule');
    expect(judge(shop).judge({ ...other, environment: 'e1' }).handling).toBe('hold');
  });

  test('to change files while the last check failed reaches further', () => {
    const changes = [
      { path: 'src/a.ts', kind: 'update' as const, movedTo: null, diff: '@@ -1 +1 @@\n-a\n+b\n' },
    ];
    const run = (exitCode: number | null) => ({ command: 'npm test', exitCode, at: NOW, outdated: false });
    const tier = (...exits: (number | null)[]) =>
      judge().judge(asked('', { ask: { kind: 'change', changes }, checks: exits.map(run) })).tier;
    expect([tier(), tier(0, 1), tier(null, 0)]).toEqual(['continue', 'continue', 'continue']);
    expect([tier(1, 0), tier(null, 1)]).toEqual(['expand', 'expand']);
  });

  test('is judged as of its time, so that the same policy says the same of it whenever it is looked at', () => {
    const quiet = policy(
      'preset = "team"\n[quiet_hours]\nfrom = "22:00"\nto = "07:00"\nquestions = "desk"\n',
    );
    const at = (hour: number) => asked('npm install', { at: new Date(2026, 10, 20, hour).getTime() });
    expect(judge(quiet).judge(at(21)).handling).toBe('hold');
    expect(judge(quiet).judge(at(23)).handling).toBe('desk');
    expect(judge().judge(at(12)).expiresAt).toBe(at(12).at + 8 * 3_600_000);
  });

  test('that cannot be weighed is for the desk, and its fault is told', () => {
    const broken = judge(undefined, () => {
      throw new Error('a bug');
    });
    expect(broken.judge(asked('ls'))).toMatchObject({ tier: 'commit', handling: 'desk' });
    expect(failures).toHaveLength(1);
  });
});

test('a check says what holds in the sandbox and outside of it', () => {
  const check = judge().check('git status', { cwd: '/srv/shop', project: '/srv/shop', environment: 'local' });
  expect(check).toMatchObject({
    tier: 'continue',
    sandbox: { handling: 'rule', rule: 'preset.team' },
    outside: { handling: 'phone' },
  });
});
