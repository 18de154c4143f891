import { Check, Copy } from 'lucide-react';
import { memo, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { languageNamed } from '../../ui/code-languages.ts';
import { CodeLine } from '../../ui/code-line.tsx';
import type { CodePiece } from '../../ui/code-pieces.ts';
import { useHighlight } from '../../ui/use-highlight.ts';
import { copyText } from '../copy-text.ts';
import * as words from '../text/agent-text.ts';
import css from './agent-text.module.css';
import { codeParts, LINES_TOGETHER } from './code-lines.ts';
import type { Fence } from './fence.ts';
import { type Cut, growing } from './growing.ts';
import { whenQuiet } from './streaming/quiet.ts';

/** For code that grows. */
const PARTS: Cut = {
  pieces: codeParts,
  reachesBack: () => false,
};

/** Code in a fence: coloured when its language is known and loaded, copied at a tap. */
export function CodeBlock({ code, name }: Fence): ReactNode {
  const shown = useRef<HTMLElement>(null);
  // Behind what is drawn here, code is put that streams in (streaming/code-end.ts).
  const whenWorth = useCallback(
    (drawn: string, colour: () => void) =>
      whenQuiet(() => {
        if (shown.current?.textContent === drawn) colour();
      }),
    [],
  );
  const lines = useHighlight(code, languageNamed(name), whenWorth);
  const [cut] = useState(() => growing(PARTS));
  const parts = cut(code);
  const coloured = useOneByOne(lines === null ? 0 : parts.length);
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = () =>
    void copyText(code).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  return (
    <figure className={css.code} aria-label={words.code}>
      <pre>
        <code ref={shown} dir="ltr">
          {parts.map((part, at) =>
            lines !== null && at < coloured ? (
              <Lines
                // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
                key={at}
                lines={lines.slice(at * LINES_TOGETHER, (at + 1) * LINES_TOGETHER)}
                more={(at + 1) * LINES_TOGETHER < lines.length}
              />
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
              <span key={at} className={css.part}>
                {part}
              </span>
            ),
          )}
        </code>
      </pre>
      <IconButton
        className={css.copy}
        label={words.copyCode}
        icon={copied === 'yes' ? <Check size={16} /> : <Copy size={16} />}
        onClick={copy}
      />
      <span role="status" className="visually-hidden">
        {copied === 'yes' ? words.copied : copied === 'failed' ? words.notCopied : ''}
      </span>
    </figure>
  );
}

/** @returns how many of `all` have had their turn: one more with each frame, because many at once hold up the thumb. */
function useOneByOne(all: number): number {
  const [done, setDone] = useState(0);
  const now = Math.min(done, all);
  useEffect(() => {
    if (now === all) return;
    const frame = requestAnimationFrame(() => setDone(now + 1));
    return () => cancelAnimationFrame(frame);
  }, [now, all]);
  return now;
}

const Lines = memo(
  function Lines({
    lines,
    more,
  }: {
    lines: readonly (readonly CodePiece[])[];
    /** There are lines behind them. */
    more: boolean;
  }): ReactNode {
    return (
      <span className={css.part}>
        {lines.map((pieces, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text have no other identity.
          <span key={index}>
            <CodeLine pieces={pieces} />
            {(more || index < lines.length - 1) && '\n'}
          </span>
        ))}
      </span>
    );
  },
  (before, now) =>
    before.more === now.more &&
    before.lines.length === now.lines.length &&
    before.lines.every((pieces, at) => pieces === now.lines[at]),
);
