/** The lazily loaded half of agent-text.tsx: everything that Markdown needs is in this chunk only. */
import { memo, type ReactNode, useMemo, useState } from 'react';
import css from './agent-text.module.css';
import { PIECES } from './block-pieces.ts';
import { CodeBlock } from './code-block.tsx';
import { fenceOf } from './fence.ts';
import { growing } from './growing.ts';
import { hasTask, isList, isLoose, itemWords, listStart } from './list-items.ts';
import { BLOCKS, tooHeavy } from './markdown-blocks.ts';
import { isMark } from './mere-words.ts';
import { isParagraph } from './paragraph-runs.ts';
import { Parsed, shown, Table } from './parsed-markdown.tsx';
import { type Heading as HeadingOf, headingOf, quotedIn } from './plain-blocks.ts';
import { alignsOf, cellsOf } from './table-cells.ts';
import { headBegun, headOf, ROWS } from './table-rows.ts';

/** UTF-16 units in one box. No paragraph for a person has more, and a longer one is not laid out whole with each word. */
const MOST = 1_440;
/** Runs that are looked at together, of which all but the last are passed over at once while text streams in. */
const TOGETHER = 6;

export default function Markdown({ text }: { text: string }): ReactNode {
  const [blocks] = useState(() => growing(BLOCKS));
  return blocks(text).map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
    <Block key={index} text={block} />
  ));
}

const Block = memo(function Block({ text }: { text: string }): ReactNode {
  const [cut] = useState(() => growing(PIECES));
  const pieces = cut(text);
  const isCut = pieces.length > 1;
  // Each of its runs is parsed for itself, so it may be of any length.
  if (isCut && !isList(pieces[0]!))
    return <Paragraph runs={[...pieces.slice(0, -1), pieces.at(-1)!.trimEnd()]} />;
  if (tooHeavy(text)) return <Parsed text={text} />;
  if (isCut || isList(text)) return <List items={pieces} />;
  const heading = headingOf(text);
  if (heading !== null) return <Heading {...heading} />;
  const quoted = quotedIn(text);
  if (quoted !== null) return <Quote text={quoted} />;
  const fence = fenceOf(text);
  if (fence !== null) return <CodeBlock {...fence} />;
  const head = headOf(text);
  if (head !== null) return <Rows head={head} rows={text.slice(head.length)} />;
  const begun = headBegun(text);
  if (begun !== null) return <p>{begun}</p>;
  return <Parsed text={text} />;
});

/** As `COMPONENTS` has it. */
function Heading({ level, spans }: HeadingOf): ReactNode {
  const Head = level < 3 ? 'h2' : 'h3';
  return <Head>{shown(spans, '')}</Head>;
}

function Quote({ text }: { text: string }): ReactNode {
  const [cut] = useState(() => growing(PIECES));
  return (
    <blockquote>
      <Paragraph runs={cut(text)} />
    </blockquote>
  );
}

function Paragraph({ runs }: { runs: readonly string[] }): ReactNode {
  return inBoxes(runs).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
    <Box key={at} runs={part} onward={at > 0} />
  ));
}

const Box = memo(function Box({ runs, onward }: { runs: readonly string[]; onward: boolean }): ReactNode {
  return (
    <p className={onward ? css.onward : undefined}>
      <Runs runs={runs} />
    </p>
  );
}, sameRuns);

function Runs({ runs }: { runs: readonly string[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
  return inParts(runs, TOGETHER).map((part, at) => <SomeRuns key={at} runs={part} />);
}

const SomeRuns = memo(function SomeRuns({ runs }: { runs: readonly string[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
  return runs.map((run, at) => <Parsed key={at} text={run} as="inline" />);
}, sameRuns);

function inBoxes(runs: readonly string[]): (readonly string[])[] {
  const boxes: string[][] = [];
  let room = 0;
  for (const run of runs) {
    if (room <= 0) {
      boxes.push([]);
      room = MOST;
    }
    boxes.at(-1)!.push(run);
    room -= run.length;
  }
  return boxes;
}

function inParts(runs: readonly string[], most: number): (readonly string[])[] {
  return Array.from({ length: Math.ceil(runs.length / most) }, (_, at) =>
    runs.slice(at * most, (at + 1) * most),
  );
}

function sameRuns(before: { runs: readonly string[] }, now: { runs: readonly string[] }): boolean {
  return before.runs.length === now.runs.length && before.runs.every((run, at) => run === now.runs[at]);
}

function List({ items }: { items: readonly string[] }): ReactNode {
  const start = listStart(items[0]!);
  const loose = isLoose(items);
  // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
  const parsed = items.map((item, at) => <ListItem key={at} text={item} loose={loose} />);
  // As the parser has it.
  const name = hasTask(items) ? 'contains-task-list' : undefined;
  return start === null ? (
    <ul className={name}>{parsed}</ul>
  ) : (
    <ol className={name} start={start === 1 ? undefined : start}>
      {parsed}
    </ol>
  );
}

/** @param loose its words are a paragraph */
const ListItem = memo(function ListItem({ text, loose }: { text: string; loose: boolean }): ReactNode {
  const [cut] = useState(() => growing(PIECES));
  const words = itemWords(text);
  if (words === '') return <li></li>;
  if (isMark(words)) return <li>{loose ? <p>{words}</p> : words}</li>;
  if (!isParagraph(words)) return <Parsed text={text} as={loose ? 'apart' : 'item'} />;
  const runs = <Runs runs={cut(words)} />;
  return <li>{loose ? <p>{runs}</p> : runs}</li>;
});

function Rows({ head, rows }: { head: string; rows: string }): ReactNode {
  const [cut] = useState(() => growing(ROWS));
  const parsed = cut(rows).map((row, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
    <Row key={at} head={head} text={row} />
  ));
  return (
    <Table>
      <Parsed text={head} as="head" />
      {parsed.length > 0 && <tbody>{parsed}</tbody>}
    </Table>
  );
}

const Row = memo(function Row({ head, text }: { head: string; text: string }): ReactNode {
  const aligns = useMemo(() => alignsOf(head), [head]);
  const cells = cellsOf(text, aligns.length);
  if (cells === null) return <Parsed text={`${head.trimEnd()}\n${text}`} as="row" />;
  return (
    <tr>
      {cells.map(({ text, parsed }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row have no other identity.
        <td key={at} style={aligns[at] && { textAlign: aligns[at] }}>
          {parsed ? <Parsed text={text} as="inline" /> : text}
        </td>
      ))}
    </tr>
  );
});
