import { ArrowUp, Square } from 'lucide-react';
import { type ReactNode, type Ref, useState } from 'react';
import { PROMPT_LIMIT } from '../../protocol/session/catalogue.ts';
import css from './composer.module.css';

/** Where the owner speaks: send, steer while a turn runs, and stop. */
export function Composer({
  draft,
  running,
  stopping,
  onDraft,
  onSend,
  onStop,
  fieldRef,
}: {
  /** What was typed here before. */
  draft: string;
  running: boolean;
  stopping: boolean;
  onDraft: (text: string) => void;
  onSend: (text: string) => void;
  onStop: (() => void) | null;
  fieldRef?: Ref<HTMLTextAreaElement>;
}): ReactNode {
  const [text, setText] = useState(draft);
  const change = (value: string) => {
    setText(value);
    onDraft(value);
  };
  const ready = text.trim() !== '';
  const send = () => {
    if (!ready) return;
    onSend(text.trim());
    change('');
  };
  return (
    <form
      className={css.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className={css.field}>
        {/* The shadow has the same text, so that the field is as high as its lines. */}
        <div className={css.shadow} aria-hidden="true">
          {text}{' '}
        </div>
        <textarea
          ref={fieldRef}
          rows={1}
          value={text}
          maxLength={PROMPT_LIMIT}
          aria-label={running ? 'Steer the agent' : 'Message to the agent'}
          placeholder={running ? 'Steer it' : 'What next?'}
          enterKeyHint="enter"
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            // With a keyboard on the desk Enter sends; under a thumb it makes a line.
            const desk = matchMedia('(hover: hover) and (pointer: fine)').matches;
            if (event.metaKey || event.ctrlKey || (desk && !event.shiftKey)) {
              event.preventDefault();
              send();
            }
          }}
        />
      </div>
      {onStop !== null && running && (
        <button type="button" className={css.stop} disabled={stopping} onClick={onStop} aria-label="Stop">
          <Square size={16} fill="currentColor" aria-hidden="true" />
        </button>
      )}
      <button
        type="submit"
        className={css.send}
        aria-disabled={!ready}
        aria-label={running ? 'Send, to steer' : 'Send'}
      >
        <ArrowUp size={22} aria-hidden="true" />
      </button>
    </form>
  );
}
