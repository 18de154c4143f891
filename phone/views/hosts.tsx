import { type ReactNode, useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CallError } from '../client/types.ts';
import * as words from '../text/hosts.ts';
import { useActions } from './actions.ts';
import { Agents } from './agents.tsx';
import { Legs } from './broken-way.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { Environments } from './environments.tsx';
import css from './hosts.module.css';
import { agentsLeg, legs } from './legs.ts';
import list from './list.module.css';
import { Sheet } from './sheet.tsx';
import { useAct } from './use-act.ts';
import { useStore } from './use-store.ts';

/** The host that this phone is paired with, and what this phone is to it. */
export function HostsView(): ReactNode {
  const { session } = useActions();
  const state = useStore(session.state);
  const facts = useStore(session.facts);
  const home = useStore(session.home);
  const device = home?.device ?? { name: facts.deviceName, right: facts.right };
  return (
    <>
      <header className={list.head}>
        <h1>{words.heading}</h1>
      </header>
      <ConnectionBanner />
      <div className={css.http}>
        <PlainHttp />
      </div>
      <section className={css.host} aria-label={facts.name}>
        <header>
          <h2 className={css.hostName}>{facts.name}</h2>
          <p className={css.soft}>{words.platform(facts.platform)}</p>
        </header>
        {state.kind === 'connected' && <Legs legs={legs(state, agentsLeg(home?.agents ?? []))} />}
        {home !== null && (
          <Agents agents={home.agents.filter(({ environment }) => environment === 'local')} />
        )}
        {home !== null && <Environments home={home} />}
        <dl className={css.facts}>
          <div>
            <dt className={css.soft}>{words.checkWords}</dt>
            <dd>
              <b>{facts.checkWords.join(' ')}</b>
              <span className={css.soft}>{words.checkWordsMeaning}</span>
            </dd>
          </div>
          <div>
            <dt className={css.soft}>{words.mayLabel}</dt>
            <dd>{words.may[device.right]}</dd>
          </div>
        </dl>
        <DeviceName name={device.name} />
        <Leave />
      </section>
      <section className={list.group}>
        <h2>{words.another}</h2>
        <p className={css.another}>{words.anotherHow}</p>
      </section>
    </>
  );
}

/** What a page that came without encryption is worth. */
export function PlainHttp(): ReactNode {
  if (location.protocol !== 'http:') return null;
  return <Notice level="warning">{words.plainHttp}</Notice>;
}

function DeviceName({ name }: { name: string }): ReactNode {
  const { session } = useActions();
  const field = useId();
  const [text, setText] = useState<string | null>(null);
  const { problem, act } = useAct(words.notRenamed);
  const changed = text !== null && text.trim() !== '' && text.trim() !== name;
  const save = async () => {
    if (!changed) return;
    if (await act(() => session.rename(text.trim()))) setText(null);
  };
  return (
    <form
      className={css.name}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label className={css.soft} htmlFor={field}>
        {words.deviceName}
      </label>
      <div>
        <input
          id={field}
          value={text ?? name}
          maxLength={64}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
        {changed && (
          <Button type="submit" tone="primary">
            {words.save}
          </Button>
        )}
      </div>
      {problem !== null && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
    </form>
  );
}

/** Leaving tells the host; where it cannot be reached, this phone only forgets. */
function Leave(): ReactNode {
  const { session, forget } = useActions();
  const { name } = useStore(session.facts);
  const { kind } = useStore(session.state);
  const heading = useId();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const reachable = kind === 'connected';
  const leave = async () => {
    setBusy(true);
    try {
      if (reachable) await session.connection.call('device/leave', {});
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      // The host could not be told; the keys go all the same, as the person wants.
    }
    await forget();
  };
  return (
    <>
      <Button tone="plain" className={css.leave} onClick={() => setAsking(true)}>
        {words.leaveHost}
      </Button>
      {asking && (
        <Sheet
          labelledBy={heading}
          onClose={() => setAsking(false)}
          foot={
            <div className={css.decide}>
              <Button wide onClick={() => setAsking(false)}>
                {words.stay}
              </Button>
              <Button wide tone="danger" disabled={busy} onClick={() => void leave()}>
                {reachable ? words.leave : words.forget}
              </Button>
            </div>
          }
        >
          <h2 id={heading} className={css.sheetTitle}>
            {words.leaveTitle(name)}
          </h2>
          <p>{reachable ? words.leaveMeaning : words.forgetMeaning}</p>
        </Sheet>
      )}
    </>
  );
}
