import { describe, expect, it } from 'vitest';
import type { FormField } from '../../protocol/session/card.ts';
import { fitsForm } from '../../protocol/session/form.ts';

const field = (fields: Partial<FormField>): FormField => ({
  id: 'f',
  label: 'F',
  description: '',
  required: false,
  type: 'text',
  options: [],
  least: null,
  most: null,
  ...fields,
});
const AB = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
];

describe('answers to a form', () => {
  it('may leave out what is not required, and nothing else', () => {
    expect(fitsForm([field({})], {})).toBe(true);
    expect(fitsForm([field({})], { f: [] })).toBe(true);
    expect(fitsForm([field({ required: true })], {})).toBe(false);
    expect(fitsForm([field({ required: true })], { f: [] })).toBe(false);
    expect(fitsForm([field({})], { g: ['x'] })).toBe(false);
    expect(fitsForm([field({ id: 'toString', required: true })], {})).toBe(false);
  });

  it.each<[Partial<FormField>, string[], boolean]>([
    [{ type: 'text', most: 2 }, ['ab'], true],
    [{ type: 'text', most: 2 }, ['abc'], false],
    [{ type: 'text', most: 2 }, ['🗼🗼'], true],
    [{ type: 'text', least: 1 }, [''], false],
    [{ type: 'text' }, ['a', 'b'], false],
    [{ type: 'yesNo' }, ['true'], true],
    [{ type: 'yesNo' }, ['yes'], false],
    [{ type: 'integer', least: 0 }, ['7'], true],
    [{ type: 'integer', least: 0 }, ['-1'], false],
    [{ type: 'integer' }, ['7.5'], false],
    [{ type: 'integer' }, ['9'.repeat(400)], false],
    [{ type: 'number', most: 1 }, ['0.5'], true],
    [{ type: 'number' }, ['Infinity'], false],
    [{ type: 'number' }, ['1e9'], false],
    [{ type: 'choice', options: AB }, ['a'], true],
    [{ type: 'choice', options: AB }, ['c'], false],
    [{ type: 'choices', options: AB, least: 1 }, ['a', 'b'], true],
    [{ type: 'choices', options: AB, most: 1 }, ['a', 'b'], false],
    [{ type: 'choices', options: AB }, ['a', 'a'], false],
  ])('%j takes %j: %s', (fields, values, fits) => {
    expect(fitsForm([field(fields)], { f: values })).toBe(fits);
  });
});
