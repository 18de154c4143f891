import { type ReactNode, useLayoutEffect, useRef } from 'react';
import css from './sheet.module.css';
import { useBack } from './use-back.ts';

/**
 * Rises from the bottom over everything else, as a modal dialog of the browser's own: it keeps the focus, Escape and
 * a step back close it, and focus returns to where it was.
 */
export function Sheet({
  labelledBy,
  onClose,
  foot,
  roomy = false,
  children,
}: {
  /** Id of its heading. */
  labelledBy: string;
  onClose: () => void;
  /** Stays at the bottom while the rest scrolls. */
  foot?: ReactNode;
  /** It holds code and commands, for which a tablet has more room. */
  roomy?: boolean;
  children: ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useBack(onClose);
  // Closed while it is still in the page: one that is taken out open gives the focus to nobody.
  useLayoutEffect(() => {
    const { current: it } = dialog;
    it?.showModal();
    // The dialog and with it its heading, not the first thing in it that could be pressed.
    it?.focus();
    return () => it?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog; the click is the one beside it.
    <dialog
      ref={dialog}
      className={`${css.sheet} ${roomy ? css.roomy : ''}`}
      tabIndex={-1}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={css.frame}>
        <div className={css.grip} aria-hidden="true" />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard. */}
        <section className={css.content} tabIndex={0} aria-labelledby={labelledBy}>
          {children}
        </section>
        {foot !== undefined && <footer className={css.foot}>{foot}</footer>}
      </div>
    </dialog>
  );
}
