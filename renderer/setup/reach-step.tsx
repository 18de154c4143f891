import type { ReactNode } from 'react';
import type { HostState } from '../../main/contract/state.ts';
import { ReachList } from '../parts/reach-list.tsx';
import type { CommandState } from '../use-command.ts';

/** Each way on which a phone finds this computer: whether it works, and what to do where it does not. */
export function ReachStep({ state, command }: { state: HostState; command: CommandState }): ReactNode {
  return (
    <>
      <p>
        On this computer’s own network a phone finds it by itself. For the road it takes one way more: one of
        these, or a relay of your own.
      </p>
      <ReachList ways={state.reach} command={command} switches />
    </>
  );
}
