import { type ReactNode, useEffect, useId, useState } from 'react';
import type { Result } from '../../protocol/session/catalogue.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Problem } from '../../ui/notice.tsx';
import { CallError } from '../client/types.ts';
import { choicesOf } from '../state/choices.ts';
import * as words from '../text/offers.ts';
import { notDone } from '../text/speaking.ts';
import { useActions } from './actions.ts';
import css from './offers-sheet.module.css';
import sheet from './sheet.module.css';
import { Sheet } from './sheet.tsx';
import { useStore } from './use-store.ts';

/** Branch and changed files of a project, and what its agent can use there; nothing here changes anything. */
export function OffersSheet({
  project,
  agent,
  onClose,
}: {
  project: string;
  agent: string;
  onClose: () => void;
}): ReactNode {
  const { session } = useActions();
  const heading = useId();
  const [offers, setOffers] = useState<Result<'host/offers'> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const choices = useStore(choicesOf(session).offered(agent));
  // biome-ignore lint/correctness/useExhaustiveDependencies: tries.
  useEffect(() => {
    let gone = false;
    setProblem(null);
    session.offers(project, agent).then(
      (told) => {
        if (!gone) setOffers(told);
      },
      (error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        if (!gone) setProblem(error.code === 'cut' ? notDone : error.message);
      },
    );
    return () => {
      gone = true;
    };
  }, [session, project, agent, tries]);
  return (
    <Sheet
      labelledBy={heading}
      onClose={onClose}
      foot={
        <Button wide onClick={onClose}>
          {words.close}
        </Button>
      }
    >
      <h2 id={heading} className={sheet.title}>
        {words.heading}
      </h2>
      {problem !== null ? (
        <Problem
          title={words.failed}
          meaning={problem}
          action={<Button onClick={() => setTries(tries + 1)}>{words.tryAgain}</Button>}
        />
      ) : offers === null ? (
        <Loading what={words.loading} />
      ) : (
        <>
          <p className={sheet.meaning}>{words.meaning}</p>
          {offers.git !== null && <Git git={offers.git} />}
          <Group
            label={words.models}
            rows={(choices?.models ?? []).map(({ id, name, description }) => ({
              key: id,
              name,
              detail: description,
            }))}
          />
          <Group
            label={words.servers}
            rows={offers.servers.map(({ name, state, tools }) => ({
              key: name,
              name,
              detail: words.detail([words.serverState[state], words.tools(tools)]),
            }))}
          />
          <Group
            label={words.skills}
            rows={offers.skills.map(({ name, description }) => ({ key: name, name, detail: description }))}
          />
          <Group
            label={words.hooks}
            rows={offers.hooks.map(({ moment, source, on }, at) => ({
              key: `${at}`,
              name: moment,
              detail: words.detail([source, on ? '' : words.hookOff]),
            }))}
          />
        </>
      )}
    </Sheet>
  );
}

function Git({ git }: { git: NonNullable<Result<'host/offers'>['git']> }): ReactNode {
  const left = git.count - git.changed.length;
  return (
    <section className={css.group}>
      <h3>{words.git}</h3>
      <p className={css.branch}>{git.branch === null ? words.noBranch : words.onBranch(git.branch)}</p>
      {git.count === 0 && <p className={css.detail}>{words.nothingChanged}</p>}
      <ul>
        {git.changed.map(({ path, isNew }) => (
          <li key={path} className={css.path}>
            <bdi>{path}</bdi>
            {isNew && <span className={css.detail}>{words.isNew}</span>}
          </li>
        ))}
      </ul>
      {left > 0 && <p className={css.detail}>{words.more(left)}</p>}
    </section>
  );
}

function Group({
  label,
  rows,
}: {
  label: string;
  rows: readonly { key: string; name: string; detail: string }[];
}): ReactNode {
  return (
    <section className={css.group}>
      <h3>{label}</h3>
      {rows.length === 0 && <p className={css.detail}>{words.none}</p>}
      <ul>
        {rows.map(({ key, name, detail }) => (
          <li key={key}>
            <b>{name}</b>
            <span className={css.detail}>{detail}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
