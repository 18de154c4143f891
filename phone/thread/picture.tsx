import { type ReactNode, useLayoutEffect, useState } from 'react';
import { CallError } from '../client/types.ts';
import * as words from '../text/items.ts';
import { useActions } from '../views/actions.ts';
import css from './image-item.module.css';
import { ImageViewer } from './image-viewer.tsx';
import { picturesOf } from './pictures.ts';

type Shown = { kind: 'loading' } | { kind: 'failed'; message: string } | { kind: 'here'; url: string };

/**
 * A picture of an item, which opens large. It is fetched when it is first drawn.
 *
 * @param picture which of those of a message; absent: the only one
 * @param tile all of one size, so that nothing moves when it comes
 */
export function Picture({
  thread,
  item,
  picture,
  name,
  tile = false,
}: {
  thread: string;
  item: string;
  picture?: number;
  name: string;
  tile?: boolean;
}): ReactNode {
  const { session } = useActions();
  const [shown, setShown] = useState<Shown>({ kind: 'loading' });
  const [large, setLarge] = useState(false);
  // Before the screen is drawn, so that a row that comes back is as high as it was.
  useLayoutEffect(() => {
    let url: string | null = null;
    let gone = false;
    const show = (blob: Blob): void => {
      if (gone) return;
      url = URL.createObjectURL(blob);
      setShown({ kind: 'here', url });
    };
    const pictures = picturesOf(session);
    const ref = { thread, item, ...(picture !== undefined && { picture }) };
    const kept = pictures.kept(ref);
    if (kept !== undefined) show(kept);
    else
      pictures.fetch(ref).then(show, (error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        if (!gone) setShown({ kind: 'failed', message: error.message });
      });
    return () => {
      gone = true;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [session, thread, item, picture]);

  const state = tile ? `${css.tile} ${css.state}` : css.state;
  if (shown.kind === 'loading') return <p className={state}>{words.gettingImage}</p>;
  if (shown.kind === 'failed')
    return (
      <p role={tile ? undefined : 'alert'} className={state}>
        {shown.message}
      </p>
    );
  return (
    <>
      <button
        type="button"
        className={tile ? css.tile : css.small}
        aria-label={words.enlarge}
        onClick={() => setLarge(true)}
      >
        <img src={shown.url} alt={name} decoding="async" />
      </button>
      {large && <ImageViewer url={shown.url} name={name} onClose={() => setLarge(false)} />}
    </>
  );
}
