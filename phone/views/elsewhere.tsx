import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from './page.tsx';

/** Another tab has the connection. */
export function Elsewhere({ onTakeOver }: { onTakeOver: () => void }): ReactNode {
  return (
    <Page>
      <Empty
        page
        title="Outpost is open in another tab"
        action={
          <Button tone="primary" onClick={onTakeOver}>
            Use it here
          </Button>
        }
      >
        One tab at a time is connected, so that they do not take the connection from each other.
      </Empty>
    </Page>
  );
}
