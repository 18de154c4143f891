import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/button.tsx';
import * as words from '../text/new-thread.ts';
import screen from '../thread/conversation.module.css';
import { useActions } from './actions.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { useArrival } from './use-arrival.ts';
import { useEscape } from './use-escape.ts';

/** What stands around a thread that is being made: while it is described, and until the host has it. */
export function NewThreadScreen({ children }: { children: ReactNode }): ReactNode {
  const { navigation } = useActions();
  const heading = useArrival();
  useEscape();
  return (
    <article className={screen.screen} aria-label={words.heading}>
      <header className={screen.head}>
        <IconButton label={words.back} icon={<ChevronLeft size={26} />} onClick={navigation.back} />
        <div className={screen.name}>
          <h1 ref={heading} tabIndex={-1}>
            {words.heading}
          </h1>
        </div>
      </header>
      <div className={screen.banner}>
        <ConnectionBanner />
      </div>
      {children}
    </article>
  );
}
