/** The lazily loaded half of agent-text.tsx: everything that Markdown needs is in this chunk only. */
import { Fragment, isValidElement, memo, type ReactNode, useState } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Boundary } from '../../ui/boundary.tsx';
import * as words from '../text/agent-text.ts';
import css from './agent-text.module.css';
import { PIECES } from './block-pieces.ts';
import { CodeBlock } from './code-block.tsx';
import { type Fence, fenceOf } from './fence.ts';
import { growing } from './growing.ts';
import { isList, isLoose, listStart } from './list-items.ts';
import { BLOCKS, tooHeavy } from './markdown-blocks.ts';
import { isWords } from './paragraph-runs.ts';
import { PlainText } from './plain-text.tsx';

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
  pre: ({ children }) => <CodeBlock {...codeOf(children)} />,
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
const PLUGINS = [remarkGfm, htmlAsText];

const LOOSE_PLUGINS = [...PLUGINS, loose];
const ITEM_ALONE = [itemAlone];

/** In the middle of a paragraph: what a run of it says, without a paragraph of its own. */
const INLINE: Components = { ...COMPONENTS, p: ({ children }) => children };
/** Runs in one box. No paragraph for a person has more, and a longer one is not laid out whole with each word. */
const MOST_RUNS = 12;

export default function Markdown({ text }: { text: string }): ReactNode {
  const [blocks] = useState(() => growing(BLOCKS));
  return blocks(text).map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
    <Block key={index} text={block} />
  ));
}

const Block = memo(function Block({ text }: { text: string }): ReactNode {
  const [cut] = useState(() => growing(PIECES));
  const fence = tooHeavy(text) ? null : fenceOf(text);
  if (fence !== null) return <CodeBlock {...fence} />;
  const pieces = cut(text);
  if (pieces.length === 1) return <Parsed text={text} />;
  return isList(pieces[0]!) ? <List items={pieces} /> : <Paragraph runs={pieces} />;
});

function Paragraph({ runs }: { runs: readonly string[] }): ReactNode {
  const boxes = Math.ceil(runs.length / MOST_RUNS);
  return Array.from({ length: boxes }, (_, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
    <Box key={at} runs={runs.slice(at * MOST_RUNS, (at + 1) * MOST_RUNS)} onward={at > 0} />
  ));
}

const Box = memo(
  function Box({ runs, onward }: { runs: readonly string[]; onward: boolean }): ReactNode {
    return (
      <p className={onward ? css.onward : undefined}>
        {runs.map((run, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
          <Fragment key={at}>
            <Parsed text={run} inline />{' '}
          </Fragment>
        ))}
      </p>
    );
  },
  (before, now) =>
    before.runs.length === now.runs.length && before.runs.every((run, at) => run === now.runs[at]),
);

function List({ items }: { items: readonly string[] }): ReactNode {
  const start = listStart(items[0]!);
  const loose = isLoose(items);
  // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
  const parsed = items.map((item, at) => <Item key={at} text={item} loose={loose} />);
  return start === null ? <ul>{parsed}</ul> : <ol start={start === 1 ? undefined : start}>{parsed}</ol>;
}

const Item = memo(function Item({ text, loose }: { text: string; loose: boolean }): ReactNode {
  const plain = <li>{text.trimEnd()}</li>;
  if (tooHeavy(text)) return plain;
  return (
    <Boundary instead={plain}>
      <ReactMarkdown
        remarkPlugins={loose ? LOOSE_PLUGINS : PLUGINS}
        rehypePlugins={ITEM_ALONE}
        components={COMPONENTS}
      >
        {text}
      </ReactMarkdown>
    </Boundary>
  );
});

/** `inline`: a run of a paragraph. */
const Parsed = memo(function Parsed({ text, inline }: { text: string; inline?: true }): ReactNode {
  const words = text.trimEnd();
  if (isWords(words)) return inline ? words : <p>{words}</p>;
  const plain = inline ? words : <PlainText text={text} />;
  if (tooHeavy(text)) return plain;
  return (
    // Whatever else breaks the parser is shown as text too.
    <Boundary instead={plain}>
      <ReactMarkdown remarkPlugins={PLUGINS} components={inline ? INLINE : COMPONENTS}>
        {text}
      </ReactMarkdown>
    </Boundary>
  );
});

/** @param children the element that a parser makes of it */
function codeOf(children: ReactNode): Fence {
  if (!isValidElement<{ className?: string; children?: unknown }>(children)) return { name: '', code: '' };
  const { className = '', children: code } = children.props;
  return {
    name: /language-(\S+)/.exec(className)?.[1] ?? '',
    code: typeof code === 'string' ? code.replace(/\n$/, '') : '',
  };
}

/** What of a tree of Markdown is looked at here. */
interface Part {
  type: string;
  value?: string;
  children?: Part[];
  /** Of a list: its items stand apart. */
  spread?: boolean;
  data?: object;
}

const HOLDERS: ReadonlySet<string> = new Set(['root', 'blockquote', 'list', 'listItem']);

/** HTML that stands by itself is a paragraph, with its line ends, or it would stand without a gap to the one above. */
function htmlAsText() {
  return (tree: Part): void => {
    const holders = [tree];
    for (let holder = holders.pop(); holder !== undefined; holder = holders.pop()) {
      if (!HOLDERS.has(holder.type) || holder.children === undefined) continue;
      holder.children = holder.children.map((part) => (part.type === 'html' ? paragraphOf(part) : part));
      holders.push(...holder.children);
    }
  };
}

/** A list with one item, as if it stood apart from another. */
function loose() {
  return (tree: Part): void => {
    for (const part of tree.children ?? []) if (part.type === 'list') part.spread = true;
  };
}

/** The item of a list with one item, without the list. */
function itemAlone() {
  return (tree: Part): void => {
    tree.children = tree.children?.flatMap((part) => part.children ?? []) ?? [];
  };
}

const paragraphOf = ({ value = '' }: Part): Part => ({
  type: 'paragraph',
  children: [{ type: 'text', value }],
  data: { hProperties: { className: css.plain } },
});
