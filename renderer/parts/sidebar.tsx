import {
  FolderGit2,
  Hand,
  History,
  House,
  Keyboard,
  type LucideIcon,
  QrCode,
  Scale,
  Server,
  Settings,
  Smartphone,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { needsPerson } from '../../main/contract/needs-person.ts';
import { PANEL_VIEWS, type PanelView, type SidebarView } from '../../main/contract/panel.ts';
import type { HostState } from '../../main/contract/state.ts';
import { IconButton } from '../../ui/button.tsx';
import { VIEW_NAMES } from '../model/navigation.ts';
import css from './sidebar.module.css';

const ICONS: Readonly<Record<SidebarView, LucideIcon>> = {
  home: House,
  pair: QrCode,
  phones: Smartphone,
  projects: FolderGit2,
  environments: Server,
  waiting: Hand,
  activity: History,
  policy: Scale,
  settings: Settings,
};

function Entry({
  name,
  current = false,
  onShow,
  children,
}: {
  name: SidebarView;
  current?: boolean;
  onShow?: () => void;
  children?: ReactNode;
}): ReactNode {
  const Icon = ICONS[name];
  return (
    <button
      type="button"
      className={css.entry}
      aria-current={current ? 'page' : undefined}
      {...(onShow && { onClick: onShow })}
    >
      <Icon size={16} aria-hidden="true" />
      <span>{VIEW_NAMES[name]}</span>
      {children}
    </button>
  );
}

/** Before there is a state to show: the same names in the same places, and nothing that could be pressed or read out yet. */
export function SidebarAhead(): ReactNode {
  return (
    <nav className={css.sidebar} aria-label="Views" inert>
      <ul>
        {PANEL_VIEWS.map((name) => (
          <li key={name}>
            <Entry name={name} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The number beside a view, and what it counts; undefined where nothing needs to be said. */
function countOf(
  view: PanelView,
  { devices, waiting, environments }: HostState,
): { n: number; of: string } | undefined {
  if (view === 'waiting') return waiting.length > 0 ? { n: waiting.length, of: 'waiting' } : undefined;
  if (view === 'environments') {
    const n = environments.filter(needsPerson).length;
    return n > 0 ? { n, of: n === 1 ? 'needs you' : 'need you' } : undefined;
  }
  if (view !== 'phones') return undefined;
  const n = devices.filter(({ connected }) => connected).length;
  return n > 0 ? { n, of: 'connected' } : undefined;
}

export function Sidebar({
  state,
  view,
  onShow,
  onKeys,
}: {
  state: HostState;
  view: PanelView;
  onShow: (view: PanelView) => void;
  onKeys: () => void;
}): ReactNode {
  return (
    <nav className={css.sidebar} aria-label="Views">
      <ul>
        {PANEL_VIEWS.map((name) => {
          const count = countOf(name, state);
          return (
            <li key={name}>
              <Entry name={name} current={name === view} onShow={() => onShow(name)}>
                {count !== undefined && (
                  <span className={css.count} data-view={name} title={`${count.n} ${count.of}`}>
                    {count.n}
                    <span className="visually-hidden"> {count.of}</span>
                  </span>
                )}
              </Entry>
            </li>
          );
        })}
      </ul>
      <footer className={css.foot}>
        <div className={css.host}>
          <b title={state.host.name}>{state.host.name}</b>
          <span>Outpost {state.host.version}</span>
        </div>
        <IconButton label="Keys" title="Keys (?)" icon={<Keyboard size={16} />} onClick={onKeys} />
      </footer>
    </nav>
  );
}
