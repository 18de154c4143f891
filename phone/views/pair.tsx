import { type ReactNode, useEffect, useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Notice, Problem } from '../../ui/notice.tsx';
import { CallError, type HostConnection } from '../client/types.ts';
import type { LinkReading, PairingFault, PhoneClient } from '../phone-client.ts';
import * as words from '../text/pairing.ts';
import { duration } from '../text/time.ts';
import { PlainHttp } from './hosts.tsx';
import { Page } from './page.tsx';
import css from './pair.module.css';
import { useNow } from './use-now.ts';

/** The same link does not work any more. */
const SPENT: ReadonlySet<PairingFault> = new Set(['used', 'expired', 'replaced']);

type Step =
  | { kind: 'reading' }
  | { kind: 'read'; reading: LinkReading }
  | { kind: 'pairing'; relay: string }
  | { kind: 'failed'; fault: PairingFault }
  | { kind: 'paired'; connection: HostConnection };

/** From a link to a paired host. Nothing leaves this phone before the tap. */
export function Pair({
  client,
  link,
  deviceName,
  onPaired,
  onLeave,
}: {
  client: PhoneClient;
  link: string;
  /** What this phone is called until somebody says otherwise. */
  deviceName: string;
  onPaired: (connection: HostConnection) => void;
  /** Back to what was there before the link; null when there was nothing. */
  onLeave: (() => void) | null;
}): ReactNode {
  const [step, setStep] = useState<Step>({ kind: 'reading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt reads the link anew.
  useEffect(() => {
    let gone = false;
    void client.readLink(link).then((reading) => {
      if (!gone) setStep({ kind: 'read', reading });
    });
    return () => {
      gone = true;
    };
  }, [client, link, attempt]);

  const pair = async (relay: string) => {
    setStep({ kind: 'pairing', relay });
    const outcome = await client.pair(link, deviceName);
    setStep(outcome.kind === 'paired' ? outcome : { kind: 'failed', fault: outcome.fault });
  };
  const back = onLeave === null ? undefined : <Button onClick={onLeave}>{words.notNow}</Button>;

  switch (step.kind) {
    case 'reading':
      return null;
    case 'read': {
      const { reading } = step;
      if (reading.kind === 'fault') {
        const { what, means, todo } = words.LINK_WORDS[reading.fault];
        return (
          <Page>
            <Problem page title={what} meaning={means} todo={todo} action={back} />
          </Page>
        );
      }
      return <Ask reading={reading} onPair={() => void pair(reading.relay)} onLeave={onLeave} />;
    }
    case 'pairing':
      return (
        <Page>
          <Loading what={words.pairing(step.relay)} />
        </Page>
      );
    case 'failed': {
      const { what, means, todo } = words.PAIRING_WORDS[step.fault];
      return (
        <Page>
          <Problem
            page
            title={what}
            meaning={means}
            todo={todo}
            action={
              <>
                {back}
                {!SPENT.has(step.fault) && (
                  <Button tone="primary" onClick={() => setAttempt(attempt + 1)}>
                    {words.tryAgain}
                  </Button>
                )}
              </>
            }
          />
        </Page>
      );
    }
    case 'paired':
      return <Paired connection={step.connection} client={client} onPaired={onPaired} onLeave={onLeave} />;
  }
}

function Ask({
  reading,
  onPair,
  onLeave,
}: {
  reading: Extract<LinkReading, { kind: 'link' }>;
  onPair: () => void;
  onLeave: (() => void) | null;
}): ReactNode {
  const now = useNow('seconds');
  const left = reading.expiresAt - now;
  return (
    <Page>
      <section className={css.ask}>
        <h1>{words.ask.heading}</h1>
        {reading.knownHost === null ? (
          <p>{words.ask.meaning}</p>
        ) : (
          <p>
            {words.ask.known[0]}
            <b>{reading.knownHost}</b>
            {words.ask.known[1]}
          </p>
        )}
        <dl className={css.facts}>
          <div>
            <dt>{words.ask.relay}</dt>
            <dd>{reading.relay}</dd>
          </div>
          <div>
            <dt>{words.ask.link}</dt>
            {/* The host judges by its own clock; this one may be wrong. */}
            <dd>{left > 0 ? words.ask.goodFor(duration(Math.max(10_000, left))) : words.ask.looksTooOld}</dd>
          </div>
        </dl>
        <PlainHttp />
        <div className={css.buttons}>
          {onLeave !== null && (
            <Button wide onClick={onLeave}>
              {words.notNow}
            </Button>
          )}
          <Button wide tone="primary" onClick={onPair}>
            {words.ask.pair}
          </Button>
        </div>
      </section>
    </Page>
  );
}

/** The first connection is made while the words are compared; who is quicker waits this long for it. */
const CONNECTED_WITHIN_MS = 8000;

/** Resolves when there is a connection, or after `ms`: then the call says what is wrong. */
function connected(connection: HostConnection, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const look = () => {
      if (connection.state().kind === 'connected') done();
    };
    const timer = setTimeout(done, ms);
    const stop = connection.listen({ changed: look });
    look();
  });
}

/** The words to compare, and a name for this phone. */
function Paired({
  connection,
  client,
  onPaired,
  onLeave,
}: {
  connection: HostConnection;
  client: PhoneClient;
  onPaired: (connection: HostConnection) => void;
  onLeave: (() => void) | null;
}): ReactNode {
  const { facts } = connection;
  const field = useId();
  const [name, setName] = useState(facts.deviceName);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [dropped, setDropped] = useState(false);

  const go = async () => {
    const wanted = name.trim();
    setBusy(true);
    setProblem(null);
    try {
      if (wanted !== '' && wanted !== facts.deviceName) {
        await connected(connection, CONNECTED_WITHIN_MS);
        await connection.call('device/rename', { name: wanted });
      }
      onPaired(connection);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setBusy(false);
      setProblem(error.code === 'cut' ? words.paired.notNamed : error.message);
    }
  };
  const differ = async () => {
    setBusy(true);
    try {
      await connection.call('device/leave', {});
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      // It cannot be told; the keys go all the same.
    }
    connection.close();
    await client.forget(facts.id);
    setDropped(true);
  };

  if (dropped) {
    return (
      <Page>
        <Problem
          page
          title={words.differed.what}
          meaning={words.differed.means}
          todo={words.differed.todo}
          {...(onLeave === null ? {} : { action: <Button onClick={onLeave}>{words.back}</Button> })}
        />
      </Page>
    );
  }
  return (
    <Page>
      <form
        className={css.ask}
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <h1>{words.paired.heading(facts.name)}</h1>
        <p>{words.paired.same(facts.name)}</p>
        <ol className={css.words} aria-label={words.paired.checkWords}>
          {facts.checkWords.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ol>
        <label className={css.label} htmlFor={field}>
          {words.paired.name}
        </label>
        <input
          id={field}
          className={css.field}
          value={name}
          maxLength={64}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        {problem !== null && (
          <div role="alert">
            <Notice level="error">{problem}</Notice>
          </div>
        )}
        <div className={css.buttons}>
          <Button wide disabled={busy} onClick={() => void differ()}>
            {words.paired.differ}
          </Button>
          <Button wide type="submit" tone="primary" disabled={busy}>
            {words.paired.match}
          </Button>
        </div>
        {problem !== null && (
          <Button tone="quiet" wide onClick={() => onPaired(connection)}>
            {words.paired.withoutName}
          </Button>
        )}
      </form>
    </Page>
  );
}

/** A phone without a host. */
export function Welcome({ onLink }: { onLink: (link: string) => void }): ReactNode {
  const field = useId();
  const [text, setText] = useState('');
  return (
    <Page>
      <section className={css.ask}>
        <h1>{words.welcome.heading}</h1>
        <ol className={css.steps}>
          <li>
            {words.welcome.open[0]}
            <code>{words.welcome.command}</code>
            {words.welcome.open[1]}
          </li>
          <li>{words.welcome.scan}</li>
        </ol>
        <form
          className={css.paste}
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') onLink(text.trim());
          }}
        >
          <label className={css.label} htmlFor={field}>
            {words.welcome.paste}
          </label>
          <div>
            <input
              id={field}
              className={css.field}
              value={text}
              type="url"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setText(event.target.value)}
            />
            <Button type="submit" aria-disabled={text.trim() === ''}>
              {words.welcome.go}
            </Button>
          </div>
        </form>
      </section>
    </Page>
  );
}
