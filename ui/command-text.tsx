import type { ReactNode } from 'react';
import css from './command-text.module.css';
import { Revealed } from './revealed.tsx';

/**
 * A command exactly as it would run: it breaks at spaces, a continued line hangs, a line end that belongs to the command
 * shows as ↵, hidden characters show by name, and nothing is left out.
 */
export function CommandText({
  command,
  lines = false,
}: {
  command: string;
  /** Whether it is lines by nature, so that their ends need no mark. */
  lines?: boolean;
}): ReactNode {
  return (
    <pre className={lines ? `${css.command} ${css.lines}` : css.command} dir="ltr">
      <code>
        <Revealed text={command} lines={lines} />
      </code>
    </pre>
  );
}
