import { memo, type ReactNode } from 'react';
import css from './agent-text.module.css';
import { plainParts } from './plain-parts.ts';

/** Text as it came, with paragraphs where Markdown would have them, so that little moves when that takes its place. */
export function PlainText({ text }: { text: string }): ReactNode {
  return plainParts(text).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end.
    <Part key={index} {...part} />
  ));
}

const Part = memo(function Part({ text, onward }: { text: string; onward: boolean }): ReactNode {
  return <p className={onward ? `${css.plain} ${css.onward}` : css.plain}>{text}</p>;
});
