import { createContext, useCallback, useContext, useState } from 'react';
import type { CommandName, CommandParams, CommandResult, Refusal } from '../main/contract/contract.ts';
import type { PanelBridge } from '../main/contract/panel.ts';

export const BridgeContext = createContext<PanelBridge | undefined>(undefined);

export function useBridge(): PanelBridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error('a view is shown outside of the panel');
  return bridge;
}

export interface CommandState {
  /** What the host refused last, in its own words. */
  readonly refusal: string | undefined;
  /** The contract's word for it, where that decides what is offered. Undefined also where the host did not answer. */
  readonly code: string | undefined;
  readonly busy: boolean;
  /** Resolves with the result, or undefined when it was refused. */
  run<C extends CommandName>(name: C, params: CommandParams<C>): Promise<CommandResult<C> | undefined>;
}

/** Commands of one view: one refusal to show, one state of being busy. */
export function useCommand(): CommandState {
  const bridge = useBridge();
  const [refused, setRefused] = useState<Partial<Refusal>>();
  const [running, setRunning] = useState(0);
  const run: CommandState['run'] = useCallback(
    async (name, params) => {
      setRunning((n) => n + 1);
      setRefused(undefined);
      try {
        const outcome = await bridge.run(name, params);
        if (outcome.ok) return outcome.value;
        setRefused(outcome.refusal);
      } catch {
        setRefused({ message: 'The host did not answer. Quit Outpost from the tray and start it again.' });
      } finally {
        setRunning((n) => n - 1);
      }
      return undefined;
    },
    [bridge],
  );
  return { refusal: refused?.message, code: refused?.code, busy: running > 0, run };
}
