/**
 * The state, asked for by the page's first line: the host answers while the rest of the page's scripts is being read. Imported before
 * everything else by main.tsx, and by nothing else.
 */
import type { PanelBridge } from '../main/contract/panel.ts';
import { HostStore } from './host-store.ts';

declare global {
  interface Window {
    readonly outpost: PanelBridge;
  }
}

export const store = new HostStore(window.outpost);
