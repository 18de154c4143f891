import { Check, Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useBridge } from '../use-command.ts';
import css from './shown.module.css';

/**
 * Something to type elsewhere, with a button that copies it. The button names `subject` only: the desktop takes the text
 * itself from the host's state, so that no page can put another one on the clipboard.
 */
export function Shown({
  text,
  subject,
  label,
  large = false,
}: {
  text: string;
  /** `agent:<id>`, `upkeep:<id>`, `environment:<id>`, `sign-in` or `watch`. */
  subject: string;
  /** What the button says to a screen reader. */
  label: string;
  large?: boolean;
}): ReactNode {
  const bridge = useBridge();
  const [copied, setCopied] = useState<string>();
  const copy = async (): Promise<void> => {
    if (await bridge.desk('copyShown', subject)) setCopied(text);
  };
  const done = copied === text;
  return (
    <div className={css.shown}>
      <code className={large ? css.large : undefined} data-selectable>
        {text}
      </code>
      <Button
        aria-label={done ? `Copied: ${label}` : label}
        icon={done ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
        onClick={() => void copy()}
      >
        {done ? 'Copied' : 'Copy'}
      </Button>
      <span className="visually-hidden" role="status">
        {done ? 'It is on the clipboard.' : ''}
      </span>
    </div>
  );
}
