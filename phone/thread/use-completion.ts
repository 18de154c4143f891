import { type KeyboardEvent, useId, useState } from 'react';
import { type Completion, complete, type Unfinished } from '../state/completion.ts';

export interface CompletionState {
  id: string;
  unfinished: Unfinished | null;
  completions: readonly Completion[];
  active: number;
  open: boolean;
  /** Whether the key was one of the list's. */
  pressed: (event: KeyboardEvent) => boolean;
  choose: (completion: Completion) => void;
  /** The person typed: what was closed may open again. */
  typed: () => void;
}

/**
 * The keys of a list that completes what is being typed: up and down, Enter or Tab takes, Escape closes until something else
 * is typed.
 */
export function useCompletion({
  text,
  unfinished,
  completions,
  onText,
  onCommand,
}: {
  text: string;
  unfinished: Unfinished | null;
  completions: readonly Completion[];
  onText: (text: string, caret: number) => void;
  /** Of a completion that is a command in itself. */
  onCommand: (completion: Completion) => void;
}): CompletionState {
  const id = useId();
  const [closed, setClosed] = useState(false);
  const [at, setAt] = useState(0);
  const open = !closed && unfinished !== null && completions.length > 0;
  const active = Math.min(at, completions.length - 1);
  const choose = (completion: Completion) => {
    if (unfinished === null) return;
    setAt(0);
    if (completion.command !== undefined) return onCommand(completion);
    const completed = complete(text, unfinished, completion.insert);
    onText(completed.text, completed.caret);
  };
  const pressed = (event: KeyboardEvent): boolean => {
    if (!open || event.nativeEvent.isComposing) return false;
    switch (event.key) {
      case 'ArrowDown':
        setAt((active + 1) % completions.length);
        break;
      case 'ArrowUp':
        setAt((active + completions.length - 1) % completions.length);
        break;
      case 'Enter':
      case 'Tab':
        if (event.shiftKey) return false;
        choose(completions[active]!);
        break;
      case 'Escape':
        setClosed(true);
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const typed = () => {
    setClosed(false);
    setAt(0);
  };
  return { id, unfinished, completions, active, open, pressed, choose, typed };
}
