/** `outpost setup`: the first start in a terminal, step by step as in the control panel. An empty line skips a step. */
import { resolve } from 'node:path';
import type { CommandName, CommandParams, CommandResult, HostApi } from '../contract/contract.ts';
import { followState } from '../contract/follow.ts';
import { realAgent, type StepId, setupSteps } from '../contract/setup.ts';
import { SHARING_GIVES, SHARING_WITHOUT, sharingCosts } from '../contract/sharing-words.ts';
import type { AgentView, HostState } from '../contract/state.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { pair } from './pair.ts';
import { printable } from './printable.ts';
import { reachLines } from './reach.ts';
import { complain, say, type Terminal } from './terminal.ts';
import { TypedLines } from './typed-lines.ts';

interface Walk {
  readonly api: HostApi;
  readonly terminal: Terminal;
  readonly lines: TypedLines;
}

export async function setup(api: HostApi, terminal: Terminal): Promise<ExitCode> {
  const lines = new TypedLines(terminal.input);
  let wantsPhone = false;
  try {
    const walk: Walk = { api, terminal, lines };
    const state = await api.snapshot();
    const steps = setupSteps(state);
    say(terminal, [printable(`Set-up of ${state.host.name}. An empty line skips a step.`)]);
    for (const [index, { id, title }] of steps.entries()) {
      say(terminal, ['', `${index + 1} of ${steps.length}: ${title}`]);
      if (id === 'phone') wantsPhone = await phone(walk);
      else await STEPS[id](walk);
    }
  } finally {
    // From here on keys are the pairing's.
    lines.close();
  }
  return wantsPhone ? pair(api, 'start', terminal) : EXIT.ok;
}

const STEPS: Readonly<Record<Exclude<StepId, 'phone'>, (walk: Walk) => Promise<void>>> = {
  agent,
  awake,
  upkeep,
  project,
  terminal,
  reach,
};

/** Until it is ready or the person goes on: each answer is a look at what it is then. */
async function agent(walk: Walk): Promise<void> {
  for (;;) {
    const found = realAgent(await until(walk, (state) => realAgent(state)?.state !== 'starting'));
    if (found === undefined) return tell(walk, 'This host was started without Codex.');
    if (found.state === 'ready') return tell(walk, `${found.name} is ready. ${found.detail}`);
    tell(walk, found.detail);
    if (found.command !== undefined) tell(walk, `    ${found.command}`);
    if (found.state === 'signedOut') {
      if (!(await yes(walk, 'Sign in now, by a code that you enter on any device?'))) return;
      if (!(await signIn(walk, found))) return;
    } else {
      if (!(await yes(walk, 'Look again?'))) return;
      if ((await run(walk, 'agent/retry', { id: found.id })) === undefined) return;
      // It says nothing while it looks: what it is then comes as a change, or is what it was.
    }
  }
}

/** @returns whether there is something new to look at. */
async function signIn(walk: Walk, { id, name }: AgentView): Promise<boolean> {
  if ((await run(walk, 'agent/sign-in', { id })) === undefined) return false;
  const { signIn: shown } = await walk.api.snapshot();
  if (shown.state === 'open') {
    tell(walk, `Open this page, here or on your phone:  ${shown.url}`);
    tell(walk, `Enter this code there:                  ${shown.code}`);
    tell(walk, 'Never enter a code that somebody sent you. An empty line cancels.');
    const ended = until(walk, ({ signIn: now }) => now.state !== 'open');
    const outcome = await Promise.race([ended, walk.lines.next()]);
    if (outcome === null || typeof outcome === 'string') {
      await run(walk, 'agent/sign-in/cancel', {});
      return false;
    }
  }
  const { signIn: end } = await walk.api.snapshot();
  if (end.state === 'failed') {
    tell(walk, end.message);
    return true;
  }
  // Signed in: what the agent makes of it follows. Cancelled elsewhere, nothing does, and a line goes on.
  const after = until(walk, ({ agents }) => agents.find((each) => each.id === id)?.state !== 'signedOut');
  const settled = await Promise.race([after, walk.lines.next()]);
  if (settled !== null && typeof settled !== 'string') tell(walk, `${name} is signed in.`);
  return true;
}

async function awake(walk: Walk): Promise<void> {
  const { settings, login, awake: now } = await walk.api.snapshot();
  for (const fact of [login.detail, now.problem ?? now.because]) if (fact !== '') tell(walk, fact);
  if (login.state !== 'unavailable' && !settings.start_at_login && (await yes(walk, 'Start at login?')))
    await run(walk, 'settings/set', { key: 'start_at_login', value: true });
  if (!settings.mobile_keep_awake && (await yes(walk, 'Keep this computer awake when it is needed?')))
    await run(walk, 'settings/set', { key: 'mobile_keep_awake', value: true });
}

async function upkeep(walk: Walk): Promise<void> {
  tell(walk, 'For a computer that nobody sits at. Outpost runs none of this; it is yours to run:');
  const { upkeep: entries } = await walk.api.snapshot();
  for (const { title, about, command } of entries) {
    tell(walk, `- ${title}. ${about}`);
    if (command !== null) tell(walk, `    ${command}`);
  }
}

async function project(walk: Walk): Promise<void> {
  const { projects } = await walk.api.snapshot();
  for (const { name, path } of projects) tell(walk, `${name} is open: ${path}`);
  for (;;) {
    const folder = await ask(walk, 'A folder to open to your phones:');
    if (folder === '') return;
    // As typed, seen from this process's own folder; the host runs in another.
    const added = await run(walk, 'project/add', { path: resolve(folder) });
    if (added !== undefined) return tell(walk, `${added.name} is open: ${added.path}`);
  }
}

/** Asked once: what was decided is said, and where it is changed. */
async function terminal(walk: Walk): Promise<void> {
  const state = await walk.api.snapshot();
  const sharing = realAgent(state)?.sharing;
  if (sharing === undefined) return;
  if (state.settings.share_with_terminal !== 'unasked') {
    tell(walk, sharing.detail);
    if (sharing.stop !== null) tell(walk, `    ${sharing.stop}`);
    return tell(walk, 'To change it: outpost settings set share_with_terminal on|off');
  }
  for (const words of [SHARING_GIVES, sharingCosts(sharing), SHARING_WITHOUT]) tell(walk, words);
  const answer = await ask(
    walk,
    'Share live threads with the terminal? (y, n, or an empty line to be asked again)',
  );
  const value = /^y(es)?$/i.test(answer) ? 'on' : /^no?$/i.test(answer) ? 'off' : undefined;
  if (
    value === undefined ||
    (await run(walk, 'settings/set', { key: 'share_with_terminal', value })) === undefined
  )
    return;
  if (value === 'off') return;
  const after = await until(walk, (now) => realAgent(now)?.sharing?.state !== 'starting');
  tell(walk, realAgent(after)?.sharing?.detail ?? '');
}

async function reach(walk: Walk): Promise<void> {
  say(walk.terminal, reachLines((await walk.api.snapshot()).reach));
  tell(walk, 'More ways: outpost reach --help');
}

async function phone(walk: Walk): Promise<boolean> {
  const { devices } = await walk.api.snapshot();
  if (devices.length > 0) tell(walk, `Paired: ${devices.map(({ name }) => name).join(', ')}`);
  return yes(walk, 'Show a code to pair a phone?');
}

const tell = ({ terminal }: Walk, text: string): void => say(terminal, [printable(text).trimEnd()]);

/** @returns what was typed; empty at the end of what there is to read, too. */
async function ask({ terminal, lines }: Walk, question: string): Promise<string> {
  terminal.output.write(`${question} `);
  const line = await lines.next();
  // Where nobody types, nobody ends the line.
  if (line === null || terminal.output.isTTY !== true) say(terminal, ['']);
  return (line ?? '').trim();
}

const yes = async (walk: Walk, question: string): Promise<boolean> =>
  /^y(es)?$/i.test(await ask(walk, `${question} (y, or an empty line)`));

async function run<C extends CommandName>(
  { api, terminal }: Walk,
  name: C,
  params: CommandParams<C>,
): Promise<CommandResult<C> | undefined> {
  const outcome = await api.run(name, params);
  if (outcome.ok) return outcome.value;
  complain(terminal, printable(outcome.refusal.message));
  return undefined;
}

/** Resolves with the first state that fits, now or later. */
async function until({ api }: Walk, fits: (state: HostState) => boolean): Promise<HostState> {
  let unfollow: (() => void) | undefined;
  const found = await new Promise<HostState>((done, fail) => {
    followState(api, (state) => {
      if (fits(state)) done(state);
    }).then((stop) => {
      unfollow = stop;
    }, fail);
  });
  unfollow?.();
  return found;
}
