import { expect, test } from 'vitest';
import { typedId } from '../../../main/host/typed-id.ts';

test('is never taken for an option, and differs in what is random', () => {
  const ids = Array.from({ length: 256 }, (_, first) => typedId(Uint8Array.of(first, first, 7)));
  expect(ids.filter((id) => !/^[A-Za-z][\w-]{3}$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(256);
});
