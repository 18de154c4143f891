import type { ReactNode } from 'react';
import type { ItemOf } from '../../protocol/session/items.ts';
import * as words from '../text/items.ts';
import css from './image-item.module.css';
import { Picture } from './picture.tsx';

/** The pictures that a person sent with their words, as far as they lie on the host. */
export function UserPictures({ thread, item }: { thread: string; item: ItemOf<'user'> }): ReactNode {
  const { pictures = [] } = item;
  return (
    <div className={css.tiles}>
      {pictures.map((path, at) => (
        // The same file may have been sent twice; its place among them is what it is asked by.
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change their order.
        <Picture key={at} thread={thread} item={item.id} picture={at} name={words.sentPicture(path)} tile />
      ))}
    </div>
  );
}
