import { expect, test } from 'vitest';
import { Notices } from '../../../../main/host/surface/notices.ts';

test('a notice that is caused over and over pushes no other out', () => {
  let now = 0;
  const notices = new Notices(() => ++now);
  notices.add('warning', 'devices.json was damaged.');
  for (let n = 0; n < 100; n++) notices.add('warning', 'A second phone tried a used link.');
  expect(notices.list()).toEqual([
    { at: 1, level: 'warning', text: 'devices.json was damaged.' },
    { at: 101, level: 'warning', text: 'A second phone tried a used link.' },
  ]);
});
