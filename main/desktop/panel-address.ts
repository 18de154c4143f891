/** Where the control panel lives: `app://panel/`, a scheme that only this program answers. */
import type { PanelView } from '../contract/panel.ts';

export const PANEL_SCHEME = 'app';
const PANEL_HOST = 'panel';

/** The view is in the fragment, so that a window opens on it at once. `reopened`: after a crash, which the page then says. */
export const panelUrl = (view: PanelView, reopened = false): string =>
  `${PANEL_SCHEME}://${PANEL_HOST}/index.html#${view}${reopened ? ',reopened' : ''}`;

/** Whether a URL is a page of the panel. Anything that does not parse is not. */
export function isPanelUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === `${PANEL_SCHEME}:` && host === PANEL_HOST;
}
