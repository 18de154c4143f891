import { type ReactNode, useId, useState } from 'react';
import type { Right } from '../../protocol/session/values.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CallError } from '../client/types.ts';
import { useActions } from './actions.ts';
import { Agents } from './agents.tsx';
import { ConnectionBanner, Legs } from './connection-banner.tsx';
import { agentsLeg, legs } from './connection-words.ts';
import { Environments } from './environments.tsx';
import css from './hosts.module.css';
import list from './list.module.css';
import { Sheet } from './sheet.tsx';
import { useStore } from './use-store.ts';

const RIGHT: Record<Right, string> = {
  view: 'Look only',
  answer: 'Look, answer and stop',
  start: 'Look, answer, stop and start work',
};

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
        <h1>Hosts</h1>
      </header>
      <ConnectionBanner />
      <div className={css.http}>
        <PlainHttp />
      </div>
      <section className={css.host} aria-label={facts.name}>
        <header>
          <h2 className={css.hostName}>{facts.name}</h2>
          <p className={css.soft}>{facts.platform}</p>
        </header>
        {state.kind === 'connected' && <Legs legs={legs(state, agentsLeg(home?.agents ?? []))} />}
        {home !== null && (
          <Agents agents={home.agents.filter(({ environment }) => environment === 'local')} />
        )}
        {home !== null && <Environments home={home} />}
        <dl className={css.facts}>
          <div>
            <dt className={css.soft}>Check words</dt>
            <dd>
              <b>{facts.checkWords.join(' ')}</b>
              <span className={css.soft}>The same four words stand beside this phone on the host.</span>
            </dd>
          </div>
          <div>
            <dt className={css.soft}>This phone may</dt>
            <dd>{RIGHT[device.right]}</dd>
          </div>
        </dl>
        <DeviceName name={device.name} />
        <Leave />
      </section>
      <section className={list.group}>
        <h2>Another host</h2>
        <p className={css.another}>
          On the other computer choose “Pair a phone…” and scan its code with this phone’s camera. For now
          this phone shows one host at a time.
        </p>
      </section>
    </>
  );
}

/** What a page that came without encryption is worth. */
export function PlainHttp(): ReactNode {
  if (location.protocol !== 'http:') return null;
  return (
    <Notice level="warning">
      This page came over plain http: anyone on this network could have altered it. Use it to try Outpost; for
      the road open it from an https address.
    </Notice>
  );
}

function DeviceName({ name }: { name: string }): ReactNode {
  const { session } = useActions();
  const field = useId();
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const changed = text !== null && text.trim() !== '' && text.trim() !== name;
  const save = async () => {
    if (!changed) return;
    setProblem(null);
    try {
      await session.rename(text.trim());
      setText(null);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setProblem(
        error.code === 'cut' ? 'There is no connection, so the name was not changed.' : error.message,
      );
    }
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
        This phone’s name on the host
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
            Save
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
        Leave this host
      </Button>
      {asking && (
        <Sheet
          labelledBy={heading}
          onClose={() => setAsking(false)}
          foot={
            <div className={css.decide}>
              <Button wide onClick={() => setAsking(false)}>
                Stay
              </Button>
              <Button wide tone="danger" disabled={busy} onClick={() => void leave()}>
                {reachable ? 'Leave' : 'Forget'}
              </Button>
            </div>
          }
        >
          <h2 id={heading} className={css.sheetTitle}>
            Leave {name}?
          </h2>
          <p>
            {reachable
              ? 'The host forgets this phone, and this phone its keys. What runs there goes on. To come back, pair again.'
              : 'The host cannot be reached, so only this phone forgets. It stays in the host’s list until it is revoked there.'}
          </p>
        </Sheet>
      )}
    </>
  );
}
