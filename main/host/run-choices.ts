/** What holds for one run of the host: what its command line says, and where that says nothing, the settings. */
import type { SettingKey, Settings } from '../contract/settings.ts';
import type { ReachChoice } from './link/reach.ts';
import type { HostOptions } from './options.ts';
import { unusable, usableOrigin, usableRelay } from './reach/usable-addresses.ts';

export interface RunChoices {
  /** How phones see this machine. */
  readonly name: string;
  /** Where links open; null: at the relay that serves the page. */
  readonly clientOrigin: string | null;
  readonly relaysAreFixed: boolean;
  /** Settings in whose place the command line holds. It changes none. */
  readonly overridden: SettingKey[];
  /** Addresses of the settings that cannot be used, each in a sentence for the owner. */
  readonly unusable: readonly string[];
  /** By the settings as they are now. */
  reachChoice(): ReachChoice;
}

/** @param hostname The system's name of this machine. */
export function runChoices(options: HostOptions, settings: () => Settings, hostname: string): RunChoices {
  const { name, relays, client_origin } = settings();
  const relaysAreFixed = options.relays.length > 0;
  const addresses = [...relays, ...(client_origin === '' ? [] : [client_origin])];
  return {
    name: options.name ?? (name || hostname.replace(/\.local$/, '')),
    clientOrigin: options.clientOrigin ?? (client_origin === '' ? null : usableOrigin(client_origin)),
    relaysAreFixed,
    overridden: [
      ...(options.name === undefined ? [] : ['name' as const]),
      ...(relaysAreFixed ? ['relays' as const] : []),
      ...(options.clientOrigin === null ? [] : ['client_origin' as const]),
    ],
    unusable: addresses
      .filter((address) => usableRelay(address) === null && usableOrigin(address) === null)
      .map(unusable),
    reachChoice() {
      const { relays, tailscale, quick_tunnel: quickTunnel } = settings();
      const usable = relays.map(usableRelay).filter((url) => url !== null);
      return { relays: relaysAreFixed ? options.relays : usable, tailscale, quickTunnel };
    },
  };
}
