/** Deep links as Electron tells them: `open-url` on macOS, an argument of a (second) start elsewhere. */
import { app } from 'electron';
import type { PanelView } from '../contract/panel.ts';
import { LINK_SCHEME, startedFor, viewOfLink } from './deep-link.ts';

export class LinkEvents {
  #open: ((view?: PanelView) => void) | undefined;
  #early: PanelView | undefined;

  /** Before the app is ready: the link that starts the program on macOS comes first of all. */
  constructor(argv: readonly string[]) {
    const start = startedFor(argv);
    if (start.what === 'view') this.#early = start.view;
    app.on('open-url', (event, url) => {
      event.preventDefault();
      const view = viewOfLink(url);
      if (view === undefined) return;
      if (this.#open) this.#open(view);
      else this.#early = view;
    });
  }

  /** From now on links and further starts open the panel; one that came before does so now. */
  follow(open: (view?: PanelView) => void): void {
    this.#open = open;
    app.on('second-instance', (_event, argv) => {
      const start = startedFor(argv);
      if (start.what === 'view') open(start.view);
      else if (start.what === 'itself') open();
    });
    if (this.#early !== undefined) open(this.#early);
    // macOS and Linux know the scheme by what is installed there. A program that is run from its sources takes it from none.
    if (process.platform === 'win32' && app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  }
}
