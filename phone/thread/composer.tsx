import { ArrowUp, Clock, SlidersHorizontal, Square } from 'lucide-react';
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { PROMPT_LIMIT } from '../../protocol/session/prompt.ts';
import { type Completion, type Unfinished, unfinishedAt } from '../state/completion.ts';
import * as words from '../text/speaking.ts';
import { AttachButton } from './attach-button.tsx';
import { CompletionList, optionId } from './completion-list.tsx';
import css from './composer.module.css';
import { useCompletion } from './use-completion.ts';

/** Where the owner speaks: send, steer or queue while a turn runs, choose how it goes on, and stop. */
export function Composer({
  draft,
  wordless,
  running,
  stopping,
  later,
  how,
  completionsOf,
  onFile,
  onAttach,
  onLater,
  onHow,
  onDraft,
  onSend,
  onCommand,
  onStop,
}: {
  /** What was typed here before; another one takes the place of what stands here. */
  draft: string;
  /** Whether there is something to send where nothing is typed. */
  wordless: boolean;
  running: boolean;
  stopping: boolean;
  /** Whether what is said waits for the end of the turn; null: the host knows no such thing. */
  later: boolean | null;
  /** How the next turn goes, in a few names; null: there is nothing to choose. */
  how: readonly string[] | null;
  completionsOf: (unfinished: Unfinished) => readonly Completion[];
  /** A part of a file's name is being typed; empty: none any more. */
  onFile: (typed: string) => void;
  /** Null: the agent takes no files at all, or nobody knows. */
  onAttach: ((files: readonly File[]) => void) | null;
  onLater: (later: boolean) => void;
  onHow: () => void;
  onDraft: (text: string) => void;
  /** @returns whether it was taken: then the field is empty again. */
  onSend: (text: string) => boolean;
  /** @returns whether it was done, as for `onSend`. */
  onCommand: (completion: Completion) => boolean;
  onStop: () => void;
}): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(draft);
  const [caret, setCaret] = useState(draft.length);
  /** Where the caret belongs after a completion. */
  const [goTo, setGoTo] = useState<number | null>(null);
  const change = (value: string, at: number) => {
    setText(value);
    setCaret(at);
    onDraft(value);
  };
  useLayoutEffect(() => {
    if (goTo === null) return;
    field.current?.setSelectionRange(goTo, goTo);
    setGoTo(null);
  }, [goTo]);

  const unfinished = unfinishedAt(text, caret);
  const file = unfinished?.kind === 'file' ? unfinished.typed : '';
  useEffect(() => onFile(file), [onFile, file]);
  const completion = useCompletion({
    text,
    unfinished,
    completions: unfinished === null ? [] : completionsOf(unfinished),
    onText: (value, at) => {
      change(value, at);
      setGoTo(at);
    },
    onCommand: (chosen) => {
      if (onCommand(chosen)) change('', 0);
    },
  });
  const ready = wordless || text.trim() !== '';
  const send = () => {
    if (ready && onSend(text.trim())) change('', 0);
  };
  const waits = running && later === true;

  return (
    <form
      className={css.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p className="visually-hidden" role="status">
        {completion.open ? words.offered(completion.completions.length) : ''}
      </p>
      {completion.open && (
        <CompletionList
          id={completion.id}
          label={
            unfinished?.kind === 'command'
              ? words.commands
              : unfinished?.kind === 'file'
                ? words.files
                : words.values
          }
          completions={completion.completions}
          active={completion.active}
          onChoose={completion.choose}
        />
      )}
      {(how !== null || onAttach !== null || (running && later !== null)) && (
        <div className={css.above}>
          {onAttach !== null && <AttachButton onAttach={onAttach} />}
          {how !== null && (
            <button
              type="button"
              className={css.how}
              aria-haspopup="dialog"
              aria-label={words.howNamed(how)}
              onClick={onHow}
            >
              <SlidersHorizontal size={16} aria-hidden="true" />
              <span>{words.how(how)}</span>
            </button>
          )}
          {running && later !== null && <When later={later} onLater={onLater} />}
        </div>
      )}
      <div className={css.row}>
        <div className={css.field}>
          {/* The shadow has the same text, so that the field is as high as its lines. */}
          <div className={css.shadow} aria-hidden="true">
            {text}{' '}
          </div>
          <textarea
            ref={field}
            rows={1}
            value={text}
            maxLength={PROMPT_LIMIT}
            aria-label={waits ? words.forLater : running ? words.steer : words.message}
            placeholder={waits ? words.laterHint : running ? words.steerHint : words.messageHint}
            enterKeyHint="enter"
            // As a combobox does; a field of many lines may not be called one.
            aria-autocomplete="list"
            {...(completion.open && {
              'aria-haspopup': 'listbox' as const,
              'aria-controls': completion.id,
              'aria-activedescendant': optionId(completion.id, completion.active),
            })}
            onChange={(event) => {
              completion.typed();
              change(event.target.value, event.target.selectionStart);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onKeyDown={(event) => {
              if (completion.pressed(event)) return;
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
        {running && (
          <button
            type="button"
            className={css.stop}
            disabled={stopping}
            onClick={onStop}
            aria-label={words.stop}
          >
            <Square size={16} fill="currentColor" aria-hidden="true" />
          </button>
        )}
        <button
          type="submit"
          className={css.send}
          aria-disabled={!ready}
          aria-label={waits ? words.sendLater : running ? words.sendToSteer : words.send}
        >
          {waits ? <Clock size={22} aria-hidden="true" /> : <ArrowUp size={22} aria-hidden="true" />}
        </button>
      </div>
    </form>
  );
}

/** Into the turn that runs, or behind it. */
function When({ later, onLater }: { later: boolean; onLater: (later: boolean) => void }): ReactNode {
  const name = useId();
  return (
    <fieldset className={css.when}>
      <legend className="visually-hidden">{words.when}</legend>
      {[false, true].map((value) => (
        <label key={String(value)} className={css.choice}>
          <input
            type="radio"
            name={name}
            checked={later === value}
            aria-label={value ? words.afterTurn : words.now}
            onChange={() => onLater(value)}
          />
          {value ? words.later : words.now}
        </label>
      ))}
    </fieldset>
  );
}
