import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/notice.tsx';
import type { RefusedReason } from '../client/types.ts';
import * as words from '../text/refused.ts';
import { Page } from './page.tsx';

/** The keys of this phone open nothing there any more. */
const FINAL: ReadonlySet<RefusedReason> = new Set([
  'revoked',
  'left',
  'retired',
  'used',
  'expired',
  'replaced',
]);

/** The host does not take this phone: why, and what can be done about it. */
export function Refused({
  reason,
  hostName,
  onForget,
  onTry,
}: {
  reason: RefusedReason;
  hostName: string;
  onForget: () => void;
  onTry: () => void;
}): ReactNode {
  const { what, means, todo } = words.refused(reason, hostName);
  const forget = FINAL.has(reason);
  return (
    <Page>
      <Problem
        page
        title={what}
        meaning={means}
        todo={todo}
        action={
          <>
            {!forget && <Button onClick={onTry}>{words.tryAgain}</Button>}
            <Button tone={forget ? 'primary' : 'plain'} onClick={onForget}>
              {words.forgetHost}
            </Button>
          </>
        }
      />
    </Page>
  );
}
