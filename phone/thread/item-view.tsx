import { Globe } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Item, ItemOf } from '../../protocol/session/items.ts';
import { Notice } from '../../ui/notice.tsx';
import * as words from '../text/items.ts';
import { AgentText } from './agent-text.tsx';
import { ChangeItem } from './change-item.tsx';
import { CommandItem } from './command-item.tsx';
import { Fold } from './fold.tsx';
import { ImageItem } from './image-item.tsx';
import css from './item-view.module.css';
import { Output } from './output.tsx';
import { PlanItem } from './plan-item.tsx';
import { SubAgents } from './subagents.tsx';
import { ToolItem } from './tool-item.tsx';
import { UserPictures } from './user-pictures.tsx';
import { firstLine } from './words.ts';

/** One item of a thread. Drawn anew only when that item changes. */
export const ItemView = memo(function ItemView({ thread, item }: { thread: string; item: Item }): ReactNode {
  switch (item.type) {
    case 'user':
      return (
        <UserText
          text={item.text}
          images={item.images - (item.pictures?.length ?? 0)}
          {...(item.pictures?.length && { pictures: <UserPictures thread={thread} item={item} /> })}
        />
      );
    case 'agent':
      return item.text === '' ? null : <AgentText text={item.text} />;
    case 'reasoning':
      return <Reasoning item={item} />;
    case 'command':
      return <CommandItem item={item} />;
    case 'change':
      return <ChangeItem item={item} />;
    case 'tool':
      return <ToolItem item={item} />;
    case 'search':
      return (
        <p className={css.line}>
          <Globe size={16} aria-hidden="true" />
          <span>{words.searched(item.query, item.done)}</span>
        </p>
      );
    case 'plan':
      return <PlanItem item={item} />;
    case 'proposal':
      return (
        <section className={css.proposal} aria-label={words.proposed}>
          <p className={css.planHead}>{item.done ? words.proposed : words.proposing}</p>
          <AgentText text={item.text} />
        </section>
      );
    case 'subagents':
      return <SubAgents thread={thread} item={item} word={words.status[item.status]} />;
    case 'image':
      return <ImageItem thread={thread} item={item} />;
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
  pictures,
  foot,
}: {
  text: string;
  /** How many went with it that cannot be shown. */
  images: number;
  pictures?: ReactNode;
  foot?: ReactNode;
}): ReactNode {
  return (
    <div className={foot === undefined ? css.user : `${css.user} ${css.outgoing}`}>
      <div className={css.bubble}>
        <span className="visually-hidden">{words.you}</span>
        {text}
        {pictures}
        {images > 0 && <p className={css.images}>{words.images(images, pictures !== undefined)}</p>}
      </div>
      {foot}
    </div>
  );
}

function Reasoning({ item }: { item: ItemOf<'reasoning'> }): ReactNode {
  if (item.text === '') return item.done ? null : <p className={css.line}>{words.thinkingNow}</p>;
  return (
    <Fold id={item.id} summary={<span className={css.cut}>{firstLine(item.text, words.thinking)}</span>}>
      {() => (
        <div className={css.reasoning}>
          <AgentText text={item.text} />
        </div>
      )}
    </Fold>
  );
}
