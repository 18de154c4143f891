/** What the parser makes of Markdown, as far as it is shown: of a block, or of a part of one that is parsed alone. */
import { isValidElement, memo, type ReactNode } from 'react';
import { Boundary } from '../../ui/boundary.tsx';
import * as words from '../text/agent-text.ts';
import css from './agent-text.module.css';
import { CodeBlock } from './code-block.tsx';
import type { Fence } from './fence.ts';
import { tooHeavy } from './markdown-blocks.ts';
import { elementsOf, type Way } from './markdown-processor.ts';
import { inside, loose, named, only } from './markdown-tree.ts';
import { OUTSIDE } from './outside-link.ts';
import { plainSpans, type Span } from './plain-spans.ts';
import { PlainText } from './plain-text.tsx';

/** A path of the project is no address: followed from here it would lead to whoever serves this page. */
const leadsOutside = (href: string | undefined): boolean => /^(https?|mailto):/i.test(href ?? '');

export const COMPONENTS: Way['components'] = {
  a: ({ href, children }) =>
    leadsOutside(href) ? (
      <a href={href} {...OUTSIDE}>
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  // Nothing is loaded from elsewhere because a text says so; the picture is a link that a person may follow.
  img: ({ src, alt }) =>
    typeof src === 'string' && leadsOutside(src) ? (
      <a href={src} {...OUTSIDE}>
        {alt === undefined || alt === '' ? words.image : alt}
      </a>
    ) : (
      <span>{alt}</span>
    ),
  pre: ({ children }) => <CodeBlock {...codeOf(children)} />,
  table: Table,
  // Headings of the agent's text stand right below that of the screen.
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h2>{children}</h2>,
  h3: ({ children }) => <h3>{children}</h3>,
  h4: ({ children }) => <h3>{children}</h3>,
  h5: ({ children }) => <h3>{children}</h3>,
  h6: ({ children }) => <h3>{children}</h3>,
};

/** In the middle of a paragraph: what a run of it says, without a paragraph of its own. */
const INLINE: Way['components'] = { ...COMPONENTS, p: ({ children }) => children };

interface ShownWay extends Way {
  /** Shown where it cannot be parsed. */
  readonly plain: (words: string) => ReactNode;
}

/**
 * `inline`: a run of a paragraph. `item`: a list of one item, without the list; `apart`: the same of a list whose items are
 * paragraphs. `head` and `row`: a table with at most one row, without the table.
 */
const WAYS = {
  block: { components: COMPONENTS, plain: (text) => <PlainText text={text} /> },
  inline: { components: INLINE, plain: (text) => text },
  item: { made: only(inside), components: COMPONENTS, plain: item },
  apart: { written: loose, made: only(inside), components: COMPONENTS, plain: item },
  head: { made: only((parts) => named(inside(parts), 'thead')), components: COMPONENTS, plain: row },
  row: {
    made: only((parts) => named(inside(named(inside(parts), 'tbody')), 'tr')),
    components: COMPONENTS,
    plain: row,
  },
} satisfies Record<string, ShownWay>;

/** @param as of a `row`, the text begins with the head of its table */
export const Parsed = memo(function Parsed({
  text,
  as = 'block',
}: {
  text: string;
  as?: keyof typeof WAYS;
}): ReactNode {
  const trimmed = text.trimEnd();
  const spans = as === 'block' || as === 'inline' ? plainSpans(trimmed) : null;
  if (spans !== null)
    return as === 'block' ? <p>{shown(spans, '')}</p> : shown(spans, text.slice(trimmed.length));
  const way: ShownWay = WAYS[as];
  const instead = way.plain(as === 'block' ? text : trimmed);
  if (tooHeavy(text)) return instead;
  return (
    <>
      {/* Whatever else breaks the parser is shown as text too. */}
      <Boundary instead={instead}>
        <Elements text={text} way={way} />
      </Boundary>
      {/* What a run ends with, and the parser does without. */}
      {as === 'inline' && trimmed !== text && ' '}
    </>
  );
});

/** @param end what a run ends with */
export function shown(spans: readonly Span[], end: string): ReactNode {
  const last = spans.at(-1);
  if (typeof last === 'string' && spans.length === 1) return last + end;
  return [...spans, end].map((span, at) => {
    if (typeof span === 'string') return span;
    if (span.mark === 'a') {
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
        <a key={at} href={span.href} {...OUTSIDE}>
          {span.text}
        </a>
      );
    }
    const { mark: Mark, text } = span;
    // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
    return <Mark key={at}>{text}</Mark>;
  });
}

function Elements({ text, way }: { text: string; way: Way }): ReactNode {
  return elementsOf(text, way);
}

function item(text: string): ReactNode {
  return <li>{text}</li>;
}

function row(text: string): ReactNode {
  return (
    <tr>
      <td>{text.slice(text.lastIndexOf('\n') + 1)}</td>
    </tr>
  );
}

/** One that is wider than the screen scrolls by itself, so a keyboard has to reach it. */
export function Table({ children }: { children?: ReactNode }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard.
    <figure className={css.table} tabIndex={0} aria-label={words.table}>
      <table>{children}</table>
    </figure>
  );
}

/** @param children the element that a parser makes of it */
function codeOf(children: ReactNode): Fence {
  if (!isValidElement<{ className?: string; children?: unknown }>(children)) return { name: '', code: '' };
  const { className = '', children: code } = children.props;
  return {
    name: /language-(\S+)/.exec(className)?.[1] ?? '',
    code: typeof code === 'string' ? code.replace(/\n$/, '') : '',
  };
}
