/**
 * How a person ends the program or its window: asked first where that stops something. An end that comes from elsewhere
 * (the system, `outpost stop`, an update) is not held up by a question.
 */
import type { HostState } from '../contract/state.ts';
import { type QuitWords, quitWords } from './quit-words.ts';

export interface EndingOptions {
  readonly state: () => Promise<HostState>;
  /** True: quit. */
  readonly confirmQuit: (words: QuitWords) => Promise<boolean>;
  readonly askClosing: () => Promise<'goOn' | 'quit' | 'cancel'>;
  readonly quit: () => void;
  /** Closes the window for good. */
  readonly discardWindow: () => void;
}

export class Ending {
  readonly #options: EndingOptions;
  /** Whether a window that is closed can be had back by the tray icon. */
  #hasTray = true;
  #ending = false;
  #asking = false;

  constructor(options: EndingOptions) {
    this.#options = options;
  }

  /** Closing the window asks from now on: there is no icon that stays. */
  withoutTray(): void {
    this.#hasTray = false;
  }

  /** The program ends, whoever wanted it: windows close unasked. */
  begun(): void {
    this.#ending = true;
  }

  /** Quit, as a person chooses it. A second choice while the first is asked about changes nothing. */
  quit(): Promise<void> {
    return this.#once(() => this.#quit());
  }

  /** Whether the window may close at once; where not, the person is asked, and it is closed or stays. */
  mayClose(): boolean {
    if (this.#hasTray || this.#ending) return true;
    void this.#once(async () => {
      const answer = await this.#options.askClosing();
      if (answer === 'goOn') this.#options.discardWindow();
      else if (answer === 'quit') await this.#quit();
    });
    return false;
  }

  async #quit(): Promise<void> {
    const words = quitWords(await this.#options.state());
    if (words === null || (await this.#options.confirmQuit(words))) this.#options.quit();
  }

  async #once(ask: () => Promise<void>): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      await ask();
    } finally {
      this.#asking = false;
    }
  }
}
