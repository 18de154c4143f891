import { expect, it } from 'vitest';
import { TerminalRing } from '../../../../../main/host/ssh/connection/terminal-ring.ts';

it('is read on from where the reader was, and forgets its beginning', () => {
  const ring = new TerminalRing(10);
  ring.print('hello ');
  const first = ring.from(0);
  expect(first).toEqual({ text: 'hello ', next: 6 });
  ring.print('world');
  expect(ring.from(first.next)).toEqual({ text: 'world', next: 11 });
  expect(ring.from(0)).toEqual({ text: 'ello world', next: 11 });
  expect(ring.from(11)).toEqual({ text: '', next: 11 });
  expect(ring.from(Number.MAX_SAFE_INTEGER)).toEqual({ text: '', next: 11 });
  ring.print('x'.repeat(1_000));
  expect(ring.from(0)).toEqual({ text: 'x'.repeat(10), next: 1_011 });
  ring.clear();
  ring.print('new');
  expect(ring.from(0)).toEqual({ text: 'new', next: 1_014 });
});
