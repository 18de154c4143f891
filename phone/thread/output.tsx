import { Check, Copy, Search, X } from 'lucide-react';
import {
  lazy,
  type ReactNode,
  Suspense,
  useDeferredValue,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Boundary } from '../../ui/boundary.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { copyText } from '../copy-text.ts';
import * as words from '../text/output.ts';
import { findLines } from './find-lines.ts';
import { lineCount } from './line-count.ts';
import css from './output.module.css';
import { type OutputBlock, outputBlocks } from './output-blocks.ts';
import { plainOutput } from './plain-output.ts';
import field from './query.module.css';

const AnsiText = lazy(() => import('./ansi-text.tsx'));

/** UTF-16 units of output that are drawn at first, and with each press of “earlier”. */
const PART = 24 * 1024;
/** Lines from which on there is something to search. */
const SEARCHED = 8;
/** Lines that a search lists. */
const LISTED = 200;

/** What a command printed; while it runs, the end stays in view unless somebody scrolled up. */
export function Output({
  text,
  cut,
  running,
  label,
}: {
  text: string;
  /** UTF-16 units in front that the host no longer keeps. */
  cut: number;
  running: boolean;
  label: string;
}): ReactNode {
  const [size, setSize] = useState(PART);
  const [query, setQuery] = useState<string | null>(null);
  const { blocks, before } = useMemo(() => outputBlocks(text, cut, size), [text, cut, size]);

  if (text === '') return <p className={css.none}>{running ? words.noneYet : words.none}</p>;
  return (
    <div className={css.output}>
      <Bar text={text} query={query} onQuery={setQuery} />
      {query !== null && query !== '' ? (
        <FoundLines text={text} query={query} label={label} />
      ) : (
        <>
          {cut > 0 && before === 0 && <p className={css.none}>{words.beginningGone}</p>}
          {before > 0 && (
            <Button tone="quiet" wide onClick={() => setSize(size + PART * 4)}>
              {words.earlier(before)}
            </Button>
          )}
          <Lines blocks={blocks} follow={running} fromEnd={running || before > 0} label={label} />
        </>
      )}
    </div>
  );
}

function Lines({
  blocks,
  follow,
  fromEnd,
  label,
}: {
  blocks: readonly OutputBlock[];
  /** More of it comes. */
  follow: boolean;
  /** It opens at its end. */
  fromEnd: boolean;
  label: string;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const opened = useRef(false);
  // On every drawing: what is drawn anew here is text that came.
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    if ((follow && atEnd.current) || (fromEnd && !opened.current)) current.scrollTop = current.scrollHeight;
    opened.current = true;
  });
  return (
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
      <pre>
        {blocks.map(({ key, text }) => (
          <Block key={key} text={text} />
        ))}
      </pre>
    </figure>
  );
}

/** Plain until what knows colours is there, or where it cannot be had. */
function Block({ text }: { text: string }): ReactNode {
  const plain = plainOutput(text);
  if (plain === text) return text;
  return (
    <Boundary instead={plain}>
      <Suspense fallback={plain}>
        <AnsiText text={text} />
      </Suspense>
    </Boundary>
  );
}

/** How much there is, and what can be done with all of it. */
function Bar({
  text,
  query,
  onQuery,
}: {
  text: string;
  query: string | null;
  onQuery: (query: string | null) => void;
}): ReactNode {
  const [countIn] = useState(lineCount);
  const count = useMemo(() => countIn(text), [countIn, text]);
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = () => {
    copyText(plainOutput(text)).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  };
  return (
    <div className={css.bar}>
      {query === null ? (
        <span className={css.count}>{words.lines(count)}</span>
      ) : (
        <input
          className={`${field.query} ${css.query}`}
          type="search"
          // biome-ignore lint/a11y/noAutofocus: the person asked for it with the press before.
          autoFocus
          value={query}
          aria-label={words.search}
          placeholder={words.search}
          onChange={({ currentTarget }) => onQuery(currentTarget.value)}
          onKeyDown={({ key }) => key === 'Escape' && onQuery(null)}
        />
      )}
      <span role="status" className={css.told}>
        {copied === 'yes' ? words.copied : copied === 'failed' ? words.notCopied : ''}
      </span>
      {(count >= SEARCHED || query !== null) && (
        <IconButton
          label={query === null ? words.search : words.endSearch}
          icon={query === null ? <Search size={18} /> : <X size={18} />}
          onClick={() => onQuery(query === null ? '' : null)}
        />
      )}
      <IconButton
        label={words.copy}
        icon={copied === 'yes' ? <Check size={18} /> : <Copy size={18} />}
        onClick={copy}
      />
    </div>
  );
}

/** The lines of all the output that have the words. */
function FoundLines({ text, query, label }: { text: string; query: string; label: string }): ReactNode {
  const wanted = useDeferredValue(query);
  const plain = useMemo(() => plainOutput(text), [text]);
  const { lines, count } = useMemo(() => findLines(plain, wanted, LISTED), [plain, wanted]);
  return (
    <>
      <p role="status" className={css.none}>
        {words.found(count, lines.length)}
      </p>
      {lines.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard.
        <figure className={css.box} tabIndex={0} aria-label={label}>
          <ol className={css.found}>
            {lines.map(({ number, before, hit, after }) => (
              <li key={number}>
                <span className={css.number}>{number}</span>
                <code>
                  {before}
                  <mark>{hit}</mark>
                  {after}
                </code>
              </li>
            ))}
          </ol>
        </figure>
      )}
    </>
  );
}
