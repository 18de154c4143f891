/** What the terminal of a running host shows, and what its keys do. */
import type { HostApi } from '../contract/contract.ts';
import type { HostState } from '../contract/state.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';
import { deviceLines, pairedLines, pairingLines, statusLines, type TerminalShape } from './texts.ts';

export interface HostConsoleOptions {
  readonly api: HostApi;
  readonly screen: Screen;
  readonly shape: () => TerminalShape;
  readonly now: () => number;
}

export class HostConsole {
  readonly #options: HostConsoleOptions;
  #state: HostState | undefined;
  /** The link that this terminal shows. One that was made elsewhere is shown there. */
  #ownLink: string | undefined;
  #toldNotices: ReadonlySet<string> = new Set();

  constructor(options: HostConsoleOptions) {
    this.#options = options;
  }

  /** Shows the host as it is now; called with every change. */
  show(state: HostState): void {
    const before = this.#state;
    this.#state = state;
    this.#tellNotices(state.notices);
    if (before?.pairing !== state.pairing) this.#tellPairing(state.pairing);
    this.#options.screen.status(statusLines(state));
  }

  async openPairing(): Promise<void> {
    const opened = await this.#options.api.run('pairing/open', {});
    if (!opened.ok) {
      this.#options.screen.print([printable(opened.refusal.message)]);
      return;
    }
    const { link, expiresAt } = opened.value;
    this.#ownLink = link;
    this.#options.screen.print(pairingLines(link, expiresAt, this.#options.shape()));
  }

  listDevices(): void {
    if (this.#state === undefined) return;
    this.#options.screen.print(['', ...this.#deviceLines(this.#state), '']);
  }

  #deviceLines({ devices, settings }: HostState): string[] {
    return deviceLines(devices, this.#options.now(), settings.phones_expire_after_days);
  }

  #tellPairing(pairing: HostState['pairing']): void {
    const { screen } = this.#options;
    if (pairing.state === 'paired') screen.print(pairedLines(pairing.device, pairing.checkWords));
    if (this.#ownLink === undefined) return;
    if (pairing.state === 'expired') screen.print(['The code has expired; no phone can pair with it.']);
    if (pairing.state === 'open' && pairing.link !== this.#ownLink) {
      screen.print(['A newer code was made elsewhere; the one shown here no longer works.']);
    }
    if (pairing.state !== 'open') this.#ownLink = undefined;
  }

  #tellNotices(notices: HostState['notices']): void {
    const keyOf = (notice: HostState['notices'][number]) => `${notice.at} ${notice.text}`;
    const fresh = notices.filter((notice) => !this.#toldNotices.has(keyOf(notice)));
    this.#toldNotices = new Set(notices.map(keyOf));
    if (fresh.length > 0) this.#options.screen.print(fresh.map((notice) => printable(notice.text)));
  }
}
