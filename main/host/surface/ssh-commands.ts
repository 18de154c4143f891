/** What the commands of SSH hosts do. Parameters were parsed before. */
import type { CommandName, CommandParams, CommandResult, Outcome } from '../../contract/contract.ts';
import { SshError } from '../ssh/connection/connection.ts';
import { EnvironmentError, type Environments } from '../ssh/environments/environments.ts';

type SshCommand = Extract<CommandName, `ssh/${string}`>;
type Handlers = {
  [C in SshCommand]: (
    context: { environments: Environments },
    params: CommandParams<C>,
  ) => Promise<Outcome<CommandResult<C>>>;
};

export const SSH_COMMAND_HANDLERS: Handlers = {
  'ssh/hosts': ({ environments }, page) => outcome(() => environments.page(page)),
  'ssh/connect': ({ environments }, { alias }) =>
    outcome(() => ({ environment: environments.connect(alias) })),
  'ssh/disconnect': ({ environments }, { environment, stop = false }) =>
    outcome(async () => {
      await environments.disconnect(environment, stop);
      return {};
    }),
  'ssh/answer': async ({ environments }, { environment, question, text }) => {
    const taken = await outcome(() => environments.answer(environment, question, text));
    if (!taken.ok) return taken;
    if (taken.value) return { ok: true, value: {} };
    const message = 'This is not asked any more, so nothing was typed.';
    return { ok: false, refusal: { code: 'notAsked', message } };
  },
  'ssh/type': ({ environments }, { environment, data }) =>
    outcome(() => {
      environments.type(environment, data);
      return {};
    }),
  'ssh/resize': ({ environments }, { environment, columns, rows }) =>
    outcome(() => {
      environments.resize(environment, columns, rows);
      return {};
    }),
  'ssh/terminal': ({ environments }, { environment, from }) =>
    outcome(() => environments.terminal(environment, from)),
  'ssh/hide': ({ environments }, { alias, hidden }) =>
    outcome(async () => {
      await environments.hide(alias, hidden);
      return {};
    }),
  'ssh/check': ({ environments }, { environment }) =>
    outcome(async () => ({ findings: await environments.check(environment) })),
};

/** What is expected to go wrong becomes a refusal; anything else is a bug, and is thrown on. */
async function outcome<T>(act: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await act() };
  } catch (error) {
    if (!(error instanceof EnvironmentError || error instanceof SshError)) throw error;
    const { code, message } = error;
    return { ok: false, refusal: { code, message } };
  }
}
