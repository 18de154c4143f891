/** What the commands of the policy do. Parameters were parsed before. */
import os from 'node:os';
import type { CommandName, CommandParams, CommandResult, Outcome } from '../../contract/contract.ts';
import type { CheckedPlace, Judge } from '../policy/judge.ts';
import { PolicyRefusal, type PolicyStore } from '../policy/policy-store.ts';
import { LOCAL, type Projects } from '../projects/projects.ts';
import type { Environments } from '../ssh/environments/environments.ts';
import type { Weigher } from '../weigher.ts';

interface Context {
  policy: PolicyStore;
  judge: Judge;
  weigher: Weigher;
  projects: Projects;
  environments: Environments;
}
type PolicyCommand = Extract<CommandName, `policy/${string}`>;
type Handlers = {
  [C in PolicyCommand]: (context: Context, params: CommandParams<C>) => Promise<Outcome<CommandResult<C>>>;
};

const refuse = (code: string, message: string): Outcome<never> => ({ ok: false, refusal: { code, message } });

export const POLICY_COMMAND_HANDLERS: Handlers = {
  'policy/change': async ({ policy }, { change }) => {
    try {
      await policy.change(change);
      return { ok: true, value: {} };
    } catch (error) {
      if (error instanceof PolicyRefusal) return refuse(error.code, error.message);
      throw error;
    }
  },
  'policy/check': async (context, { command, ...where }) => {
    const place = placeOf(context, where);
    if ('code' in place) return { ok: false, refusal: place };
    await context.weigher.load();
    return { ok: true, value: context.judge.check(command, place) };
  },
};

function placeOf(
  { projects, environments }: Context,
  { cwd, project, environment = LOCAL }: Omit<CommandParams<'policy/check'>, 'command'>,
): CheckedPlace | { code: string; message: string } {
  const there =
    environment === LOCAL
      ? LOCAL
      : environments.views().find(({ id, alias }) => id === environment || alias === environment)?.id;
  if (there === undefined)
    return { code: 'unknownEnvironment', message: 'There is no such SSH host, or it was not connected yet.' };
  const folder = (wanted: string): string | undefined =>
    projects
      .list()
      .find(({ id, path, name, environment: its }) => its === there && [id, path, name].includes(wanted))
      ?.path;
  if (project === undefined) {
    const holding = cwd === undefined ? null : projects.holding(there, cwd);
    return { environment: there, cwd: cwd ?? os.homedir(), project: holding?.path ?? null };
  }
  const root = folder(project);
  if (root === undefined)
    return {
      code: 'unknownProject',
      message: 'There is no such project. “outpost projects list” names them.',
    };
  return { environment: there, cwd: cwd ?? root, project: root };
}
