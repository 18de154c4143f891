/** The lazily loaded half of agent-text.tsx: everything that Markdown needs is in this chunk only. */
import { memo, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Boundary } from '../../ui/boundary.tsx';
import * as words from '../text/agent-text.ts';
import css from './agent-text.module.css';
import { CodeBlock } from './code-block.tsx';
import { markdownBlocks, tooHeavy } from './markdown-blocks.ts';

/** A path of the project is no address: followed from here it would lead to whoever serves this page. */
const leadsOutside = (href: string | undefined): boolean => /^(https?|mailto):/i.test(href ?? '');

// HTML in the text stays text: react-markdown makes elements of Markdown only, and its URL filter drops javascript:.
const COMPONENTS: Components = {
  a: ({ href, children }) =>
    leadsOutside(href) ? (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  // Nothing is loaded from elsewhere because a text says so; the picture is a link that a person may follow.
  img: ({ src, alt }) =>
    typeof src === 'string' && leadsOutside(src) ? (
      <a href={src} target="_blank" rel="noopener noreferrer">
        {alt === undefined || alt === '' ? words.image : alt}
      </a>
    ) : (
      <span>{alt}</span>
    ),
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  table: ({ children }) => (
    // A table that is wider than the screen scrolls by itself, so a keyboard has to reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by the keyboard.
    <figure className={css.table} tabIndex={0} aria-label={words.table}>
      <table>{children}</table>
    </figure>
  ),
  // Headings of the agent's text stand right below that of the screen.
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h2>{children}</h2>,
  h3: ({ children }) => <h3>{children}</h3>,
  h4: ({ children }) => <h3>{children}</h3>,
  h5: ({ children }) => <h3>{children}</h3>,
  h6: ({ children }) => <h3>{children}</h3>,
};
const PLUGINS = [remarkGfm];

export default function Markdown({ text }: { text: string }): ReactNode {
  return markdownBlocks(text).map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
    <Block key={index} text={block} />
  ));
}

const Block = memo(function Block({ text }: { text: string }): ReactNode {
  const plain = <p className={css.plain}>{text}</p>;
  if (tooHeavy(text)) return plain;
  return (
    // Whatever else breaks the parser is shown as text too.
    <Boundary instead={plain}>
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </Boundary>
  );
});
