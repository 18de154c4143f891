import { Paperclip } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import * as words from '../text/attaching.ts';
import css from './attach-button.module.css';

/** Opens what the phone has for it: camera, photos, files. */
export function AttachButton({ onAttach }: { onAttach: (files: readonly File[]) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={css.attach}
        aria-label={words.attach}
        onClick={() => input.current?.click()}
      >
        <Paperclip size={20} aria-hidden="true" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onAttach([...(event.target.files ?? [])]);
          // The same file may be chosen once more.
          event.target.value = '';
        }}
      />
    </>
  );
}
