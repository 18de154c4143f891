import { type ReactNode, useId } from 'react';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { updateWords } from '../model/update-words.ts';
import { useCommand } from '../use-command.ts';
import { useNow } from '../use-now.ts';
import css from './update-row.module.css';

const MINUTE = 60_000;

/** Which version runs, what is known about newer ones, and the restart into one that is ready. */
export function UpdateRow({ state }: { state: HostState }): ReactNode {
  const { run, refusal, busy } = useCommand();
  const { mark, title, detail, button } = updateWords(state, useNow(MINUTE));
  const detailId = useId();
  return (
    <div className={css.update}>
      <span className={css.mark}>
        <StateMark state={mark} word="Version:" quiet />
      </span>
      <div className={css.words} role="status">
        <b>{title}</b>
        <p id={detailId} className={css.detail}>
          {detail}
        </p>
      </div>
      {button !== undefined && (
        <Button
          aria-disabled={button.held || busy}
          aria-describedby={detailId}
          onClick={() => {
            if (!button.held && !busy) void run(`update/${button.does}`, {});
          }}
        >
          {button.label}
        </Button>
      )}
      {refusal !== undefined && (
        <div role="alert" className={css.refusal}>
          <Notice level="error">{refusal}</Notice>
        </div>
      )}
    </div>
  );
}
