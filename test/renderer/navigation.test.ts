import { expect, test } from 'vitest';
import { keyAct } from '../../renderer/model/navigation.ts';

const press = (key: string, ...held: ('ctrlKey' | 'metaKey' | 'altKey')[]) => ({
  key,
  ctrlKey: held.includes('ctrlKey'),
  metaKey: held.includes('metaKey'),
  altKey: held.includes('altKey'),
});

test('⌘ and Ctrl with a number show a view, while typing too', () => {
  expect(keyAct(press('1', 'ctrlKey'), false)).toEqual({ act: 'show', view: 'home' });
  expect(keyAct(press('4', 'metaKey'), true)).toEqual({ act: 'show', view: 'projects' });
});

test('Esc closes and ? lists the keys, but not out of a text field', () => {
  expect(keyAct(press('Escape'), false)).toEqual({ act: 'close' });
  expect(keyAct(press('?'), false)).toEqual({ act: 'keys' });
  expect(keyAct(press('Escape'), true)).toBeUndefined();
  expect(keyAct(press('?'), true)).toBeUndefined();
});

test('everything else is left to the system', () => {
  for (const other of [
    press('9', 'ctrlKey'),
    press('1'),
    press('1', 'ctrlKey', 'metaKey'),
    press('1', 'ctrlKey', 'altKey'),
    press('w', 'metaKey'),
  ]) {
    expect(keyAct(other, false)).toBeUndefined();
  }
});
