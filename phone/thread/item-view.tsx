import { Check, Circle, CircleDashed, Globe, Image as ImageIcon, Wrench } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { ActionStatus, Item, ItemOf } from '../../protocol/session/items.ts';
import { ChangeList } from '../../ui/change-list.tsx';
import { CommandText } from '../../ui/command-text.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import { counting, duration } from '../views/time.ts';
import { useNow } from '../views/use-now.ts';
import { AgentText } from './agent-text.tsx';
import { Fold } from './fold.tsx';
import css from './item-view.module.css';
import { Output } from './output.tsx';
import { SubAgents } from './subagents.tsx';
import { firstLine } from './words.ts';

const MARK: Record<ActionStatus, { state: MarkState; word: string }> = {
  running: { state: 'working', word: 'Running' },
  done: { state: 'done', word: 'Done' },
  failed: { state: 'trouble', word: 'Failed' },
  declined: { state: 'away', word: 'Declined' },
  stopped: { state: 'away', word: 'Stopped' },
};

/** One item of a thread. Drawn anew only when that item changes. */
export const ItemView = memo(function ItemView({ item }: { item: Item }): ReactNode {
  switch (item.type) {
    case 'user':
      return <UserText text={item.text} images={item.images} />;
    case 'agent':
      return item.text === '' ? null : <AgentText text={item.text} />;
    case 'reasoning':
      return <Reasoning item={item} />;
    case 'command':
      return <Command item={item} />;
    case 'change':
      return <Changes item={item} />;
    case 'tool':
      return <Tool item={item} />;
    case 'search':
      return (
        <p className={css.line}>
          <Globe size={16} aria-hidden="true" />
          <span>
            {item.done ? 'Searched the web: ' : 'Searching the web: '}
            {item.query}
          </span>
        </p>
      );
    case 'plan':
      return <Plan item={item} />;
    case 'proposal':
      return (
        <section className={css.proposal} aria-label="Proposed plan">
          <p className={css.planHead}>{item.done ? 'Proposed plan' : 'Proposing a plan…'}</p>
          <AgentText text={item.text} />
        </section>
      );
    case 'subagents':
      return <SubAgents item={item} word={MARK[item.status].word} />;
    case 'image':
      return (
        <p className={css.line}>
          <ImageIcon size={16} aria-hidden="true" />
          <span>
            {item.made ? 'Made an image: ' : 'Looked at an image: '}
            <code>{item.path}</code>
          </span>
        </p>
      );
    case 'notice':
      return <Notice level={item.level}>{item.text}</Notice>;
    case 'other':
      return (
        <Fold id={item.id} summary={item.name}>
          {() => <Output text={item.text} cut={0} running={false} label={item.name} />}
        </Fold>
      );
    default:
      return item satisfies never;
  }
});

export function UserText({
  text,
  images,
  foot,
}: {
  text: string;
  images: number;
  foot?: ReactNode;
}): ReactNode {
  return (
    <div className={foot === undefined ? css.user : `${css.user} ${css.outgoing}`}>
      <div className={css.bubble}>
        <span className="visually-hidden">You: </span>
        {text}
        {images > 0 && <p className={css.images}>{images === 1 ? '1 image' : `${images} images`}</p>}
      </div>
      {foot}
    </div>
  );
}

function Reasoning({ item }: { item: ItemOf<'reasoning'> }): ReactNode {
  if (item.text === '') return item.done ? null : <p className={css.line}>Thinking…</p>;
  return (
    <Fold id={item.id} summary={<span className={css.cut}>{firstLine(item.text, 'Thinking')}</span>}>
      {() => (
        <div className={css.reasoning}>
          <AgentText text={item.text} />
        </div>
      )}
    </Fold>
  );
}

function Command({ item }: { item: ItemOf<'command'> }): ReactNode {
  const { state, word } = MARK[item.status];
  return (
    <Fold
      id={item.id}
      summary={
        <>
          <StateMark state={state} word={`${word}: `} quiet />
          <code>{item.command.replace(/\s+/g, ' ')}</code>
        </>
      }
      aside={<CommandAside item={item} />}
    >
      {() => (
        <>
          <CommandText command={item.command} />
          <Output
            text={item.output}
            cut={item.cut}
            running={item.status === 'running'}
            label={`Output of ${item.command}`}
          />
          <p className={css.fact}>
            {word}
            {item.exitCode !== null && ` with exit code ${item.exitCode}`} in <code>{item.cwd}</code>
          </p>
        </>
      )}
    </Fold>
  );
}

function CommandAside({ item }: { item: ItemOf<'command'> }): ReactNode {
  if (item.status === 'running') return <Running since={item.at} />;
  if (item.status === 'declined') return 'Declined';
  if (item.status === 'stopped') return 'Stopped';
  const took = item.durationMs === null ? '' : duration(item.durationMs);
  if (item.exitCode !== null && item.exitCode !== 0) {
    return (
      <>
        <span className={css.exit}>exit {item.exitCode}</span> {took}
      </>
    );
  }
  return took;
}

/** How long something has been running, counted on. */
export function Running({ since }: { since: number }): ReactNode {
  return counting(useNow('seconds') - since);
}

function Changes({ item }: { item: ItemOf<'change'> }): ReactNode {
  const { state, word } = MARK[item.status];
  const count = item.changes.length === 1 ? '1 file' : `${item.changes.length} files`;
  const title =
    item.status === 'done'
      ? `Changed ${count}`
      : item.status === 'running'
        ? `Changing ${count}`
        : `${count}: ${word.toLowerCase()}`;
  return (
    <figure className={css.changes} aria-label={title}>
      <StateMark state={state} word={title} />
      <ChangeList changes={item.changes} />
    </figure>
  );
}

function Tool({ item }: { item: ItemOf<'tool'> }): ReactNode {
  const { state, word } = MARK[item.status];
  return (
    <Fold
      id={item.id}
      summary={
        <>
          {item.status === 'done' ? (
            <Wrench size={14} aria-hidden="true" />
          ) : (
            <StateMark state={state} word={`${word}: `} quiet />
          )}
          <span className={css.cut}>{item.name}</span>
        </>
      }
      aside={item.status === 'done' ? undefined : word}
    >
      {() => (
        <>
          {item.input !== '' && (
            <Output text={item.input} cut={0} running={false} label={`Input of ${item.name}`} />
          )}
          <Output
            text={item.output}
            cut={0}
            running={item.status === 'running'}
            label={`Output of ${item.name}`}
          />
        </>
      )}
    </Fold>
  );
}

const STEP = {
  pending: { Icon: CircleDashed, word: 'to do' },
  running: { Icon: Circle, word: 'running' },
  done: { Icon: Check, word: 'done' },
} as const;

function Plan({ item }: { item: ItemOf<'plan'> }): ReactNode {
  const done = item.steps.filter(({ status }) => status === 'done').length;
  return (
    <figure className={css.plan} aria-label="Plan">
      <p className={css.planHead}>
        Plan <span>{`${done} of ${item.steps.length}`}</span>
      </p>
      <ol>
        {item.steps.map(({ text, status }, index) => {
          const { Icon, word } = STEP[status];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other identity than its place.
            <li key={index} className={css[status]}>
              <Icon size={16} aria-hidden="true" />
              <span>
                {text}
                <span className="visually-hidden">, {word}</span>
              </span>
            </li>
          );
        })}
      </ol>
    </figure>
  );
}
