import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ApprovalCard } from '../../ui/approval-card.tsx';
import { askTitle, type CardAsk, type CardFacts, reachesFar, yesMeans } from '../../ui/approval-words.ts';
import { CommandText } from '../../ui/command-text.tsx';
import { isAnswered } from '../../ui/question-form.tsx';
import { facts, NOW } from './facts.ts';

const command: CardAsk = { kind: 'command', command: 'rm -r build', cwd: '/home/anna/site', network: null };
const text = (node: React.ReactNode) =>
  renderToStaticMarkup(node)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the card', () => {
  it('says what, why, where and what a yes means', () => {
    const shown = text(<ApprovalCard now={NOW} facts={facts({ reason: 'It is stale.' })} />);
    for (const part of [
      'Run this command?',
      'rm -r build',
      'It is stale.',
      'site on workshop',
      '/home/anna/site',
    ]) {
      expect(shown).toContain(part);
    }
    expect(shown).toContain('Outside the sandbox. It runs with your own rights on workshop.');
  });

  it('says when no reason was given, and shows hidden characters in one that was', () => {
    expect(text(<ApprovalCard now={NOW} facts={facts()} />)).toContain('Why now not stated');
    expect(text(<ApprovalCard now={NOW} facts={facts({ reason: 'fine\u202eelif' })} />)).toContain(
      'right-to-left override',
    );
  });

  it.each([
    ['outsideSandbox', command, 'Outside the sandbox. It runs with your own rights on workshop.'],
    ['insideSandbox', command, 'In the sandbox. It runs with what the sandbox allows on workshop.'],
    [
      'outsideSandbox',
      { kind: 'change', changes: [] },
      'Outside the sandbox. The files are written with your own rights',
    ],
    [
      'outsideSandbox',
      { ...command, network: { host: 'example.com', protocol: 'https' } },
      'It may reach example.com over https',
    ],
    ['answer', { kind: 'question', questions: [] }, 'Only words. They go to the agent.'],
  ] as [CardFacts['meaning'], CardAsk, string][])('tells what a yes to %s means', (meaning, ask, words) => {
    const { title, text } = yesMeans(facts({ meaning, ask }));
    expect(`${title}. ${text}`).toContain(words);
  });

  it('says where its thread acts without asking, and only there', () => {
    expect(text(<ApprovalCard now={NOW} facts={facts({ gated: false })} />)).toContain(
      'Clean up not gated · Inside its sandbox, this thread acts without asking you.',
    );
    for (const gated of [true, undefined])
      expect(text(<ApprovalCard now={NOW} facts={facts({ gated })} />)).not.toContain('not gated');
  });

  it('tells the agent’s own tool from one of an MCP server, which reaches out of the sandbox either way', () => {
    const hints = { readOnly: null, destructive: null, idempotent: null, openWorld: null };
    const tool = (server: string): CardFacts =>
      facts({
        meaning: 'insideSandbox',
        ask: { kind: 'tool', server, tool: 'view', description: null, arguments: '{}', hints },
      });
    expect([yesMeans(tool('')), reachesFar(tool(''))]).toEqual([
      { title: 'Inside the agent', text: 'It is a tool of its own, and starts no program on workshop.' },
      false,
    ]);
    expect([yesMeans(tool('demo')), reachesFar(tool('demo'))]).toMatchObject([
      { title: 'Outside the sandbox' },
      true,
    ]);
    expect(text(<ApprovalCard now={NOW} facts={tool('')} />)).toContain('none; the agent’s own tool');
  });

  it('asks for a network place by its name', () => {
    expect(askTitle({ ...command, network: { host: 'example.com', protocol: 'https' } })).toBe(
      'Reach example.com?',
    );
  });

  it('offers no form once it is decided, and says no more what a yes would mean', () => {
    const shown = renderToStaticMarkup(
      <ApprovalCard
        now={NOW}
        decided
        facts={facts({
          meaning: 'answer',
          ask: {
            kind: 'question',
            questions: [{ id: 'q', header: '', text: 'Which?', options: [], free: true, secret: true }],
          },
        })}
      />,
    );
    expect(shown).toContain('disabled');
    expect(shown).not.toContain('Only words');
  });
});

it('renders a command as text, whatever it is made of', () => {
  const shown = renderToStaticMarkup(<CommandText command="echo '<script>alert(1)</script>' > a" />);
  expect(shown).not.toContain('<script>');
});

it('takes questions as answered when each has more than blanks', () => {
  const question = { header: '', text: '', options: [], free: true, secret: false };
  const questions = [
    { id: 'a', ...question },
    { id: 'b', ...question },
  ];
  expect(isAnswered(questions, { a: ['x'], b: [' '] })).toBe(false);
  expect(isAnswered(questions, { a: ['x'], b: ['y'] })).toBe(true);
});

describe('each line says who gave it', () => {
  const full = facts({
    reason: 'The build needs it.',
    next: 'Run all tests',
    reasons: [
      { tier: 'commit', text: 'First.' },
      { tier: 'expand', text: 'Second.' },
      { tier: 'expand', text: 'Third.' },
      { tier: 'expand', text: 'Fourth.' },
      { tier: 'expand', text: 'Fifth.' },
    ],
    tier: 'commit',
    touches: {
      network: ['a.example'],
      secrets: ['.env'],
      writes: ['out'],
      programs: ['curl'],
      more: 0,
      outsideSandbox: true,
      mayRunTwice: true,
      hidden: false,
    },
    soFar: {
      files: [{ path: 'a\u202e.ts', kind: 'add', added: 3, removed: 1 }],
      total: { files: 4, added: 9, removed: 1 },
    },
    checks: [{ command: 'npm test', exitCode: 1, at: NOW - 120_000, outdated: true }],
    expiresAt: NOW + 3 * 3_600_000,
    source: 'hook',
  });

  it('the agent said why and what comes next, this computer saw the rest', () => {
    const [, agent, host] = /The agent says(.*)This computer saw(.*)/.exec(
      text(<ApprovalCard now={NOW} facts={full} changesOf={() => Promise.reject(new Error('none'))} />),
    )!;
    expect(agent).toMatch(/Why now The build needs it\. Next Run all tests/);
    for (const part of [
      'Network a.example',
      'Secrets .env',
      'Writes out',
      'Programs curl',
      '4 files, 9 lines added, 1 removed',
      'right-to-left override',
      '3 files that were changed earlier are not listed',
      'npm test failed (exit code 1), 2 minutes ago, before the last change',
      'at the gate of this computer',
      'Counts as declined in 3 hours.',
    ])
      expect(host).toContain(part);
  });

  it('what neither gave is not stated, and nothing is put in its place', () => {
    expect(text(<ApprovalCard now={NOW} facts={facts()} />)).toMatch(
      /Why now not stated Next not stated .*Touches not stated .*Changed not stated Checks not stated/,
    );
  });

  it('the tier stands with its word and its reasons, of which none is lost', () => {
    const shown = text(<ApprovalCard now={NOW} facts={full} />);
    expect(shown).toMatch(/For good First\. Second\. Third\. .*2 more reasons .*Fourth\. Fifth\./);
    expect(shown).toContain('It may run twice');
  });

  it('a decided one counts no time down', () => {
    expect(text(<ApprovalCard decided now={NOW} facts={full} />)).not.toContain('Counts as declined');
  });
});

it('a long command begins folded, and says how much there is besides', () => {
  const command = `echo begin\n${'# nothing\n'.repeat(200)}rm -r /`;
  const shown = text(
    <ApprovalCard now={NOW} facts={facts({ ask: { kind: 'command', command, cwd: '/p', network: null } })} />,
  );
  expect(shown).toMatch(/Show 1,8\d\d more characters, 18\d lines/);
  expect(shown).not.toContain('rm -r /');
});
