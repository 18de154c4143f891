import { expect, it } from 'vitest';
import * as words from '../../../phone/text/connection.ts';

it('says what to do about a host that may have forgotten this phone', () => {
  expect(words.broken('host', 'desk').means).toContain('forgotten this phone: choose “Pair a phone…” there');
});

it('counts down to the next try', () => {
  expect(words.retry(8_500)).toBe('Trying again in 9 s');
  expect(words.retry(0)).toBe('Trying now');
});
