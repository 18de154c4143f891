/**
 * `outpost ssh connect`: connects a host, with this terminal as the one that ssh asks in. What ssh prints is shown as it is,
 * and keys go to it as they are typed: to nobody else, and not through anything that reads them.
 */
import type { HostApi } from '../../contract/contract.ts';
import type { EnvironmentQuestion, EnvironmentView } from '../../contract/environments.ts';
import { followState } from '../../contract/follow.ts';
import { confirmed } from '../confirm.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printable } from '../printable.ts';
import { complain, say, type Terminal } from '../terminal.ts';
import { environmentOf, refused } from './hosts.ts';
import { environmentLines } from './texts.ts';

export async function connectHost(api: HostApi, alias: string, terminal: Terminal): Promise<ExitCode> {
  const begun = await api.run('ssh/connect', { alias });
  if (!begun.ok) return refused(begun.refusal.message, terminal);
  const id = begun.value.environment;
  const attached = attach(api, id, terminal);
  try {
    for (;;) {
      const reached = await settled(api, alias, attached);
      if (reached === 'left') {
        await api.run('ssh/disconnect', { environment: id });
        say(terminal, ['Not connected.']);
        return EXIT.refused;
      }
      if (reached.question?.kind === 'startDaemon') {
        attached.pause();
        await askToCopy(api, reached, reached.question, terminal);
        attached.resume();
        continue;
      }
      if (reached.state === 'asking') return nobodyToAsk(api, reached, terminal);
      attached.pause();
      say(terminal, environmentLines([reached]));
      return reached.state === 'up' ? EXIT.ok : EXIT.refused;
    }
  } finally {
    attached.pause();
  }
}

/** What the attempt came to: up, in need of a person elsewhere, or left by Ctrl-C. Each try ends, so this does. */
async function settled(api: HostApi, alias: string, attached: Attached): Promise<EnvironmentView | 'left'> {
  let unfollow = () => {};
  const reached = await new Promise<EnvironmentView | 'left'>((resolve, reject) => {
    void attached.left.then(() => resolve('left'));
    followState(api, (state) => {
      const environment = environmentOf(state, alias);
      if (environment === undefined) return;
      attached.printed();
      const { question } = environment;
      const isOurs = question?.kind === 'startDaemon';
      if (
        environment.state === 'connecting' ||
        (environment.state === 'asking' && !isOurs && attached.canAsk)
      )
        return;
      resolve(environment);
    }).then((end) => {
      unfollow = end;
    }, reject);
  });
  unfollow();
  await attached.shown();
  return reached;
}

async function askToCopy(
  api: HostApi,
  { id }: EnvironmentView,
  { id: question, text, details }: EnvironmentQuestion,
  terminal: Terminal,
): Promise<void> {
  const facts = details.map(({ name, value }) => printable(`${name}: ${value}`));
  const yes = await confirmed([printable(text), ...facts], false, terminal);
  await api.run('ssh/answer', { environment: id, question, text: yes ? 'yes' : 'no' });
}

async function nobodyToAsk(api: HostApi, { id }: EnvironmentView, terminal: Terminal): Promise<ExitCode> {
  await api.run('ssh/disconnect', { environment: id });
  complain(
    terminal,
    'ssh asks something, and nobody can be asked here. Connect it in a terminal, or in the control panel.',
  );
  return EXIT.refused;
}

interface Attached {
  readonly canAsk: boolean;
  /** Resolves at Ctrl-C, which ends the attempt. */
  readonly left: Promise<void>;
  /** The terminal of the attempt may have more to show. */
  printed(): void;
  /** Resolves when all of it is shown. */
  shown(): Promise<void>;
  pause(): void;
  resume(): void;
}

function attach(api: HostApi, environment: string, terminal: Terminal): Attached {
  const { input, output } = terminal;
  const canAsk = input.isTTY === true && input.setRawMode !== undefined;
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  let from = 0;
  let reading: Promise<void> = Promise.resolve();
  let isOpen = false;
  const read = (data: Buffer) => {
    const keys = data.toString('utf8');
    if (keys.includes('\x03')) return leave();
    void api.run('ssh/type', { environment, data: keys });
  };
  const show = async () => {
    const read = await api.run('ssh/terminal', { environment, from });
    if (!read.ok || read.value.next === from) return;
    from = read.value.next;
    output.write(read.value.text);
  };
  const attached: Attached = {
    canAsk,
    left,
    printed: () => {
      if (canAsk) reading = reading.then(show);
    },
    shown: () => reading,
    pause: () => {
      if (!isOpen) return;
      isOpen = false;
      input.off('data', read);
      input.setRawMode?.(false);
      input.pause();
    },
    resume: () => {
      if (!canAsk || isOpen) return;
      isOpen = true;
      input.setRawMode?.(true);
      input.on('data', read);
      input.resume();
    },
  };
  if (canAsk && output.columns !== undefined)
    void api.run('ssh/resize', { environment, columns: output.columns, rows: ROWS });
  attached.resume();
  return attached;
}

/** What is asked fits; the rest scrolls. */
const ROWS = 24;
