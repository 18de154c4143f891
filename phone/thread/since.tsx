import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { Tally, ThreadSince } from '../../protocol/session/since.ts';
import { IconButton } from '../../ui/button.tsx';
import * as words from '../text/since.ts';
import { ago } from '../text/time.ts';
import { useNow } from '../views/use-now.ts';
import css from './since.module.css';

export interface SinceProps {
  news: ThreadSince;
  /** To the item of the log that is open, by its index; it may lie before what is loaded. */
  jumpTo: (index: number) => void;
  onDismiss: () => void;
}

/** What happened since somebody last looked, as the host counted it; each line leads to where it began. */
export function SinceLastLook({ news, jumpTo, onDismiss }: SinceProps): ReactNode {
  const heading = useId();
  const now = useNow('minutes');
  const counted: [Tally, string][] = [
    [news.approvals, words.approvals(news.approvals.count)],
    [news.failedCommands, words.failedCommands(news.failedCommands.count)],
    [news.files, words.files(news.files.count)],
    [news.turns, words.turns(news.turns.count)],
  ];
  return (
    <section className={css.since} aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{words.when(ago(news.since, now))}</h2>
        <IconButton label={words.dismiss} icon={<X size={18} />} onClick={onDismiss} />
      </header>
      <ul>
        {counted.map(
          ([{ count, first }, text]) =>
            count > 0 && (
              <li key={text}>
                {first === null ? (
                  text
                ) : (
                  <button type="button" onClick={() => jumpTo(first.index)}>
                    {text}
                  </button>
                )}
              </li>
            ),
        )}
        {news.tokens !== null && news.tokens > 0 && <li>{words.tokens(news.tokens)}</li>}
      </ul>
    </section>
  );
}
