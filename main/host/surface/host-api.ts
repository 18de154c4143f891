/** The contract as a surface calls it: every parameter parsed, every failure an answer. */
import * as v from 'valibot';
import {
  COMMANDS,
  type CommandName,
  type HostApi,
  isCommand,
  type Outcome,
} from '../../contract/contract.ts';
import type { Log } from '../options.ts';
import { COMMAND_HANDLERS, type CommandContext } from './commands.ts';
import type { Slices } from './slices.ts';

const refused = (code: string, message: string): Outcome<never> => ({
  ok: false,
  refusal: { code, message },
});

export function hostApi(slices: Slices, context: CommandContext, log: Log): HostApi {
  return {
    snapshot: async () => slices.snapshot(),
    subscribe: (listener) => slices.subscribe(listener),
    async run<C extends CommandName>(command: C, params: unknown) {
      if (!isCommand(command)) return refused('unknownCommand', 'There is no such command.');
      const parsed = v.safeParse(COMMANDS[command].params as v.GenericSchema, params);
      if (!parsed.success) return refused('badParameters', 'The parameters are not as expected.');
      try {
        const handle = COMMAND_HANDLERS[command] as (
          context: CommandContext,
          params: unknown,
        ) => Promise<Outcome<never>>;
        return await handle(context, parsed.output);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        log.error({ command, code }, 'a command failed');
        if (code !== undefined) return refused('storage', `The data folder could not be written (${code}).`);
        throw error;
      }
    },
  };
}
