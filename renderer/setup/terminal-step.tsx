import { type ReactNode, useEffect, useRef } from 'react';
import { realAgent } from '../../main/contract/setup.ts';
import { SHARING_GIVES, SHARING_WITHOUT, sharingCosts } from '../../main/contract/sharing-words.ts';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Sharing } from '../parts/sharing.tsx';
import type { CommandState } from '../use-command.ts';
import css from './steps.module.css';

/** Whether threads are shared with Codex in a terminal: asked once, with what it gives and what it costs. */
export function TerminalStep({ state, command }: { state: HostState; command: CommandState }): ReactNode {
  const outcome = useRef<HTMLElement>(null);
  const answered = useRef(false);
  const agent = realAgent(state);
  const asks = state.settings.share_with_terminal === 'unasked';
  // The button that was pressed is gone.
  useEffect(() => {
    if (!asks && answered.current) outcome.current?.focus();
  }, [asks]);
  if (agent?.sharing === undefined)
    return <p>Here is no agent that could share its threads with a terminal.</p>;
  const decide = (value: 'on' | 'off'): void => {
    answered.current = true;
    void command.run('settings/set', { key: 'share_with_terminal', value });
  };
  if (asks)
    return (
      <>
        <p>{SHARING_GIVES}</p>
        <p>{sharingCosts(agent.sharing)}</p>
        <p className={css.soft}>{SHARING_WITHOUT}</p>
        <div className={css.buttons}>
          {/* Neither is pressed upon anybody: going on without an answer is as good. */}
          <Button onClick={() => decide('on')}>Share</Button>
          <Button onClick={() => decide('off')}>Not now</Button>
        </div>
      </>
    );
  return (
    <section ref={outcome} tabIndex={-1} aria-label="Sharing with a terminal" className={css.outcome}>
      <Sharing agent={agent} sharing={agent.sharing} command={command} />
      <p className={css.soft}>It is asked once. Settings change it at any time.</p>
    </section>
  );
}
