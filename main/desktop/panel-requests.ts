/** What the panel's page may ask for, parsed: a command of the contract, or an act of the desktop. */
import * as v from 'valibot';
import { COMMANDS, type CommandParams, type HostApi, isCommand, type Outcome } from '../contract/contract.ts';
import { DESK_ACTS, type DeskAct, type DeskResults } from '../contract/panel.ts';

/** `subject` comes from the page and is not parsed yet. */
export type DeskActs = { readonly [A in DeskAct]: (subject: unknown) => Promise<DeskResults[A]> };

const refusal = (code: string, message: string): Outcome<never> => ({
  ok: false,
  refusal: { code, message },
});

/** A name or a parameter that is not in the contract is refused without a look at what it holds. */
export async function runCommand(api: HostApi, name: unknown, params: unknown): Promise<Outcome<unknown>> {
  if (typeof name !== 'string' || !isCommand(name))
    return refusal('unknownCommand', 'The host does not know this command.');
  const parsed = v.safeParse(COMMANDS[name].params, params);
  if (!parsed.success) return refusal('badParameters', 'The host does not understand what was entered.');
  return api.run(name, parsed.output as CommandParams<typeof name>);
}

/** @throws Error when it is none: only this project's own page asks, so a wrong name is a bug of ours */
export function parseDeskAct(act: unknown): DeskAct {
  const known = DESK_ACTS.find((name) => name === act);
  if (known === undefined) throw new Error('The desktop does not know this act.');
  return known;
}
