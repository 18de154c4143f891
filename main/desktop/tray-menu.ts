/**
 * The tray menu as a value, from the host's state. What an entry does is a value too, so that this file needs neither
 * Electron nor a host.
 */
import type { HostState } from '../contract/state.ts';

export type TrayAct =
  | { readonly act: 'pair' }
  | { readonly act: 'open' }
  | { readonly act: 'quit' }
  | { readonly act: 'keepAwake'; readonly on: boolean }
  | { readonly act: 'revoke'; readonly id: string; readonly name: string };

export type TrayEntry =
  | { readonly kind: 'line' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'item'; readonly label: string; readonly does: TrayAct }
  | { readonly kind: 'check'; readonly label: string; readonly checked: boolean; readonly does: TrayAct }
  | { readonly kind: 'menu'; readonly label: string; readonly entries: readonly TrayEntry[] };

/** The small mark beside the icon. */
export type TrayMark = 'none' | 'connected' | 'waiting' | 'trouble';

export interface TrayStatus {
  readonly mark: TrayMark;
  /** One line: the answer to "does anything need me?". */
  readonly text: string;
}

/** A name comes from a phone: one line, no control characters, no longer than a menu is wide. */
const MAX_NAME = 40;
function menuName(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > MAX_NAME ? `${line.slice(0, MAX_NAME - 1)}…` : line;
}

const count = (n: number, one: string, many: string): string => (n === 1 ? `1 ${one}` : `${n} ${many}`);

/** What needs the owner comes first, then what is broken, then who is there. */
export function trayStatus(state: HostState): TrayStatus {
  const connected = state.devices.filter((device) => device.connected);
  if (state.waiting.length > 0) {
    return {
      mark: 'waiting',
      text: `${count(state.waiting.length, 'question waits', 'questions wait')} for you`,
    };
  }
  if (state.relay.state === 'down' || state.relay.state === 'attention') {
    return { mark: 'trouble', text: state.relay.title };
  }
  if (state.devices.some((device) => device.suspended)) {
    return { mark: 'trouble', text: 'A phone is held back until you decide' };
  }
  const [only] = connected;
  if (only && connected.length === 1)
    return { mark: 'connected', text: `${menuName(only.name)} is connected` };
  if (connected.length > 1) return { mark: 'connected', text: `${connected.length} phones are connected` };
  return {
    mark: 'none',
    text: state.devices.length === 0 ? 'No phone is paired yet' : 'No phone is connected',
  };
}

export function trayMenu(state: HostState): readonly TrayEntry[] {
  return [
    { kind: 'text', label: trayStatus(state).text },
    { kind: 'line' },
    { kind: 'item', label: 'Pair a phone…', does: { act: 'pair' } },
    { kind: 'menu', label: 'Phones', entries: phones(state) },
    {
      kind: 'check',
      label: 'Keep awake while a phone is connected',
      checked: state.settings.mobile_keep_awake,
      does: { act: 'keepAwake', on: !state.settings.mobile_keep_awake },
    },
    { kind: 'line' },
    { kind: 'item', label: 'Open Outpost', does: { act: 'open' } },
    { kind: 'item', label: 'Quit', does: { act: 'quit' } },
  ];
}

function phones({ devices }: HostState): readonly TrayEntry[] {
  if (devices.length === 0) return [{ kind: 'text', label: 'None yet' }];
  return devices.map((device) => ({
    kind: 'menu',
    label: menuName(device.name),
    entries: [
      { kind: 'text', label: device.connected ? 'Connected' : 'Not connected' },
      { kind: 'item', label: 'Revoke…', does: { act: 'revoke', id: device.id, name: menuName(device.name) } },
    ],
  }));
}
