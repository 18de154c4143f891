import { type ComponentType, lazy, memo, type ReactNode, Suspense, useState } from 'react';
import { Boundary } from '../../ui/boundary.tsx';
import css from './agent-text.module.css';
import { PlainText } from './plain-text.tsx';

type Shown = ComponentType<{ text: string }>;

let loaded: Shown | null = null;

/** Has the Markdown part of the page there before a text is: one that waits for it is drawn plain first, and moves. */
export async function loadMarkdown(): Promise<{ default: Shown }> {
  const part = await import('./markdown.tsx');
  loaded = part.default;
  return part;
}

const Awaited = lazy(loadMarkdown);

/** The agent's words. As plain text until the Markdown part of the page is there, or where it cannot be had. */
export const AgentText = memo(function AgentText({ text }: { text: string }): ReactNode {
  // For as long as this text stands, so that it is not drawn anew when the part comes for another.
  const [Markdown] = useState<Shown>(() => loaded ?? Awaited);
  const plain = <PlainText text={text} />;
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
