import type { ReactNode } from 'react';
import type { HostState, ReachView } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { type MarkState, StateMark } from '../../ui/state-mark.tsx';
import type { CommandState } from '../use-command.ts';
import css from './steps.module.css';

const MARKS: Readonly<Record<ReachView['state'], { mark: MarkState; word: string }>> = {
  off: { mark: 'away', word: 'off' },
  starting: { mark: 'working', word: 'starting' },
  up: { mark: 'done', word: 'works' },
  attention: { mark: 'waiting', word: 'needs you' },
  down: { mark: 'trouble', word: 'does not work' },
};
/** Ways that a switch turns on; the others are there, or are addresses of one's own. */
const SWITCHES = { tailscale: 'tailscale', tunnel: 'quick_tunnel' } as const;
const hasSwitch = (way: ReachView['way']): way is keyof typeof SWITCHES => Object.hasOwn(SWITCHES, way);

/** Each way on which a phone finds this computer: whether it works, and what to do where it does not. */
export function ReachStep({ state, command }: { state: HostState; command: CommandState }): ReactNode {
  return (
    <>
      <p>
        On this computer’s own network a phone finds it by itself. For the road it takes one way more: one of
        these, or a relay of your own.
      </p>
      <ul className={css.ways}>
        {state.reach.map((way) => (
          <li key={`${way.way} ${way.url}`}>
            <Way way={way} command={command} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Way({ way, command }: { way: ReachView; command: CommandState }): ReactNode {
  const { mark, word } = MARKS[way.state];
  const { way: name, state } = way;
  return (
    <>
      <div role="status" className={css.way}>
        <StateMark state={mark} word={`${way.title}: ${word}`} />
        <p className={css.soft} data-selectable>
          {way.detail} {way.remedy}
        </p>
      </div>
      {hasSwitch(name) && (state === 'off' || state === 'up') && (
        <Button
          aria-label={`${state === 'off' ? 'Turn on' : 'Turn off'}: ${way.title}`}
          disabled={command.busy}
          onClick={() => void command.run('settings/set', { key: SWITCHES[name], value: state === 'off' })}
        >
          {state === 'off' ? 'Turn on' : 'Turn off'}
        </Button>
      )}
      {hasSwitch(name) && (state === 'attention' || state === 'down') && (
        <Button
          aria-label={`Try again: ${way.title}`}
          disabled={command.busy}
          onClick={() => void command.run('reach/retry', { way: name })}
        >
          Try again
        </Button>
      )}
    </>
  );
}
