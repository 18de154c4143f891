import type { ReactNode } from 'react';
import type { ItemOf } from '../../protocol/session/items.ts';
import { ChangeList } from '../../ui/change-list.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import * as words from '../text/items.ts';
import { MARK } from './item-marks.ts';
import css from './item-view.module.css';

/** Files that were changed at once. */
export function ChangeItem({ item }: { item: ItemOf<'change'> }): ReactNode {
  const title = words.changed(item.status, words.status[item.status], item.changes.length);
  return (
    <figure className={css.changes} aria-label={title}>
      <StateMark state={MARK[item.status]} word={title} />
      <ChangeList changes={item.changes} />
    </figure>
  );
}
