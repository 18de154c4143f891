/** The lazily loaded half of agent-text.tsx: everything that Markdown needs is in this chunk only. */
import { Fragment, memo, type ReactNode, useState } from 'react';
import css from './agent-text.module.css';
import { PIECES } from './block-pieces.ts';
import { CodeBlock } from './code-block.tsx';
import { fenceOf } from './fence.ts';
import { growing } from './growing.ts';
import { isList, isLoose, listStart } from './list-items.ts';
import { BLOCKS, tooHeavy } from './markdown-blocks.ts';
import { Parsed, Table } from './parsed-markdown.tsx';
import { headOf, ROWS } from './table-rows.ts';

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
  if (tooHeavy(text)) return <Parsed text={text} />;
  const fence = fenceOf(text);
  if (fence !== null) return <CodeBlock {...fence} />;
  const head = headOf(text);
  if (head !== null) return <Rows head={head} rows={text.slice(head.length)} />;
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
            <Parsed text={run} as="inline" />{' '}
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
  const as = isLoose(items) ? 'apart' : 'item';
  // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
  const parsed = items.map((item, at) => <Parsed key={at} text={item} as={as} />);
  return start === null ? <ul>{parsed}</ul> : <ol start={start === 1 ? undefined : start}>{parsed}</ol>;
}

function Rows({ head, rows }: { head: string; rows: string }): ReactNode {
  const [cut] = useState(() => growing(ROWS));
  const parsed = cut(rows).map((row, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
    <Parsed key={at} text={`${head.trimEnd()}\n${row}`} as="row" />
  ));
  return (
    <Table>
      <Parsed text={head} as="head" />
      {parsed.length > 0 && <tbody>{parsed}</tbody>}
    </Table>
  );
}
