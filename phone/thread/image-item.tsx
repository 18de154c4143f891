import { Image as ImageIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ItemOf } from '../../protocol/session/items.ts';
import * as words from '../text/items.ts';
import { Fold } from './fold.tsx';
import itemCss from './item-view.module.css';
import { Picture } from './picture.tsx';

/** A picture that the agent looked at or made. It is fetched when it is unfolded. */
export function ImageItem({ thread, item }: { thread: string; item: ItemOf<'image'> }): ReactNode {
  return (
    <Fold
      id={item.id}
      summary={
        <>
          <ImageIcon size={16} aria-hidden="true" />
          <span className={itemCss.cut}>
            {item.made ? words.madeImage : words.sawImage}
            <code>{item.path}</code>
          </span>
        </>
      }
    >
      {() => <Picture thread={thread} item={item.id} name={item.path} />}
    </Fold>
  );
}
