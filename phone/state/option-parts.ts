/** How a turn goes, as the few names that a button has room for. Pure. */
import type { AgentChoices, TurnOptions } from '../../protocol/session/options.ts';
import * as words from '../text/speaking.ts';

/** @param choices what the agent offers, for the names of its models; null: not known */
export function optionParts({ model, effort, mode }: TurnOptions, choices: AgentChoices | null): string[] {
  const named =
    choices?.models.find(({ id }) => id === model) ??
    (model === undefined ? choices?.models.find(({ standard }) => standard) : undefined);
  return [
    ...(mode === undefined ? [] : [words.mode[mode]]),
    ...(named === undefined && model === undefined ? [] : [named?.name ?? model ?? '']),
    ...(effort === undefined ? [] : [effort]),
  ];
}
