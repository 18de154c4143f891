import { FolderGit2, House, Keyboard, QrCode, Smartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { PANEL_VIEWS, type PanelView } from '../../main/contract/panel.ts';
import type { HostState } from '../../main/contract/state.ts';
import { IconButton } from '../../ui/button.tsx';
import css from './sidebar.module.css';

const ENTRIES = {
  home: { label: 'Home', Icon: House },
  pair: { label: 'Pair', Icon: QrCode },
  phones: { label: 'Phones', Icon: Smartphone },
  projects: { label: 'Projects', Icon: FolderGit2 },
} as const;

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
  const connected = state.devices.filter((device) => device.connected).length;
  return (
    <nav className={css.sidebar} aria-label="Views">
      <ul>
        {PANEL_VIEWS.map((name) => {
          const { label, Icon } = ENTRIES[name];
          return (
            <li key={name}>
              <button
                type="button"
                className={css.entry}
                aria-current={name === view ? 'page' : undefined}
                onClick={() => onShow(name)}
              >
                <Icon size={16} aria-hidden="true" />
                <span>{label}</span>
                {name === 'phones' && connected > 0 && (
                  <span className={css.count} title={`${connected} connected`}>
                    {connected}
                    <span className="visually-hidden"> connected</span>
                  </span>
                )}
              </button>
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
