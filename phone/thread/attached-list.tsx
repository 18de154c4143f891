import { FileText, Image, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/button.tsx';
import type { Attached } from '../state/attachments.ts';
import * as words from '../text/attaching.ts';
import css from './attached-list.module.css';
import slips from './slips.module.css';

/** What goes with the next message, and how far it has come. */
export function AttachedList({
  attached,
  onRemove,
}: {
  attached: readonly Attached[];
  onRemove: (id: string) => void;
}): ReactNode {
  return (
    <div className={slips.box}>
      <ul className={slips.list} aria-label={words.list}>
        {attached.map(({ id, name, kind, size, there, state, problem }) => (
          <li key={id} className={slips.slip}>
            {kind === 'image' ? (
              <Image size={18} aria-hidden="true" />
            ) : (
              <FileText size={18} aria-hidden="true" />
            )}
            <p>
              <span className={slips.name}>{name}</span>
              <span
                className={`${css.state} ${state === 'failed' ? css.failed : slips.fact}`}
                role={state === 'failed' ? 'alert' : undefined}
              >
                {state === 'preparing' && words.preparing}
                {state === 'sending' && words.sent(there, size)}
                {state === 'ready' && words.size(size)}
                {problem}
              </span>
            </p>
            <IconButton label={words.remove(name)} icon={<X size={18} />} onClick={() => onRemove(id)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
