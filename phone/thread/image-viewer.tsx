import { X, ZoomIn, ZoomOut } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import * as words from '../text/items.ts';
import { useBack } from '../views/use-back.ts';
import css from './image-item.module.css';

/** A picture on the whole screen: to fit, or as large as it is, moved with a finger or the arrow keys. */
export function ImageViewer({
  url,
  name,
  onClose,
}: {
  url: string;
  name: string;
  onClose: () => void;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const pane = useRef<HTMLElement>(null);
  const [zoomed, setZoomed] = useState(false);
  useBack(onClose);
  // Its middle stays in the middle.
  useLayoutEffect(() => {
    const { current: it } = pane;
    if (it === null || !zoomed) return;
    it.scrollTo((it.scrollWidth - it.clientWidth) / 2, (it.scrollHeight - it.clientHeight) / 2);
  }, [zoomed]);
  useEffect(() => {
    const { current: it } = dialog;
    it?.showModal();
    return () => it?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={css.viewer}
      aria-label={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={css.tools}>
        <IconButton
          label={zoomed ? words.zoomOut : words.zoom}
          icon={zoomed ? <ZoomOut size={22} /> : <ZoomIn size={22} />}
          onClick={() => setZoomed(!zoomed)}
        />
        <IconButton label={words.closeImage} icon={<X size={22} />} onClick={onClose} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard. */}
      <section ref={pane} className={css.pane} tabIndex={0} aria-label={name} data-zoomed={zoomed}>
        <img src={url} alt={name} decoding="async" />
      </section>
    </dialog>
  );
}
