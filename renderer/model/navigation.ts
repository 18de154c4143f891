import { PANEL_VIEWS, type PanelView, type SidebarView } from '../../main/contract/panel.ts';

const isPanelView = (name: string): name is PanelView =>
  name === 'setup' || (PANEL_VIEWS as readonly string[]).includes(name);

/** What a window opens with. */
export interface Opened {
  readonly view: PanelView;
  /** The window crashed, and this is the next one. */
  readonly again: boolean;
}

/** @param fragment of the page's address, with its `#`, as main/desktop/panel-address.ts writes it */
export function openedWith(fragment: string): Opened {
  const [name = '', how] = fragment.slice(1).split(',');
  return { view: isPanelView(name) ? name : 'home', again: how === 'reopened' };
}

export const VIEW_NAMES: Readonly<Record<SidebarView, string>> = {
  home: 'Home',
  pair: 'Pair',
  phones: 'Phones',
  projects: 'Projects',
  environments: 'Environments',
  waiting: 'Waiting',
  activity: 'Activity',
  policy: 'Policy',
  settings: 'Settings',
};

export type KeyAct =
  | { readonly act: 'show'; readonly view: PanelView }
  | { readonly act: 'close' }
  | { readonly act: 'keys' };

/** What of a keyboard event decides. `typing`: the focus is in a text field. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** ⌘/Ctrl+1, 2, … switch views, Esc closes, `?` lists the keys. Undefined: not ours. */
export function keyAct(press: KeyPress, typing: boolean): KeyAct | undefined {
  const command = press.ctrlKey !== press.metaKey && !press.altKey;
  if (command) {
    const view = /^[1-9]$/.test(press.key) ? PANEL_VIEWS[Number(press.key) - 1] : undefined;
    return view && { act: 'show', view };
  }
  if (press.ctrlKey || press.metaKey || press.altKey || typing) return undefined;
  if (press.key === 'Escape') return { act: 'close' };
  return press.key === '?' ? { act: 'keys' } : undefined;
}
