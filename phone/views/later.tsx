/** Parts of the page that are loaded when they are first opened, or ahead of that once there is nothing better to do. */
import { type ComponentType, type ReactNode, useEffect } from 'react';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Problem } from '../../ui/notice.tsx';
import { Store } from '../state/store.ts';
import * as words from '../text/later.ts';
import { useStore } from './use-store.ts';

export interface Later<Props> {
  (props: Props): ReactNode;
  /** Loads it, unless it is there or under way. Never rejects: a part that is opened says itself that it is missing. */
  load(): Promise<void>;
}

/**
 * `lazy` of React keeps a failure for as long as the page lives; on the road the next try succeeds.
 * @param waiting what stands in its place meanwhile; nothing for what rises over something else.
 */
export function later<Props extends object>(
  fetch: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = <Loading what={words.loading} />,
): Later<Props> {
  const part = new Store<ComponentType<Props> | null>(null);
  const failed = new Store(false);
  let fetching: Promise<void> | null = null;

  const load = (): Promise<void> => {
    fetching ??= fetch().then(
      (loaded) => {
        part.set(loaded);
        failed.set(false);
      },
      () => {
        failed.set(true);
        fetching = null;
      },
    );
    return fetching;
  };

  function LaterPart(props: Props): ReactNode {
    const Part = useStore(part);
    const isMissing = useStore(failed);
    useEffect(() => {
      void load();
      addEventListener('online', load);
      return () => removeEventListener('online', load);
    }, []);
    if (Part !== null) return <Part {...props} />;
    return isMissing ? <Missing onTry={load} /> : waiting;
  }
  return Object.assign(LaterPart, { load });
}

function Missing({ onTry }: { onTry: () => void }): ReactNode {
  return (
    <Problem
      title={words.missing}
      meaning={words.missingMeaning}
      todo={words.missingTodo}
      action={<Button onClick={onTry}>{words.tryAgain}</Button>}
    />
  );
}
