import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ItemOf } from '../../protocol/session/items.ts';
import { Revealed } from '../../ui/revealed.tsx';
import * as words from '../text/items.ts';
import { Fold } from './fold.tsx';
import css from './item-view.module.css';
import { Output } from './output.tsx';

/** Work of other agents: what was done with them, and the thread of each by its name or id. */
export function SubAgents({ item, word }: { item: ItemOf<'subagents'>; word: string }): ReactNode {
  const [first, ...more] = item.agents;
  const who =
    first === undefined ? '' : (first.name ?? first.thread) + (more.length > 0 ? ` +${more.length}` : '');
  return (
    <Fold
      id={item.id}
      summary={
        <>
          <Users size={14} aria-hidden="true" />
          <span className={css.cut}>
            {item.action}
            {who !== '' && ` · ${who}`}
          </span>
        </>
      }
      aside={item.status === 'done' ? undefined : word}
    >
      {() => (
        <>
          {item.prompt !== '' && (
            <Output text={item.prompt} cut={0} running={false} label={words.toldAgents} />
          )}
          <ul className={css.agents} aria-label={words.agentThreads}>
            {item.agents.map(({ thread, name, state, message }) => (
              <li key={thread}>
                {name !== null && <b>{name} </b>}
                <code>{thread}</code>
                {state !== null && ` · ${state}`}
                {message !== null && (
                  <p>
                    <Revealed text={message} lines />
                  </p>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Fold>
  );
}
