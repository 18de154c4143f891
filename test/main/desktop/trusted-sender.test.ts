import { expect, test } from 'vitest';
import { isTrustedSender } from '../../../main/desktop/trusted-sender.ts';

const frame = (url: string, parent: unknown = null) => ({ url, parent });
const from = (main: ReturnType<typeof frame>) => ({ senderFrame: main, sender: { mainFrame: main } });

test('the panel, in the main frame of its window, may speak', () => {
  expect(isTrustedSender(from(frame('app://panel/index.html#pair')))).toBe(true);
});

test.each([
  'https://panel/index.html',
  'app://panel.example/index.html',
  'app://other/index.html',
  'apps://panel/index.html',
  'file:///app://panel/index.html',
  'about:blank',
  '',
])('a page at “%s” may not', (url) => {
  expect(isTrustedSender(from(frame(url)))).toBe(false);
});

test('a frame inside the panel, and one that is gone, may not', () => {
  const main = frame('app://panel/index.html');
  expect(isTrustedSender({ senderFrame: frame(main.url, main), sender: { mainFrame: main } })).toBe(false);
  expect(isTrustedSender({ senderFrame: frame(main.url), sender: { mainFrame: main } })).toBe(false);
  expect(isTrustedSender({ senderFrame: null, sender: { mainFrame: main } })).toBe(false);
});
