import { type ReactNode, useSyncExternalStore } from 'react';
import type { PanelBridge } from '../main/contract/panel.ts';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/notice.tsx';
import type { HostStore } from './host-store.ts';
import type { Opened } from './model/navigation.ts';
import { Opening } from './opening.tsx';
import css from './panel.module.css';
import { Panel } from './panel.tsx';
import { BridgeContext } from './use-command.ts';

export function App({
  bridge,
  store,
  opened,
}: {
  bridge: PanelBridge;
  store: HostStore;
  opened: Opened;
}): ReactNode {
  const view = useSyncExternalStore(store.subscribe, store.get);
  switch (view.kind) {
    case 'loading':
      return <Opening />;
    case 'failed':
      return (
        <main className={css.alone}>
          <Problem
            page
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
          <Panel state={view.state} firstView={opened.view} reopened={opened.again} />
        </BridgeContext>
      );
  }
}
