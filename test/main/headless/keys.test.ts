import { expect, it } from 'vitest';
import { listenForKeys } from '../../../main/headless/keys.ts';
import { TerminalDouble } from './terminal-double.ts';

it('gives single keys, and q for Ctrl-C and Ctrl-D', () => {
  const terminal = new TerminalDouble({ isTTY: true });
  const keys: string[] = [];
  const stop = listenForKeys(terminal.input, (key) => keys.push(key));
  expect(terminal.keyboard.raw).toBe(true);
  for (const typed of ['p', 'D', 'pd', '\x03', '\x04']) terminal.press(typed);
  expect(keys).toEqual(['p', 'd', 'p', 'd', 'q', 'q']);

  stop();
  terminal.press('p');
  expect(keys).toHaveLength(6);
  expect(terminal.keyboard.raw).toBe(false);
});

it('takes no keys from a pipe', () => {
  const terminal = new TerminalDouble({ isTTY: false });
  const keys: string[] = [];
  listenForKeys(terminal.input, (key) => keys.push(key));
  terminal.press('q');
  expect(keys).toEqual([]);
});
