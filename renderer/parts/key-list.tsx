import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from './dialog.tsx';
import css from './key-list.module.css';

const isMac = (): boolean => navigator.userAgent.includes('Mac OS');

export function KeyList({ onClose }: { onClose: () => void }): ReactNode {
  const command = isMac() ? '⌘' : 'Ctrl';
  const keys = [
    { keys: [command, '1'], does: 'Home' },
    { keys: [command, '2'], does: 'Pair' },
    { keys: [command, '3'], does: 'Phones' },
    { keys: [command, '4'], does: 'Projects' },
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
