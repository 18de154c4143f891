/**
 * *Run on* in the tray menu: this computer, and the SSH hosts of its owner. A host is checked while it is connected. Choosing
 * one connects or disconnects it: what runs over there goes on without the connection, so nothing is asked first.
 */
import type { EnvironmentView } from '../contract/environments.ts';
import { needsPerson } from '../contract/needs-person.ts';
import type { PanelView } from '../contract/panel.ts';
import type { HostState } from '../contract/state.ts';
import { menuName } from './menu-text.ts';
import type { TrayEntry } from './tray-menu.ts';

/** Where hosts are searched, asked about and looked into. */
export const ENVIRONMENTS_VIEW: PanelView = 'environments';

/** So many hosts the list shows itself; the menu has to fit a small screen. */
const LISTED = 5;

const open = (view: PanelView) => ({ act: 'open', view }) as const;

export function runOn(state: HostState): readonly TrayEntry[] {
  return [{ kind: 'check', label: 'This computer', key: 'T', checked: true }, ...hosts(state)];
}

function hosts({ ssh, environments }: HostState): readonly TrayEntry[] {
  if (!ssh.enabled)
    return [
      { kind: 'line' },
      { kind: 'item', label: 'SSH hosts are switched off…', key: 'S', does: open('settings') },
    ];
  // Whoever needs somebody comes first, then what goes on, then what was used last.
  const active = environments
    .filter(({ alias, state }) => alias !== null && state !== 'off')
    .toSorted((a, b) => Number(needsPerson(b)) - Number(needsPerson(a)));
  const off = ssh.hosts.filter(
    ({ environment, unusable }) => unusable === null && !active.some(({ id }) => id === environment),
  );
  const entries = [...active.map(environmentEntry), ...off.map(({ alias }) => hostEntry(alias))];
  const more = entries.length > LISTED || ssh.total > ssh.hosts.length;
  return [
    ...(entries.length === 0 ? [{ kind: 'text', label: 'No SSH host was found' } as const] : []),
    ...entries.slice(0, LISTED),
    ...(more ? [{ kind: 'item', label: 'More…', key: 'M', does: open(ENVIRONMENTS_VIEW) } as const] : []),
    { kind: 'line' },
    ...(environments.some(({ alias, state }) => alias !== null && state === 'up')
      ? [{ kind: 'text', label: 'Without its check a host goes on with its turn' } as const]
      : []),
    { kind: 'item', label: 'SSH hosts…', key: 'S', does: open(ENVIRONMENTS_VIEW) },
  ];
}

const hostEntry = (alias: string): TrayEntry => ({
  kind: 'check',
  label: menuName(alias),
  checked: false,
  does: { act: 'connect', alias },
});

function environmentEntry({ id, name, alias, state }: EnvironmentView): TrayEntry {
  const label = menuName(name);
  switch (state) {
    case 'up':
      return { kind: 'check', label, checked: true, does: { act: 'disconnect', environment: id } };
    case 'asking':
      return { kind: 'item', label: `${label} asks something…`, does: open(ENVIRONMENTS_VIEW) };
    case 'attention':
      return { kind: 'item', label: `${label} wants your attention…`, does: open(ENVIRONMENTS_VIEW) };
    case 'connecting':
      return {
        kind: 'check',
        label: `${label}: connecting`,
        checked: false,
        does: open(ENVIRONMENTS_VIEW),
      };
    case 'retrying':
      return {
        kind: 'check',
        label: `${label}: tried again by itself`,
        checked: false,
        does: { act: 'connect', alias: alias ?? name },
      };
    case 'off':
      return hostEntry(alias ?? name);
  }
}
