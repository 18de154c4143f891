import { describe, expect, it } from 'vitest';
import { complete, completionsOf, mention, unfinishedAt } from '../../phone/state/completion.ts';
import type { SlashContext } from '../../phone/state/slash.ts';
import { goals, slash } from '../../phone/text/speaking.ts';
import { CHOICES } from './choices.ts';

const context: SlashContext = { choices: CHOICES, options: {}, running: false };
const at = (text: string) => unfinishedAt(text.replace('|', ''), text.indexOf('|'));
const offered = (text: string, more: Partial<SlashContext> = {}) => {
  const unfinished = at(text);
  if (unfinished === null || unfinished.kind === 'file') return unfinished;
  return completionsOf(unfinished, { ...context, ...more }, slash, goals);
};

describe('what is being typed', () => {
  it.each([
    ['/|', { kind: 'command', typed: '', from: 0, to: 1 }],
    ['/mo|', { kind: 'command', typed: 'mo', from: 0, to: 3 }],
    ['/model gpt|', { kind: 'value', command: 'model', typed: 'gpt', from: 7, to: 10 }],
    ['look at @src/la| please', { kind: 'file', typed: 'src/la', from: 8, to: 15 }],
    ['@|', { kind: 'file', typed: '', from: 0, to: 1 }],
  ])('%s', (text, expected) => {
    expect(at(text)).toEqual(expected);
  });

  it.each(['mail me@example.com|', 'and /mo|', '/model gpt-5.5 now|', 'a|b', '@a b|'])(
    '%s: nothing',
    (text) => {
      expect(at(text)).toBeNull();
    },
  );
});

describe('what it can become', () => {
  it('commands that begin so; those that are done at once say so', () => {
    expect(offered('/co|')).toEqual([
      { insert: '/compact ', label: '/compact', meaning: slash.compact, command: 'compact' },
    ]);
    expect(offered('/p|')).toEqual([{ insert: '/plan ', label: '/plan', meaning: slash.plan }]);
    expect(offered('/xyz|')).toEqual([]);
  });

  it('models by id and name, efforts of the model that is chosen', () => {
    expect(offered('/model gpt-6-|')).toMatchObject([{ insert: 'gpt-6-luna', label: 'GPT-6-Luna' }]);
    expect(offered('/effort |', { options: { model: 'gpt-5.5' } })).toMatchObject([
      { insert: 'low' },
      { insert: 'medium' },
    ]);
    expect(offered('/effort |', { choices: null })).toEqual([]);
  });

  it('what a goal can be told, once it begins so', () => {
    expect(offered('/goal |')).toEqual([]);
    expect(offered('/goal pa|')).toMatchObject([{ insert: 'pause' }]);
  });
});

describe('completing', () => {
  it('takes the place of the unfinished part and leaves the rest', () => {
    const unfinished = at('look at @src/la| please')!;
    expect(complete('look at @src/la please', unfinished, mention('src/lamp.ts'))).toEqual({
      text: 'look at src/lamp.ts please',
      caret: 20,
    });
  });

  it('quotes a path with blanks', () => {
    expect(mention('the lamp/read me.md')).toBe('"the lamp/read me.md" ');
  });
});
