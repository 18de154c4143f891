import type { ReactNode } from 'react';
import type { Approval } from '../../protocol/session/approvals.ts';
import { APPROVAL_KIND } from '../../ui/approval-kinds.ts';
import { Button } from '../../ui/button.tsx';
import * as words from '../text/conversation.ts';
import css from './asks.module.css';

/** What waits for an answer, above the composer. */
export function Asks({ approval, onOpen }: { approval: Approval; onOpen: () => void }): ReactNode {
  const { Icon, word } = APPROVAL_KIND[approval.kind];
  return (
    <div className={css.asks}>
      <Icon size={18} aria-hidden="true" />
      <p>
        <b>{word}</b>
        <span>{approval.title}</span>
      </p>
      <Button tone="primary" onClick={onOpen}>
        {words.review}
      </Button>
    </div>
  );
}
