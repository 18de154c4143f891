import { Image as ImageIcon } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { ItemOf } from '../../protocol/session/items.ts';
import { CallError } from '../client/types.ts';
import * as words from '../text/items.ts';
import { useActions } from '../views/actions.ts';
import { Fold } from './fold.tsx';
import css from './image-item.module.css';
import { ImageViewer } from './image-viewer.tsx';
import itemCss from './item-view.module.css';

/** A picture that the agent looked at or made. It is fetched when it is unfolded, and not kept. */
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

type Shown = { kind: 'loading' } | { kind: 'failed'; message: string } | { kind: 'here'; url: string };

function Picture({ thread, item, name }: { thread: string; item: string; name: string }): ReactNode {
  const { session } = useActions();
  const [shown, setShown] = useState<Shown>({ kind: 'loading' });
  const [large, setLarge] = useState(false);
  useEffect(() => {
    let url: string | null = null;
    let gone = false;
    session.connection.call('image/read', { thread, item }).then(
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
  }, [session, thread, item]);

  if (shown.kind === 'loading') return <p className={css.state}>{words.gettingImage}</p>;
  if (shown.kind === 'failed')
    return (
      <p role="alert" className={css.state}>
        {shown.message}
      </p>
    );
  return (
    <>
      <button type="button" className={css.small} aria-label={words.enlarge} onClick={() => setLarge(true)}>
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
