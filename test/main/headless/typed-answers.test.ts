import { describe, expect, test } from 'vitest';
import { askedFor } from '../../../main/headless/typed-answers.ts';
import { CARDS } from '../../e2e/control-panel/desk-answers.ts';
import { ASKS } from '../../phone/preview/asks.ts';

describe('a typed line', () => {
  test('answers a question by the number of an option, by its words, or in words of one’s own', () => {
    const [port] = askedFor(CARDS.question);
    expect(port?.read('2')).toEqual(['Any free one']);
    // An option that looks like a number is meant by its words first.
    expect(port?.read('4817')).toEqual(['4817']);
    expect(port?.read('8080')).toEqual(['8080']);
    expect(port?.read('  ')).toBeNull();
  });

  test('answers a question without free words by an option only', () => {
    const { ask } = CARDS.question;
    const [strict] = askedFor({
      ...CARDS.question,
      ask: { ...ask, questions: ask.questions.map((question) => ({ ...question, free: false })) },
    });
    expect(strict?.read('8080')).toBeNull();
    expect(strict?.read('1')).toEqual(['4817']);
  });

  test('answers a field when it fits it; what is not needed can be left out', () => {
    const [mail, days, urgency, copy] = askedFor(ASKS.form!);
    expect(mail?.read('ada@example.com')).toEqual(['ada@example.com']);
    expect(mail?.read('')).toBeNull();
    expect([days?.read('31'), days?.read('x'), days?.read('30'), days?.read('')]).toEqual([
      null,
      null,
      ['30'],
      [],
    ]);
    expect([urgency?.read('2'), urgency?.read('Low'), urgency?.read('3')]).toEqual([['high'], ['low'], null]);
    expect([copy?.read('Yes'), copy?.read('n'), copy?.read('maybe')]).toEqual([['true'], ['false'], null]);
  });

  test('is not asked for where a yes or a no is wanted', () => {
    expect(askedFor(CARDS.command)).toEqual([]);
  });
});
