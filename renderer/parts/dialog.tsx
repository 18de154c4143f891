import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import css from './dialog.module.css';

/** A modal dialog of the platform's own: the rest of the page is inert, Esc closes, the focus comes back. */
export function Dialog({
  title,
  onClose,
  describedBy,
  wide = false,
  children,
}: {
  title: string;
  onClose: () => void;
  /** Id of what is read out with the title. */
  describedBy?: string;
  /** For what is more than a sentence and its answers. */
  wide?: boolean;
  children: ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const label = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed before it is taken out of the page: only then does the focus go back to where it was.
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={wide ? `${css.dialog} ${css.wide}` : css.dialog}
      aria-labelledby={label}
      aria-describedby={describedBy}
      onClose={() => {
        if (dialog.current?.open === false) onClose();
      }}
    >
      <h2 id={label}>{title}</h2>
      {children}
    </dialog>
  );
}

/** Asks once before something that cannot be taken back. The safe answer has the focus. */
export function Confirm({
  title,
  detail,
  verb,
  onConfirm,
  onCancel,
}: {
  title: string;
  detail: string;
  verb: string;
  onConfirm: () => void;
  onCancel: () => void;
}): ReactNode {
  return (
    <Dialog title={title} onClose={onCancel}>
      <p>{detail}</p>
      <div className={css.buttons}>
        <Button autoFocus onClick={onCancel}>
          Cancel
        </Button>
        <Button tone="danger" onClick={onConfirm}>
          {verb}
        </Button>
      </div>
    </Dialog>
  );
}
