import { describe, expect, it } from 'vitest';
import { offeredSlash, readSlash, type SlashContext } from '../../phone/state/slash.ts';
import { CHOICES } from './choices.ts';

const context: SlashContext = { choices: CHOICES, options: {}, running: false };
const read = (text: string, more: Partial<SlashContext> = {}) => readSlash(text, { ...context, ...more });

describe('what is offered', () => {
  it('is what the agent can do, and what fits the moment', () => {
    expect(offeredSlash(context)).toEqual([
      'model',
      'effort',
      'plan',
      'ask',
      'work',
      'goal',
      'review',
      'compact',
      'fork',
    ]);
    expect(offeredSlash({ ...context, running: true })).toEqual([
      'model',
      'effort',
      'plan',
      'ask',
      'work',
      'goal',
      'fork',
      'stop',
    ]);
    const demo = { models: [], modes: [], abilities: [] };
    expect(offeredSlash({ ...context, choices: demo })).toEqual([]);
    expect(offeredSlash({ ...context, choices: null, running: true })).toEqual(['stop']);
  });
});

describe('a text that begins with a slash', () => {
  it('chooses for the next words, or for those behind it', () => {
    expect(read('/plan')).toEqual({ kind: 'options', options: { mode: 'plan' }, text: '' });
    expect(read('/plan the lamp\nand the beam')).toEqual({
      kind: 'options',
      options: { mode: 'plan' },
      text: 'the lamp\nand the beam',
    });
    expect(read('/model gpt-5.5')).toEqual({ kind: 'options', options: { model: 'gpt-5.5' }, text: '' });
    expect(read('/model GPT-6-luna')).toMatchObject({ options: { model: 'gpt-6-luna' } });
    expect(read('/effort HIGH')).toEqual({ kind: 'options', options: { effort: 'high' }, text: '' });
  });

  it('shows what there is to choose from where nothing is named', () => {
    expect(read('/model')).toEqual({ kind: 'choose' });
    expect(read('/effort ')).toEqual({ kind: 'choose' });
  });

  it('is not sent where it names what is not there', () => {
    expect(read('/model gpt-1')).toEqual({ kind: 'unknown', command: 'model', value: 'gpt-1' });
    expect(read('/effort ultra', { options: { model: 'gpt-5.5' } })).toMatchObject({ kind: 'unknown' });
    expect(read('/effort ultra')).toMatchObject({ options: { effort: 'ultra' } });
    expect(read('/goal')).toEqual({ kind: 'unknown', command: 'goal', value: '' });
  });

  it('sets, pauses and drops a goal', () => {
    expect(read('/goal light the lamp')).toEqual({
      kind: 'goal',
      change: { kind: 'set', text: 'light the lamp' },
    });
    expect(read('/goal pause')).toEqual({ kind: 'goal', change: { kind: 'pause' } });
    expect(read('/goal clear')).toEqual({ kind: 'goal', change: { kind: 'clear' } });
  });

  it('does what needs no more words, and stop only while something runs', () => {
    expect(read('/review')).toEqual({ kind: 'review' });
    expect(read('/stop', { running: true })).toEqual({ kind: 'stop' });
    expect(read('/stop')).toEqual({ kind: 'words' });
  });

  it('is nothing but words where it is no command', () => {
    for (const text of [
      '/usr/bin/env is missing',
      '/ what',
      '/review the last commit only',
      'no /plan',
      '/constructor',
    ])
      expect(read(text), text).toEqual({ kind: 'words' });
  });
});
