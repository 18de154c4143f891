import { Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ItemOf } from '../../protocol/session/items.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import * as words from '../text/items.ts';
import { Fold } from './fold.tsx';
import { MARK } from './item-marks.ts';
import css from './item-view.module.css';
import { Output } from './output.tsx';

/** A tool of an MCP server, or another named action: what it was given and what it gave. */
export function ToolItem({ item }: { item: ItemOf<'tool'> }): ReactNode {
  const word = words.status[item.status];
  return (
    <Fold
      id={item.id}
      summary={
        <>
          {item.status === 'done' ? (
            <Wrench size={14} aria-hidden="true" />
          ) : (
            <StateMark state={MARK[item.status]} word={`${word}: `} quiet />
          )}
          <span className={css.cut}>{item.name}</span>
        </>
      }
      aside={item.status === 'done' ? undefined : word}
    >
      {() => (
        <>
          {item.input !== '' && (
            <Output text={item.input} cut={0} running={false} label={words.inputOf(item.name)} />
          )}
          <Output
            text={item.output}
            cut={0}
            running={item.status === 'running'}
            label={words.outputOf(item.name)}
          />
        </>
      )}
    </Fold>
  );
}
