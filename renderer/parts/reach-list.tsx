import type { ReactNode } from 'react';
import type { ReachView } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { switchOf, wayMark } from '../model/reach.ts';
import type { CommandState } from '../use-command.ts';
import css from './reach-list.module.css';

/**
 * Every way on which phones reach this computer: how it stands, where, what that means, what to do.
 * `switches`: with a button that turns it on or off, where the settings themselves do not stand beside it.
 */
export function ReachList({
  ways,
  command,
  switches = false,
}: {
  ways: readonly ReachView[];
  command: CommandState;
  switches?: boolean;
}): ReactNode {
  return (
    <ul className={css.ways} aria-label="Ways to this computer">
      {ways.map((way) => (
        <li key={`${way.way} ${way.title}`} className={css.way}>
          <WayWords way={way} />
          <WayButtons way={way} command={command} switches={switches} />
        </li>
      ))}
    </ul>
  );
}

/** Spoken when it changes: what was switched on takes a moment. */
function WayWords({ way }: { way: ReachView }): ReactNode {
  const { mark, word } = wayMark(way);
  return (
    <div role="status">
      <div className={css.head}>
        <b>{way.title}</b>
        <StateMark state={mark} word={word} />
      </div>
      {way.url !== null && (
        <p>
          <code className={css.url} data-selectable>
            {way.url}
          </code>
        </p>
      )}
      <p className={css.detail} data-selectable>
        {way.detail}
      </p>
      {way.remedy !== null && (
        <p className={css.remedy} data-selectable>
          {way.remedy}
        </p>
      )}
    </div>
  );
}

function WayButtons({
  way: { way, state, title },
  command: { busy, run },
  switches,
}: {
  way: ReachView;
  command: CommandState;
  switches: boolean;
}): ReactNode {
  const key = switches ? switchOf(way) : null;
  const { canRetry } = wayMark({ way, state });
  if (key === null && !canRetry) return null;
  const verb = state === 'off' ? 'Turn on' : 'Turn off';
  return (
    <div className={css.buttons}>
      {canRetry && (
        <Button
          aria-label={`Try again: ${title}`}
          disabled={busy}
          onClick={() => void run('reach/retry', { way })}
        >
          Try again
        </Button>
      )}
      {key !== null && (
        <Button
          aria-label={`${verb}: ${title}`}
          disabled={busy}
          onClick={() => void run('settings/set', { key, value: state === 'off' })}
        >
          {verb}
        </Button>
      )}
    </div>
  );
}
