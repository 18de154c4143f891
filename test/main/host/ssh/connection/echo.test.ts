import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EchoFilter } from '../../../../../main/host/ssh/connection/echo.ts';

const fed = (secret: string, chunks: readonly string[]): string => {
  const filter = new EchoFilter();
  filter.expect(secret);
  return chunks.map((chunk) => filter.pass(chunk)).join('');
};

it('leaves out what was typed, however it comes, and nothing else', () => {
  expect(fed('314159', ['3', '1415', '9\r\nhello'])).toBe('\r\nhello');
  expect(fed('314159', ['\r\n', '314159'])).toBe('\r\n314159');
  expect(fed('314159', ['314', 'x'])).toBe('314x');
  expect(fed('', ['all'])).toBe('all');
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.string(),
      fc.integer({ min: 1, max: 5 }),
      (secret, rest, size) => {
        const all = secret + rest;
        const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
          all.slice(at * size, (at + 1) * size),
        );
        expect(fed(secret, chunks)).toBe(rest);
      },
    ),
  );
});
