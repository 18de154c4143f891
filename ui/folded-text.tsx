import { type ReactNode, useState } from 'react';
import { CommandText } from './command-text.tsx';
import css from './folded-text.module.css';

/** So much of a text is shown at once, in lines and in UTF-16 units. */
const LINES = 14;
const LENGTH = 1200;
/** What is only a little longer is not worth a fold. */
const MOST_LINES = 20;
const MOST_LENGTH = 1600;

/**
 * A command that is longer than a screen begins folded, and says how much more there is; a press shows all of it. Never
 * cut: what is folded is one press away, and counted.
 */
export function FoldedText({ command, lines = false }: { command: string; lines?: boolean }): ReactNode {
  const [open, setOpen] = useState(false);
  const end = foldAt(command);
  if (end === null || open) return <CommandText command={command} lines={lines} />;
  return (
    <div className={css.folded}>
      <CommandText command={command.slice(0, end)} lines={lines} />
      <button type="button" className={css.more} onClick={() => setOpen(true)}>
        {restWords(command, end)}
      </button>
    </div>
  );
}

/** Where the part ends that is shown first; null: all of it is shown. */
export function foldAt(text: string): number | null {
  const lines = text.split('\n', MOST_LINES + 1);
  if (text.length <= MOST_LENGTH && lines.length <= MOST_LINES) return null;
  const end = Math.min(LENGTH, lines.slice(0, LINES).join('\n').length);
  // A pair of surrogates is one character.
  return /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? end - 1 : end;
}

function restWords(text: string, end: number): string {
  const rest = text.slice(end);
  const lines = rest.split('\n').length;
  const characters = `${rest.length.toLocaleString('en')} more characters`;
  return lines === 1 ? `Show ${characters}` : `Show ${characters}, ${lines.toLocaleString('en')} lines`;
}
