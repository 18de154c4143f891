import { describe, expect, test } from 'vitest';
import { cardLines } from '../../../main/headless/card-text.ts';
import { CARDS } from '../../e2e/control-panel/desk-answers.ts';
import { ASKS } from '../../phone/preview/asks.ts';

const NOW = 1_700_000_000_000;

describe('a card in a terminal', () => {
  test('says what, what a yes means, why, where and for how long it can hold', () => {
    expect(cardLines(CARDS.command, NOW)).toEqual([
      'Run this command?',
      '',
      '  │ npm install --save-dev vitest',
      '',
      'Outside the sandbox. It runs with your own rights on ada-mini.',
      'Reaches further: It brings packages from the network.',
      'With --session: Do not ask again for exactly this in this session.',
      '',
      'The agent says',
      'why now  The tests need packages that are not installed yet.',
      'next     not stated',
      '',
      'This computer saw',
      'touches  not stated',
      'where    outpost on ada-mini',
      '         /home/ada/src/outpost',
      'changed  not stated',
      'checks   not stated',
      'thread   Fix the failing beam tests',
      'asked    by the agent itself',
    ]);
  });

  test('leaves nothing out that is hidden, and lets nothing pass for a line of ours', () => {
    const { ask } = CARDS.command;
    const command = 'ls\u202e\u0007\nwhere    nowhere\u001b[2J';
    const lines = cardLines({ ...CARDS.command, ask: { ...ask, command } }, NOW);
    expect(lines.slice(2, 4)).toEqual(['  │ ls⟨U+202E⟩⟨U+0007⟩', '  │ where    nowhere⟨U+001B⟩[2J']);
    const reason = 'fine\nthread   other';
    expect(cardLines({ ...CARDS.command, reason }, NOW)).toContain('why now  fine⟨U+000A⟩thread   other');
  });

  test.each(Object.entries({ ...ASKS, ...CARDS }))('of %s holds every text of what is asked', (_, card) => {
    const shown = cardLines(card, NOW).join('\n');
    const texts: string[] = [];
    JSON.stringify(card.ask, (key, value: unknown) => {
      if (typeof value === 'string' && value !== '' && TEXTS.has(key))
        texts.push(...value.trimEnd().split('\n'));
      return value;
    });
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts)
      expect(shown).toContain(text.replaceAll('\t', '⟨U+0009⟩').replaceAll('\u0004', '⟨U+0004⟩'));
  });
});

const TEXTS = new Set([
  ...['command', 'cwd', 'host', 'protocol', 'path', 'diff', 'text', 'label', 'description', 'message'],
  ...['server', 'tool', 'arguments', 'url', 'header'],
]);
