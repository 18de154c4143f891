/** What the panel may have copied or opened: things that the host's state shows, named by the page and taken from the state. */
import type { HostState } from '../contract/state.ts';
import { WATCH_LINES } from '../contract/watching.ts';

/** The text behind a name of `DeskSubjects.copyShown`. Undefined: it is not shown, or the name is none. */
export function shownText(
  { agents, upkeep, environments, signIn }: HostState,
  subject: unknown,
): string | undefined {
  if (subject === 'watch') return WATCH_LINES;
  if (subject === 'sign-in') return signIn.state === 'open' ? signIn.code : undefined;
  const [, list, id] =
    (typeof subject === 'string' && /^(agent|stop|upkeep|environment):(.+)$/.exec(subject)) || [];
  if (list === 'agent') return agents.find((agent) => agent.id === id)?.command;
  if (list === 'stop') return agents.find((agent) => agent.id === id)?.sharing?.stop ?? undefined;
  if (list === 'upkeep') return upkeep.find((entry) => entry.id === id)?.command ?? undefined;
  if (list === 'environment')
    return environments.find((environment) => environment.id === id)?.missing?.command ?? undefined;
  return undefined;
}

/** The page of the sign-in that is open, for the system's browser. It comes from an agent: nothing but https is opened. */
export function signInPage({ signIn }: HostState): string | undefined {
  if (signIn.state !== 'open' || !URL.canParse(signIn.url)) return undefined;
  const url = new URL(signIn.url);
  return url.protocol === 'https:' ? url.href : undefined;
}
