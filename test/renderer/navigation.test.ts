import { expect, test } from 'vitest';
import { PANEL_VIEWS } from '../../main/contract/panel.ts';
import { panelUrl } from '../../main/desktop/panel-address.ts';
import { keyAct, openedWith } from '../../renderer/model/navigation.ts';

const press = (key: string, ...held: ('ctrlKey' | 'metaKey' | 'altKey')[]) => ({
  key,
  ctrlKey: held.includes('ctrlKey'),
  metaKey: held.includes('metaKey'),
  altKey: held.includes('altKey'),
});

test('a window opens on the view of its address, and on Home where there is none such', () => {
  for (const view of [...PANEL_VIEWS, 'setup'] as const) {
    expect(openedWith(new URL(panelUrl(view)).hash)).toEqual({ view, again: false });
  }
  expect(openedWith(new URL(panelUrl('home', true)).hash)).toEqual({ view: 'home', again: true });
  for (const fragment of ['', '#', '#nowhere', '#toString', '#nowhere,reopened']) {
    expect(openedWith(fragment).view).toBe('home');
  }
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
    press('0', 'ctrlKey'),
    press('1'),
    press('1', 'ctrlKey', 'metaKey'),
    press('1', 'ctrlKey', 'altKey'),
    press('w', 'metaKey'),
  ]) {
    expect(keyAct(other, false)).toBeUndefined();
  }
});
