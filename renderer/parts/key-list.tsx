import type { ReactNode } from 'react';
import { PANEL_VIEWS } from '../../main/contract/panel.ts';
import { Button } from '../../ui/button.tsx';
import { VIEW_NAMES } from '../model/navigation.ts';
import { Dialog } from './dialog.tsx';
import css from './key-list.module.css';

const isMac = (): boolean => navigator.userAgent.includes('Mac OS');

export function KeyList({ onClose }: { onClose: () => void }): ReactNode {
  const command = isMac() ? '⌘' : 'Ctrl';
  const keys = [
    ...PANEL_VIEWS.map((view, index) => ({ keys: [command, String(index + 1)], does: VIEW_NAMES[view] })),
    { keys: ['↑', '↓'], does: 'Move in the list of what waits' },
    { keys: ['Esc'], does: 'Close this window; Outpost goes on in the tray' },
    { keys: ['?'], does: 'This list' },
  ];
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className={css.keys}>
        {keys.map(({ keys: combination, does }) => (
          <div key={does}>
            <dt>
              {combination.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div className={css.close}>
        <Button autoFocus onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}
