import { lazy, memo, type ReactNode, Suspense } from 'react';
import css from './agent-text.module.css';

const Markdown = lazy(() => import('./markdown.tsx'));

/** The agent's words. Until the Markdown part of the page is there, as plain text. */
export const AgentText = memo(function AgentText({ text }: { text: string }): ReactNode {
  return (
    <div className={css.text}>
      <Suspense fallback={<p className={css.plain}>{text}</p>}>
        <Markdown text={text} />
      </Suspense>
    </div>
  );
});
