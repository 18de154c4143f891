import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ApprovalCard } from '../../ui/approval-card.tsx';
import { askTitle, type CardAsk, type CardFacts, reachesFar, yesMeans } from '../../ui/approval-words.ts';
import { CommandText } from '../../ui/command-text.tsx';
import { isAnswered } from '../../ui/question-form.tsx';

const command: CardAsk = { kind: 'command', command: 'rm -r build', cwd: '/home/anna/site', network: null };
const facts = (fields: Partial<CardFacts>): CardFacts => ({
  host: 'workshop',
  threadTitle: 'Clean up',
  project: { name: 'site' },
  meaning: 'outsideSandbox',
  reason: null,
  ask: command,
  ...fields,
});
const text = (node: React.ReactNode) =>
  renderToStaticMarkup(node)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the card', () => {
  it('says what, why, where and what a yes means', () => {
    const shown = text(<ApprovalCard facts={facts({ reason: 'It is stale.' })} />);
    for (const part of [
      'Run this command?',
      'rm -r build',
      'It is stale.',
      'site on workshop',
      '/home/anna/site',
    ]) {
      expect(shown).toContain(part);
    }
    expect(shown).toContain('It runs outside the sandbox, with your own rights on workshop.');
  });

  it('says when no reason was given, and shows hidden characters in one that was', () => {
    expect(text(<ApprovalCard facts={facts({})} />)).toContain('The agent did not say.');
    expect(text(<ApprovalCard facts={facts({ reason: 'fine\u202eelif' })} />)).toContain(
      'right-to-left override',
    );
  });

  it.each([
    ['outsideSandbox', command, 'It runs outside the sandbox, with your own rights on workshop.'],
    ['insideSandbox', command, 'It runs inside the sandbox on workshop.'],
    ['outsideSandbox', { kind: 'change', changes: [] }, 'The files are written outside the sandbox'],
    [
      'outsideSandbox',
      { ...command, network: { host: 'example.com', protocol: 'https' } },
      'It may reach example.com over https',
    ],
    ['answer', { kind: 'question', questions: [] }, 'Only your words go to the agent.'],
  ] as [CardFacts['meaning'], CardAsk, string][])('tells what a yes to %s means', (meaning, ask, words) => {
    expect(yesMeans(facts({ meaning, ask }))).toContain(words);
  });

  it('says where its thread acts without asking, and only there', () => {
    expect(text(<ApprovalCard facts={facts({ gated: false })} />)).toContain(
      'Clean up not gated · Inside its sandbox, this thread acts without asking you.',
    );
    for (const gated of [true, undefined])
      expect(text(<ApprovalCard facts={facts({ gated })} />)).not.toContain('not gated');
  });

  it('tells the agent’s own tool from one of an MCP server, which reaches out of the sandbox either way', () => {
    const hints = { readOnly: null, destructive: null, idempotent: null, openWorld: null };
    const tool = (server: string): CardFacts =>
      facts({
        meaning: 'insideSandbox',
        ask: { kind: 'tool', server, tool: 'view', description: null, arguments: '{}', hints },
      });
    expect([yesMeans(tool('')), reachesFar(tool(''))]).toEqual([
      'It is a tool of the agent itself, and starts no program on workshop.',
      false,
    ]);
    expect([yesMeans(tool('demo')), reachesFar(tool('demo'))]).toEqual([
      expect.stringContaining('outside the sandbox'),
      true,
    ]);
    expect(text(<ApprovalCard facts={tool('')} />)).toContain('none; the agent’s own tool');
  });

  it('asks for a network place by its name', () => {
    expect(askTitle({ ...command, network: { host: 'example.com', protocol: 'https' } })).toBe(
      'Reach example.com?',
    );
  });

  it('offers no form once it is decided, and says no more what a yes would mean', () => {
    const shown = renderToStaticMarkup(
      <ApprovalCard
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
    expect(shown).not.toContain('Only your words');
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
