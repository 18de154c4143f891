import { ChevronRight, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ItemOf, SubAgent } from '../../protocol/session/items.ts';
import type { WorkingSubAgent } from '../../protocol/session/values.ts';
import { Revealed } from '../../ui/revealed.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import * as words from '../text/items.ts';
import * as nestedWords from '../text/nested.ts';
import { useActions } from '../views/actions.ts';
import { useStore } from '../views/use-store.ts';
import fold from './fold.module.css';
import { Fold } from './fold.tsx';
import css from './item-view.module.css';
import { Output } from './output.tsx';

interface Told {
  /** The thread in which the item stands. */
  thread: string;
  item: ItemOf<'subagents'>;
  word: string;
}

/**
 * Work of other agents: what was done with them, and the thread of each by its name or id. Where one alone is named, and
 * nothing is said of it, the line leads to its thread.
 */
export function SubAgents({ thread, item, word }: Told): ReactNode {
  const [first, ...more] = item.agents;
  const who =
    first === undefined ? '' : (first.name ?? first.thread) + (more.length > 0 ? ` +${more.length}` : '');
  const line = (
    <>
      <Users size={14} aria-hidden="true" />
      <span className={css.cut}>
        {item.action}
        {who !== '' && ` · ${who}`}
      </span>
    </>
  );
  const aside = item.status === 'done' ? undefined : word;
  if (first?.open !== undefined && more.length === 0 && item.prompt === '' && first.message === null)
    return (
      <Way to={first.open} from={thread}>
        {line}
        {aside}
      </Way>
    );
  return (
    <Fold id={item.id} summary={line} aside={aside}>
      {() => (
        <>
          {item.prompt !== '' && (
            <Output text={item.prompt} cut={0} running={false} label={words.toldAgents} />
          )}
          <ul className={css.agents} aria-label={words.agentThreads}>
            {item.agents.map((agent) => (
              <li key={agent.thread}>
                {agent.open === undefined ? (
                  <Named agent={agent} />
                ) : (
                  <Way to={agent.open} from={thread} state={agent.state}>
                    <span className={css.cut}>
                      <b>{agent.name ?? agent.thread}</b>
                    </span>
                  </Way>
                )}
                {agent.message !== null && (
                  <p>
                    <Revealed text={agent.message} lines />
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

const Named = ({ agent: { thread, name, state } }: { agent: SubAgent }): ReactNode => (
  <>
    {name === null ? <code>{thread}</code> : <b>{name}</b>}
    {state !== null && ` · ${state}`}
  </>
);

/** Opens a sub-agent's thread, and says how that stands now, or else how it stood as the item came. */
function Way({
  to,
  from,
  state = null,
  children,
}: {
  to: string;
  from: string;
  state?: string | null;
  children: ReactNode;
}): ReactNode {
  const { navigation } = useActions();
  const status = useStatus(to);
  return (
    <button
      type="button"
      className={fold.line}
      onClick={() => navigation.open({ view: 'nested', thread: to, from })}
    >
      <span className="visually-hidden">{nestedWords.open}</span>
      {children}
      {status === null ? state : <StateMark state={status} word={nestedWords.status[status]} />}
      <ChevronRight size={16} aria-hidden="true" />
    </button>
  );
}

/** Null: it does not work, or nobody knows. */
function useStatus(thread: string): WorkingSubAgent['status'] | null {
  const home = useStore(useActions().session.home);
  for (const { subAgents = [] } of home?.threads ?? [])
    for (const each of subAgents) if (each.thread === thread) return each.status;
  return null;
}
