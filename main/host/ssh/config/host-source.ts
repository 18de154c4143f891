/** The hosts of the owner's OpenSSH configuration, as environments are made from them: read at once, and again whenever it changes. */
import type { Clock } from '../../clock.ts';
import type { HostSource } from '../environments/environments.ts';
import { faultLine } from './faults.ts';
import type { HostList, SshHost } from './hosts.ts';
import type { SshPlaces } from './places.ts';
import { type HostWatch, watchHosts } from './watch.ts';

export interface HostSourceOptions {
  readonly places: SshPlaces;
  readonly clock: Clock;
  /** The configuration could not be read or watched, for a reason that is not in it. */
  failed(what: string, error: unknown): void;
}

/** Empty until it was read for the first time, which is told as a change. */
export function openHostSource({ places, clock, failed }: HostSourceOptions): HostSource {
  const listeners = new Set<() => void>();
  let list: HostList = { hosts: [], faults: [] };
  let watching: HostWatch | null = null;
  let closed = false;
  const changed = (next: HostList) => {
    list = next;
    for (const listener of listeners) listener();
  };
  watchHosts({ places, clock, changed, failed }).then(
    (opened) => {
      if (closed) return opened.close();
      watching = opened;
      changed(opened.list);
    },
    (error: unknown) => failed('the SSH configuration could not be read', error),
  );
  return {
    hosts: () =>
      list.hosts.map((host) => ({ alias: host.alias, about: aboutOf(host), unusable: host.unusable })),
    problems: () => list.faults.map(faultLine),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      watching?.close();
    },
  };
}

/** `user@host:port`, as far as it is written plainly; `''` where nothing is. */
export function aboutOf({ hostName, user, port }: Pick<SshHost, 'hostName' | 'user' | 'port'>): string {
  const host = hostName?.includes(':') && port !== null ? `[${hostName}]` : (hostName ?? '');
  return `${user === null ? '' : `${user}@`}${host}${port === null ? '' : `:${port}`}`;
}
