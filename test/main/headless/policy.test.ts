import { describe, expect, it } from 'vitest';
import type { PolicyCheck } from '../../../main/contract/policy.ts';
import { checkLines, policyLines } from '../../../main/headless/policy-text.ts';
import { policyView } from '../host/policy/policy-view.ts';
import { servedEach } from './served-host.ts';

const served = servedEach();
const outpost = async (...args: string[]) => (await served.outpost('policy', ...args)).code;

const CHECK: PolicyCheck = {
  tier: 'expand',
  reasons: [{ tier: 'expand', text: 'It brings packages from the network.' }],
  sandbox: { handling: 'hold', rule: 'preset.team', why: 'What reaches further is held.', expiresAt: null },
  outside: { handling: 'desk', rule: null, why: 'It is for the desk.', expiresAt: null },
};

describe('what holds', () => {
  it('is said with the words of the panel', async () => {
    expect(await outpost()).toBe(0);
    expect(served.terminal.out).toContain(
      [
        'Where it is answered',
        '  Words             phone',
        '  Local             nobody is asked       declined after 8h',
        '  Reaches further   phone, held           declined after 8h',
        '  For good          this computer only    declined after 16h',
      ].join('\n'),
    );
  });

  it('names kinds, quiet hours, rules by number, and where something stricter holds', () => {
    const lines = policyLines(
      policyView({
        kinds: { tool: { expand: 'desk' } },
        quietHours: { from: '22:00', to: '07:00', days: ['fri', 'sat'], questions: 'desk' },
        rules: [
          { answer: 'never', program: 'git', arguments: ['push', '**'], about: 'By hand', line: 4 },
          { answer: 'rule', paths: ['docs/**'], line: 9 },
        ],
        projects: ['/srv/shop'],
        environments: ['devbox'],
      }),
    );
    expect(lines.join('\n')).toContain(
      [
        '  Reaches further   this computer only    of tools',
        '',
        'Pages',
        '  a page that the relay serves: says yes up to “reaches further” (relay)',
        '  a page without encryption: says yes up to “local” (plain_http)',
        '',
        'Quiet hours',
        '  22:00 to 07:00, fri, sat: phones are not asked',
        '',
        'Rules',
        '  1  declined              git push **  (By hand)',
        '  2  nobody is asked       docs/**',
        '',
        'Stricter',
        '  /srv/shop',
        '  devbox',
      ].join('\n'),
    );
  });

  it('with a mistake in the file is the strict one, says so first, and fails', async () => {
    served.host.state = {
      ...served.host.state,
      policy: policyView(
        { preset: 'strict' },
        { faults: [{ message: '“x” is nothing that a policy knows.', line: 3, column: 1 }] },
      ),
    };
    expect(await outpost()).toBe(1);
    expect(served.terminal.out).toMatch(/^policy\.toml, line 3, column 1: “x” is nothing/);
  });

  it('is JSON for a script', async () => {
    expect(await outpost('--json')).toBe(0);
    expect(JSON.parse(served.terminal.out)).toEqual(served.host.state.policy);
  });
});

describe('a command', () => {
  it('is explained where it is typed, or where it is said to run', async () => {
    served.host.handler = () => ({ ok: true, value: CHECK });
    expect(await outpost('check', 'npm install')).toBe(0);
    expect(served.terminal.out).toBe(`${checkLines(CHECK).join('\n')}\n`);
    expect(await outpost('check', 'npm ci', '--project', 'shop', '--environment', 'devbox', '--json')).toBe(
      0,
    );
    expect(served.host.ran.map(({ params }) => params)).toEqual([
      { command: 'npm install', cwd: process.cwd() },
      { command: 'npm ci', project: 'shop', environment: 'devbox' },
    ]);
  });

  it('says how far it reaches, why, and who answers', () => {
    expect(checkLines(CHECK)).toEqual([
      'Reaches further (expand): what reaches further',
      '  It brings packages from the network. (expand)',
      '',
      'In the sandbox: phone, held',
      '  What reaches further is held. (preset.team)',
      '',
      'Outside the sandbox: this computer only',
      '  It is for the desk.',
    ]);
  });
});

describe('a change', () => {
  it.each([
    [['preset', 'strict'], { what: 'preset', preset: 'strict' }],
    [
      ['set', 'expand', 'desk', '--kind', 'tool'],
      { what: 'cell', kind: 'tool', tier: 'expand', handling: 'desk' },
    ],
    [['unset', 'expand'], { what: 'cell', kind: null, tier: 'expand', handling: null }],
    [['client', 'plain_http', 'expand'], { what: 'client', client: 'plain_http', tier: 'expand' }],
    [['client', 'relay'], { what: 'client', client: 'relay', tier: null }],
    [['expires', 'commit', '90m'], { what: 'expires', tier: 'commit', time: '90m' }],
    [['expires', 'commit'], { what: 'expires', tier: 'commit', time: null }],
    [
      ['quiet', 'on', '22:00', '07:00', '--wait'],
      { what: 'quietHours', hours: { from: '22:00', to: '07:00', questions: 'wait' } },
    ],
    [
      ['quiet', 'on', '22:00', '07:00', '--day', 'fri', 'sat'],
      { what: 'quietHours', hours: { from: '22:00', to: '07:00', days: ['fri', 'sat'], questions: 'desk' } },
    ],
    [['quiet', 'off'], { what: 'quietHours', hours: null }],
    [
      ['rule', 'add', 'never', '--about', 'By hand', '--', 'git', 'push', '--force', '**'],
      {
        what: 'addRule',
        rule: { answer: 'never', about: 'By hand', program: 'git', arguments: ['push', '--force', '**'] },
      },
    ],
    [
      ['rule', 'add', 'rule', '--path', 'docs/**', '--path', '*.md'],
      { what: 'addRule', rule: { answer: 'rule', paths: ['docs/**', '*.md'] } },
    ],
    [
      ['rule', 'add', 'rule', '--only', 'reads', '--outside-sandbox', '--up-to', 'continue'],
      { what: 'addRule', rule: { answer: 'rule', only: 'reads', up_to: 'continue', outside_sandbox: true } },
    ],
    [['rule', 'remove', '2'], { what: 'removeRule', index: 1, revision: 'r1' }],
  ])('%j', async (args, change) => {
    expect(await outpost(...args)).toBe(0);
    expect(served.host.ran).toEqual([{ name: 'policy/change', params: { change } }]);
    expect(served.terminal.out).toContain('Where it is answered');
  });

  it('that the host refuses is said in its words', async () => {
    served.host.handler = () => ({
      ok: false,
      refusal: { code: 'damaged', message: 'Line 3 has a mistake.' },
    });
    expect(await outpost('preset', 'team')).toBe(1);
    expect(served.terminal.err).toBe('Line 3 has a mistake.\n');
  });

  it.each([
    [['preset', 'open'], 'Allowed choices are observe, pilot, team, strict'],
    [['expires', 'commit', '2d'], 'Give a time such as 30m or 8h'],
    [['set', 'expand', 'yes'], 'Allowed choices are'],
  ])('%j is not understood', async (args, words) => {
    expect(await outpost(...args)).toBe(2);
    expect(served.terminal.err).toContain(words);
    expect(served.host.ran).toEqual([]);
  });
});
