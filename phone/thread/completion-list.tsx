import { type ReactNode, useEffect, useRef } from 'react';
import type { Completion } from '../state/completion.ts';
import css from './completion-list.module.css';

export const optionId = (list: string, index: number): string => `${list}-${index}`;

/** What the unfinished word can become, above the field in which it stands; the focus stays in the field. */
export function CompletionList({
  id,
  label,
  completions,
  active,
  onChoose,
}: {
  id: string;
  label: string;
  completions: readonly Completion[];
  /** Index of the one that Enter takes. */
  active: number;
  onChoose: (completion: Completion) => void;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(optionId(id, active))}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      // It scrolls, so it is reached by the keyboard too.
      tabIndex={0}
      aria-label={label}
      className={css.list}
      // A press must not take the focus, and with it the keyboard, from the field.
      onPointerDown={(event) => event.preventDefault()}
    >
      {completions.map((completion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys, by aria-activedescendant.
        // biome-ignore lint/a11y/useFocusableInteractive: likewise.
        <div
          key={completion.insert}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={css.option}
          onClick={() => onChoose(completion)}
        >
          <b>{completion.label}</b>
          {completion.meaning !== '' && <span>{completion.meaning}</span>}
        </div>
      ))}
    </div>
  );
}
