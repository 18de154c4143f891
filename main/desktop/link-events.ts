/** Deep links as Electron tells them: `open-url` on macOS, an argument of a (second) start elsewhere. */
import { app } from 'electron';
import type { PanelView } from '../contract/panel.ts';
import { LINK_SCHEME, type StartedFor, startedFor, viewOfLink } from './deep-link.ts';

export class LinkEvents {
  #open: ((view?: PanelView) => void) | undefined;
  /** What was asked for before the panel can be opened; the latest counts. */
  #early: StartedFor = { what: 'nothing' };

  /** Before the app is ready: the link that starts the program on macOS comes first of all. */
  constructor(argv: readonly string[]) {
    const start = startedFor(argv);
    // The program's own start opens no window: it is in the tray.
    if (start.what === 'view') this.#early = start;
    app.on('open-url', (event, url) => {
      event.preventDefault();
      const view = viewOfLink(url);
      if (view !== undefined) this.#asked({ what: 'view', view });
    });
    app.on('second-instance', (_event, argv) => this.#asked(startedFor(argv)));
  }

  /** From now on links and further starts open the panel; what came before does so now. */
  follow(open: (view?: PanelView) => void): void {
    this.#open = open;
    this.#asked(this.#early);
    // macOS and Linux know the scheme by what is installed there. A program that is run from its sources takes it from none.
    if (process.platform === 'win32' && app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  }

  #asked(start: StartedFor): void {
    if (start.what === 'nothing') return;
    if (this.#open === undefined) this.#early = start;
    else if (start.what === 'view') this.#open(start.view);
    else this.#open();
  }
}
