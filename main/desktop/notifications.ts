/**
 * Tells the desk, by the system, that something waits. The words are the same for everything: a notification stands on a
 * locked screen too, and the title of an approval is a command, a path or an address, which may hold a secret or be read
 * by whoever walks past. What it is stands in the panel, one click away and behind the lock.
 */
import { Notification } from 'electron';
import type { HostState } from '../contract/state.ts';
import { dismissed, NOTHING_TOLD, notify } from './waiting-notice.ts';

const WORDS = { title: 'The agent waits for you', body: 'See in Outpost what it asks.' };

export interface NotificationsOptions {
  /** Whether the panel is in front. */
  readonly atDesk: () => boolean;
  /** The notification was clicked. */
  readonly open: () => void;
}

export class Notifications {
  readonly #options: NotificationsOptions;
  #state: HostState | undefined;
  #told = NOTHING_TOLD;
  /** Kept until it is withdrawn: the system may hold one that it no longer shows. */
  #notification: Notification | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  show(state: HostState): void {
    this.#state = state;
    this.look();
  }

  /** Something beside the state may have changed: the time, or what is in front. */
  look(): void {
    const state = this.#state;
    if (state === undefined) return;
    clearTimeout(this.#timer);
    const now = Date.now();
    const { told, act, again } = notify(this.#told, {
      now,
      waiting: state.waiting.map(({ id }) => id),
      phoneConnected: state.devices.some(({ connected }) => connected),
      wanted: state.settings.notifications,
      atDesk: this.#options.atDesk(),
    });
    this.#told = told;
    if (act !== 'none') this.#withdraw();
    if (act === 'show') this.#notify();
    if (again !== null) this.#timer = setTimeout(() => this.look(), again - now);
  }

  /** For the end of the program. */
  close(): void {
    clearTimeout(this.#timer);
    this.#state = undefined;
    this.#withdraw();
  }

  #notify(): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification(WORDS);
    const gone = (): void => {
      if (this.#notification === notification) this.#told = dismissed(this.#told);
    };
    notification.on('close', gone);
    notification.on('click', () => {
      gone();
      this.#options.open();
    });
    this.#notification = notification;
    notification.show();
  }

  #withdraw(): void {
    const notification = this.#notification;
    this.#notification = undefined;
    notification?.close();
  }
}
