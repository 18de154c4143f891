import { Check, Circle, CircleDashed } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ItemOf } from '../../protocol/session/items.ts';
import * as words from '../text/items.ts';
import css from './item-view.module.css';

const ICON = { pending: CircleDashed, running: Circle, done: Check } as const;

/** The steps of a plan, and how far it has come. */
export function PlanItem({ item }: { item: ItemOf<'plan'> }): ReactNode {
  const done = item.steps.filter(({ status }) => status === 'done').length;
  return (
    <figure className={css.plan} aria-label={words.plan}>
      <p className={css.planHead}>
        {words.plan} <span>{words.steps(done, item.steps.length)}</span>
      </p>
      <progress
        className={css.progress}
        max={Math.max(1, item.steps.length)}
        value={done}
        aria-hidden="true"
      />
      <ol>
        {item.steps.map(({ text, status }, index) => {
          const Icon = ICON[status];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other identity than its place.
            <li key={index} className={css[status]}>
              <Icon size={16} aria-hidden="true" />
              <span>
                {text}
                <span className="visually-hidden">, {words.step[status]}</span>
              </span>
            </li>
          );
        })}
      </ol>
    </figure>
  );
}
