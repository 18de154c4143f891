import { type ReactNode, useSyncExternalStore } from 'react';
import type { PanelBridge } from '../main/contract/panel.ts';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/notice.tsx';
import type { HostStore } from './host-store.ts';
import { isPanelView } from './model/navigation.ts';
import { Opening } from './opening.tsx';
import css from './panel.module.css';
import { Panel } from './panel.tsx';
import { BridgeContext } from './use-command.ts';

/** @param firstView the fragment of the address: a view, and whether the window was opened again after a crash */
export function App({
  bridge,
  store,
  firstView,
}: {
  bridge: PanelBridge;
  store: HostStore;
  firstView: string;
}): ReactNode {
  const view = useSyncExternalStore(store.subscribe, store.get);
  const [name = '', how] = firstView.split(',');
  switch (view.kind) {
    case 'loading':
      return <Opening />;
    case 'failed':
      return (
        <main className={css.alone}>
          <Problem
            title="The host does not answer"
            meaning="This window cannot show or change anything. Phones may be cut off too."
            todo="Try again. If it stays like this, quit Outpost from the tray and start it again."
            action={
              <Button tone="primary" onClick={store.retry}>
                Try again
              </Button>
            }
          />
        </main>
      );
    case 'shown':
      return (
        <BridgeContext value={bridge}>
          <Panel
            state={view.state}
            firstView={isPanelView(name) ? name : 'home'}
            reopened={how === 'reopened'}
          />
        </BridgeContext>
      );
  }
}
