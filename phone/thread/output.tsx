import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import css from './output.module.css';
import { plainOutput, tail } from './plain-output.ts';

/** Characters of output drawn before somebody asks for all of it. */
const DRAWN = 24 * 1024;

/** What a command printed; while it runs, the end stays in view unless somebody scrolled up. */
export function Output({
  text,
  cut,
  running,
  label,
}: {
  text: string;
  /** Characters in front that the host no longer keeps. */
  cut: number;
  running: boolean;
  label: string;
}): ReactNode {
  const [all, setAll] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const shown = all ? { text, cut: false } : tail(text, DRAWN);
  // On every drawing: what is drawn anew here is text that came.
  useLayoutEffect(() => {
    const { current } = box;
    if (running && atEnd.current && current !== null) current.scrollTop = current.scrollHeight;
  });

  if (text === '') return <p className={css.none}>{running ? 'No output yet.' : 'No output.'}</p>;
  return (
    <div className={css.output}>
      {cut > 0 && <p className={css.none}>The beginning is not kept any more.</p>}
      {shown.cut && (
        <Button tone="quiet" onClick={() => setAll(true)}>
          Show all {Math.ceil(text.length / 1024).toLocaleString('en')} KB
        </Button>
      )}
      <figure
        ref={box}
        className={css.box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard.
        tabIndex={0}
        aria-label={label}
        onScroll={({ currentTarget: it }) => {
          atEnd.current = it.scrollHeight - it.clientHeight - it.scrollTop < 24;
        }}
      >
        <pre>{plainOutput(shown.text)}</pre>
      </figure>
    </div>
  );
}
