import { type ReactNode, useEffect, useState } from 'react';
import { CallError } from '../client/types.ts';
import * as words from '../text/items.ts';
import { useActions } from '../views/actions.ts';
import css from './image-item.module.css';
import { ImageViewer } from './image-viewer.tsx';

type Shown = { kind: 'loading' } | { kind: 'failed'; message: string } | { kind: 'here'; url: string };

/**
 * A picture of an item, which opens large. It is fetched when it is drawn, and not kept.
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
  useEffect(() => {
    let url: string | null = null;
    let gone = false;
    const which = picture === undefined ? {} : { picture };
    session.connection.call('image/read', { thread, item, ...which }).then(
      ({ type, data }) => {
        if (gone) return;
        url = URL.createObjectURL(new Blob([bytesOf(data)], { type }));
        setShown({ kind: 'here', url });
      },
      (error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        if (!gone) setShown({ kind: 'failed', message: error.message });
      },
    );
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

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}
