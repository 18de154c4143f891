import { expect, test } from 'vitest';
import { boundedId, head, line, tail } from '../../../../main/host/agents/codex/bounds.ts';

test('a cut never goes through a surrogate pair', () => {
  expect(head('a😀b', 2)).toBe('a');
  expect(head('a😀b', 3)).toBe('a😀');
  expect(tail('a😀b', 2)).toBe('b');
  expect(tail('a😀b', 3)).toBe('😀b');
});

test('what fits is left alone', () => {
  expect(head('abc', 3)).toBe('abc');
  expect(tail('abc', 3)).toBe('abc');
});

test('lines and ids have the lengths of the session', () => {
  expect(line('x'.repeat(5000))).toHaveLength(4096);
  expect(boundedId('x'.repeat(500))).toHaveLength(200);
});
