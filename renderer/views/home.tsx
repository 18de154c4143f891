import { type ReactNode, useId } from 'react';
import type { PanelView } from '../../main/contract/panel.ts';
import { setupSteps } from '../../main/contract/setup.ts';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { headline, type LegView, legs, type Remedy } from '../model/legs.ts';
import { lasting, relativeTime } from '../model/relative-time.ts';
import { KeepAwake } from '../parts/keep-awake.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Shown } from '../parts/shown.tsx';
import { SignIn } from '../parts/sign-in.tsx';
import { UpdateRow } from '../parts/update-row.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { type CommandState, useCommand } from '../use-command.ts';
import { useNow } from '../use-now.ts';
import css from './home.module.css';

const MINUTE = 60_000;
/** What happened longer ago is in the log, not on the first screen. */
const NOTICES_SHOWN = 3;

export function Home({ state, onShow }: { state: HostState; onShow: (view: PanelView) => void }): ReactNode {
  const command = useCommand();
  const now = useNow(MINUTE);
  const { title, detail, next } = headline(state);
  const open = setupSteps(state).filter((step) => step.state === 'open').length;
  return (
    <>
      <ViewHead
        title={title}
        detail={detail}
        action={
          <Button
            tone={next === undefined ? 'plain' : 'primary'}
            onClick={() => onShow(next?.view ?? 'pair')}
          >
            {next?.label ?? 'Pair a phone'}
          </Button>
        }
      />
      <Refusal text={command.refusal} />
      <Notices state={state} now={now} />
      {state.update.state === 'ready' && (
        <section className={css.update} aria-label="New version">
          <UpdateRow state={state} />
        </section>
      )}
      <section className={css.section} aria-labelledby="way">
        <h2 id="way">From the agent to your phone</h2>
        <ol className={css.legs}>
          {legs(state).map((leg) => (
            <LegRow key={leg.id} leg={leg} now={now} state={state} command={command} onShow={onShow} />
          ))}
        </ol>
      </section>
      <Working state={state} now={now} />
      <Paused state={state} now={now} command={command} />
      <section className={css.section}>
        <KeepAwake state={state} command={command} />
      </section>
      <section className={css.setup} aria-label="Set-up">
        <p>{open === 0 ? 'Every step of the set-up is done.' : `Not set up yet: ${open} of its steps.`}</p>
        <Button onClick={() => onShow('setup')}>Set up this computer</Button>
      </section>
    </>
  );
}

function Notices({ state, now }: { state: HostState; now: number }): ReactNode {
  if (state.notices.length === 0) return null;
  return (
    <ul className={css.notices} aria-label="Notices">
      {state.notices
        .slice(-NOTICES_SHOWN)
        .reverse()
        .map((notice) => (
          <li key={`${notice.at} ${notice.text}`} data-selectable>
            <Notice level={notice.level}>
              {notice.text} <span className={css.time}>{relativeTime(notice.at, now)}</span>
            </Notice>
          </li>
        ))}
    </ul>
  );
}

/** What runs now. Shown only while something does. */
function Working({ state, now }: { state: HostState; now: number }): ReactNode {
  const title = useId();
  if (state.working.length === 0) return null;
  return (
    <section className={css.section} aria-labelledby={title}>
      <h2 id={title}>Working now</h2>
      <ul className={css.working}>
        {state.working.map((turn) => (
          <li key={turn.thread}>
            <StateMark state="working" word="Working:" quiet />
            <span className={css.turn} data-selectable>
              {turn.title || 'A thread without a name'}
            </span>
            <span className={css.time}>{lasting(turn.since, now)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a phone paused. Shown only while something is. */
function Paused({
  state,
  now,
  command,
}: {
  state: HostState;
  now: number;
  command: CommandState;
}): ReactNode {
  const title = useId();
  if (state.paused.length === 0) return null;
  return (
    <section className={css.section} aria-labelledby={title}>
      <h2 id={title}>Paused: nothing starts there</h2>
      <ul className={css.working}>
        {state.paused.map(({ thread, title: name, since }) => (
          <li key={thread}>
            <StateMark state="away" word="Paused:" quiet />
            <span className={css.turn} data-selectable>
              {name || 'A thread whose agent is away'}
            </span>
            <span className={css.time}>{lasting(since, now)}</span>
            <Button
              disabled={command.busy}
              aria-label={`Resume ${name || 'the thread'}`}
              onClick={() => void command.run('thread/pause', { thread, on: false })}
            >
              Resume
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LegRow({
  leg,
  now,
  state,
  command,
  onShow,
}: {
  leg: LegView;
  now: number;
  state: HostState;
  command: CommandState;
  onShow: (view: PanelView) => void;
}): ReactNode {
  const { signIn, agents } = state;
  const agent = agents.find(({ id }) => signIn.state !== 'none' && signIn.agent === id);
  // From the button on, the sign-in itself stands in its place.
  const signingIn = leg.id === 'agent' && agent?.state === 'signedOut';
  const remedies = signingIn ? leg.remedies.filter(({ does }) => does !== 'signIn') : leg.remedies;
  return (
    <li className={css.leg}>
      <span className={css.mark}>
        <StateMark state={leg.mark} word={`${leg.name}:`} quiet />
      </span>
      <div className={css.words}>
        <p>
          <b>{leg.title}</b>
          {leg.since !== null && <span className={css.since}> {lasting(leg.since, now)}</span>}
        </p>
        <span data-selectable>{leg.detail}</span>
        {leg.command && (
          <Shown text={leg.command.text} subject={`agent:${leg.command.agent}`} label="Copy the command" />
        )}
        {signingIn && agent && <SignIn agent={agent} signIn={signIn} command={command} />}
      </div>
      <span className={css.remedies}>
        {remedies.map((remedy) => (
          <Button key={remedy.label} disabled={command.busy} onClick={() => help(remedy, command, onShow)}>
            {remedy.label}
          </Button>
        ))}
      </span>
    </li>
  );
}

function help(remedy: Remedy, { run }: CommandState, onShow: (view: PanelView) => void): void {
  switch (remedy.does) {
    case 'lookAgain':
      void run('agent/retry', { id: remedy.agent });
      return;
    case 'signIn':
      void run('agent/sign-in', { id: remedy.agent });
      return;
    case 'tryWay':
      void run('reach/retry', { way: remedy.way });
      return;
    case 'show':
      onShow(remedy.view);
  }
}
