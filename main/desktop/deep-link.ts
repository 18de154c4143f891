/**
 * Links of the system: `outpost://open/<view>` opens the control panel at a view, and nothing else. Any page that a person
 * looks at may offer such a link, so none carries a value and none can do anything: what a view shows was the owner's
 * before, and what it does is done by a click in it.
 */
import { PANEL_VIEWS, type PanelView } from '../contract/panel.ts';

export const LINK_SCHEME = 'outpost';

const isLink = (text: string): boolean => text.slice(0, 8).toLowerCase() === `${LINK_SCHEME}:`;

/** Compared and not parsed: one spelling for each view, no query, no fragment. Undefined: not one of ours. */
export function viewOfLink(link: string): PanelView | undefined {
  return PANEL_VIEWS.find((view) => link === `${LINK_SCHEME}://open/${view}`);
}

/** What the program was started for. `nothing`: by a link that is not one of ours. */
export type StartedFor =
  | { readonly what: 'itself' }
  | { readonly what: 'view'; readonly view: PanelView }
  | { readonly what: 'nothing' };

/** On Windows and Linux a link comes as an argument, among Chromium's own. */
export function startedFor(argv: readonly string[]): StartedFor {
  const links = argv.filter(isLink);
  const [link] = links;
  if (link === undefined) return { what: 'itself' };
  const view = links.length === 1 ? viewOfLink(link) : undefined;
  return view === undefined ? { what: 'nothing' } : { what: 'view', view };
}

/** The arguments before a link: what stands behind it may come from whoever wrote it, and sets no flag. */
export function beforeLink(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex(isLink);
  return at < 0 ? argv : argv.slice(0, at);
}
