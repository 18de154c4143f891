/**
 * The tray menu as a value, from the host's state. What an entry does is a value too, so that this file needs neither
 * Electron nor a host.
 */
import type { PanelView } from '../contract/panel.ts';
import { SETTINGS, type Settings } from '../contract/settings.ts';
import type { DeviceView, HostState, Waiting } from '../contract/state.ts';
import { menuLine, menuName, menuTime } from './menu-text.ts';
import { runOn } from './tray-environments.ts';
import { trayStatus } from './tray-status.ts';

/** `off`, or one of what the setting `keep_awake_while` can be. */
export type KeepAwake = 'off' | Settings['keep_awake_while'];

export type TrayAct =
  /** Without a view: as it was left, or at home. */
  | { readonly act: 'open'; readonly view?: PanelView }
  | { readonly act: 'update' }
  | { readonly act: 'quit' }
  | { readonly act: 'keepAwake'; readonly choice: KeepAwake }
  | { readonly act: 'sleepOnBattery'; readonly on: boolean }
  | { readonly act: 'revoke'; readonly id: string; readonly name: string }
  | { readonly act: 'connect'; readonly alias: string }
  | { readonly act: 'disconnect'; readonly environment: string };

/** `key`: the letter that chooses it while the menu is open, one of its label's. */
export type TrayEntry =
  | { readonly kind: 'line' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'item'; readonly label: string; readonly key?: string; readonly does: TrayAct }
  | {
      readonly kind: 'check' | 'radio';
      readonly label: string;
      readonly key?: string;
      readonly checked: boolean;
      /** Absent where there is nothing else to choose. */
      readonly does?: TrayAct;
    }
  | {
      readonly kind: 'menu';
      readonly label: string;
      readonly key?: string;
      readonly entries: readonly TrayEntry[];
    };

export interface TrayView {
  readonly state: HostState;
  /** When the menu is opened; null where it is built before, see `menuTime`. */
  readonly now: number | null;
}

/** So many entries a list shows itself; the menu has to fit a small screen. */
const LISTED = 5;

/** Where what waits is answered. */
export const WAITING_VIEW: PanelView = 'waiting';

export function trayMenu({ state, now }: TrayView): readonly TrayEntry[] {
  return [
    { kind: 'text', label: trayStatus(state).text },
    { kind: 'line' },
    ...waiting(state),
    { kind: 'item', label: 'Pair a phone…', key: 'P', does: { act: 'open', view: 'pair' } },
    { kind: 'menu', label: 'Phones', key: 'h', entries: phones(state, now) },
    { kind: 'menu', label: 'Keep awake', key: 'K', entries: keepAwake(state) },
    { kind: 'menu', label: 'Run on', key: 'R', entries: runOn(state) },
    { kind: 'line' },
    { kind: 'item', label: 'Open control panel', key: 'O', does: { act: 'open' } },
    ...update(state),
    { kind: 'item', label: 'Quit', key: 'Q', does: { act: 'quit' } },
  ];
}

/** Offered once the version is fetched and checked; what goes on before that is in the panel. */
const update = ({ update: now }: HostState): readonly TrayEntry[] =>
  now.state !== 'ready'
    ? []
    : [
        {
          kind: 'item',
          label: `Restart to update to ${menuName(now.version)}`,
          key: 'u',
          does: { act: 'update' },
        },
      ];

/** What an approval is about, before its title, which may be no more than a path or a command. */
const KINDS: Readonly<Record<string, string>> = {
  command: 'Run',
  network: 'Network',
  change: 'Change',
  permissions: 'Permissions',
  stdin: 'Type',
  tool: 'Tool',
  link: 'Link',
};

/** Shown only while something waits: an empty menu answers nothing that the status line does not. */
function waiting({ waiting: open }: HostState): readonly TrayEntry[] {
  if (open.length === 0) return [];
  const does = { act: 'open', view: WAITING_VIEW } as const;
  const titled = ({ kind, title }: Waiting): string =>
    menuLine(Object.hasOwn(KINDS, kind) ? `${KINDS[kind]}: ${title}` : title);
  const entries: TrayEntry[] = open
    .slice(0, LISTED)
    .map((approval) => ({ kind: 'item', label: titled(approval), does }));
  if (open.length > LISTED)
    entries.push({ kind: 'item', label: `${open.length - LISTED} more…`, key: 'm', does });
  return [{ kind: 'menu', label: `Waiting for you (${open.length})`, key: 'W', entries }];
}

/** Those that are here first, then the one seen last: whom an owner looks for is mostly among the first. */
const byPresence = (a: DeviceView, b: DeviceView): number =>
  Number(b.connected) - Number(a.connected) ||
  (a.connected ? 0 : (b.lastSeenAt ?? 0) - (a.lastSeenAt ?? 0)) ||
  a.pairedAt - b.pairedAt;

function phones({ devices }: HostState, now: number | null): readonly TrayEntry[] {
  if (devices.length === 0) return [{ kind: 'text', label: 'None yet' }];
  const entries = [...devices].sort(byPresence).map((device) => phone(device, now));
  // With one over, a submenu would take the place of the one that it hides.
  if (entries.length <= LISTED + 1) return entries;
  return [
    ...entries.slice(0, LISTED),
    { kind: 'menu', label: 'More', key: 'M', entries: entries.slice(LISTED) },
  ];
}

function phone(device: DeviceView, now: number | null): TrayEntry {
  const name = menuName(device.name);
  return {
    kind: 'menu',
    label: name,
    entries: [
      { kind: 'text', label: presence(device, now) },
      ...(device.suspended
        ? [{ kind: 'item', label: 'Decide…', key: 'D', does: { act: 'open', view: 'phones' } } as const]
        : []),
      { kind: 'item', label: 'Revoke…', key: 'R', does: { act: 'revoke', id: device.id, name } },
    ],
  };
}

function presence({ suspended, connected, lastSeenAt }: DeviceView, now: number | null): string {
  if (suspended) return 'Held back until you decide';
  if (connected) return 'Connected';
  return lastSeenAt === null ? 'Not seen yet' : `Last seen ${menuTime(lastSeenAt, now)}`;
}

const CHOICES: readonly { readonly choice: KeepAwake; readonly label: string; readonly key: string }[] = [
  { choice: 'off', label: 'Off', key: 'O' },
  { choice: 'connected', label: capital(SETTINGS.keep_awake_while.choices.connected), key: 'p' },
  { choice: 'working', label: capital(SETTINGS.keep_awake_while.choices.working), key: 'w' },
  { choice: 'always', label: capital(SETTINGS.keep_awake_while.choices.always), key: 'A' },
];

function keepAwake({ awake, settings }: HostState): readonly TrayEntry[] {
  const chosen: KeepAwake = settings.mobile_keep_awake ? settings.keep_awake_while : 'off';
  return [
    { kind: 'text', label: menuLine(awake.because) },
    { kind: 'line' },
    ...CHOICES.map(
      ({ choice, label, key }): TrayEntry => ({
        kind: 'radio',
        label,
        key,
        checked: choice === chosen,
        does: { act: 'keepAwake', choice },
      }),
    ),
    { kind: 'line' },
    {
      kind: 'check',
      label: SETTINGS.sleep_on_battery.title,
      key: 'b',
      checked: settings.sleep_on_battery,
      does: { act: 'sleepOnBattery', on: !settings.sleep_on_battery },
    },
  ];
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
