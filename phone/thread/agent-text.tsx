import { lazy, memo, type ReactNode, Suspense } from 'react';
import { Boundary } from '../../ui/boundary.tsx';
import css from './agent-text.module.css';

const Markdown = lazy(() => import('./markdown.tsx'));

/** The agent's words. As plain text until the Markdown part of the page is there, or where it cannot be had. */
export const AgentText = memo(function AgentText({ text }: { text: string }): ReactNode {
  const plain = <p className={css.plain}>{text}</p>;
  return (
    <div className={css.text}>
      <Boundary instead={plain}>
        <Suspense fallback={plain}>
          <Markdown text={text} />
        </Suspense>
      </Boundary>
    </div>
  );
});
