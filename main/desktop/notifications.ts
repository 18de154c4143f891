/**
 * Tells the desk, by the system, that something waits. The words are the same for everything of a kind: a notification
 * stands on a locked screen too, and the title of an approval is a command, a path or an address, the name of a host that
 * of a customer, which may be read by whoever walks past. What it is stands in the panel, one click away and behind the lock.
 */
import { Notification } from 'electron';
import { needsPerson } from '../contract/needs-person.ts';
import type { HostState } from '../contract/state.ts';
import { dismissed, NOTHING_TOLD, notify } from './waiting-notice.ts';

/** What is told about. */
export interface Subject {
  readonly words: { readonly title: string; readonly body: string };
  /** Ids of what waits. */
  readonly waiting: (state: HostState) => readonly string[];
  /** A phone that is connected has its time to answer first. */
  readonly phonesAnswer: boolean;
}

export const APPROVALS: Subject = {
  words: { title: 'The agent waits for you', body: 'See in Outpost what it asks.' },
  waiting: ({ waiting }) => waiting.filter(({ desk }) => !desk).map(({ id }) => id),
  phonesAnswer: true,
};

/** What no phone may say yes to: nobody there is waited for, and it is a notification of its own. */
export const DESK_APPROVALS: Subject = {
  words: {
    title: 'The agent waits for you here',
    body: 'Phones cannot say yes to this one. See in Outpost what it asks.',
  },
  waiting: ({ waiting }) => waiting.filter(({ desk }) => desk).map(({ id }) => id),
  phonesAnswer: false,
};

/**
 * What SSH hosts ask, which is answered at the desk only.
 *
 * @param isKnown whether the person was led to what this one asks, by the id of its environment
 */
export const sshHosts = (isKnown: (environment: string) => boolean): Subject => ({
  words: { title: 'An SSH host needs you', body: 'See in Outpost what it is about.' },
  waiting: ({ environments }) =>
    environments
      .filter((environment) => needsPerson(environment) && !isKnown(environment.id))
      .map(({ id, question, since }) => `${id} ${question?.id ?? since}`),
  phonesAnswer: false,
});

export interface NotificationsOptions {
  readonly about: Subject;
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
    const { about } = this.#options;
    clearTimeout(this.#timer);
    const now = Date.now();
    const { told, act, again } = notify(this.#told, {
      now,
      waiting: about.waiting(state),
      phoneConnected: about.phonesAnswer && state.devices.some(({ connected }) => connected),
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
    const notification = new Notification(this.#options.about.words);
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
