import {
  Archive,
  FileSearch,
  FoldVertical,
  GitFork,
  Info,
  Moon,
  Pause,
  Pencil,
  Play,
  Sun,
} from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { choicesOf } from '../state/choices.ts';
import * as screen from '../text/awake.ts';
import { heading as offersHeading } from '../text/offers.ts';
import { untitled } from '../text/rows.ts';
import * as speaking from '../text/speaking.ts';
import * as words from '../text/thread-menu.ts';
import { useActions } from './actions.ts';
import { OffersSheet } from './parts.tsx';
import { Sheet } from './sheet.tsx';
import css from './thread-menu.module.css';
import { useAct } from './use-act.ts';
import { useStore } from './use-store.ts';

/** Longest name, as the host takes it. */
const LONGEST = 200;

/** What can be done with a thread as a whole: named, paused, put away. */
export function ThreadMenu({ thread, onClose }: { thread: ThreadSummary; onClose: () => void }): ReactNode {
  const { session, navigation } = useActions();
  const heading = useId();
  const { busy, problem, act: call } = useAct(words.notDone);
  const [name, setName] = useState<string | null>(null);
  const { id, agent, project, paused = false, status } = thread;
  const [offers, setOffers] = useState(false);
  const abilities = useStore(choicesOf(session).offered(agent))?.abilities ?? [];
  useEffect(() => choicesOf(session).want(agent), [session, agent]);
  const runs = status === 'working' || status === 'waiting';

  /** Closes when it is done, with `then` behind it; otherwise says why not. */
  const act = async (what: () => Promise<void>, then: () => void = () => {}) => {
    if (!(await call(what))) return;
    // At once, because a step back would only close it.
    flushSync(onClose);
    then();
  };
  const leave = () => {
    const { detail } = navigation.place.get();
    if (detail?.view === 'thread' && detail.thread === id) navigation.back();
  };

  if (offers && project !== null) return <OffersSheet project={project} agent={agent} onClose={onClose} />;
  return (
    <Sheet
      labelledBy={heading}
      onClose={onClose}
      foot={
        name === null ? (
          <Button wide onClick={onClose}>
            {words.close}
          </Button>
        ) : (
          <div className={css.decide}>
            <Button wide onClick={() => setName(null)}>
              {words.cancel}
            </Button>
            <Button
              wide
              tone="primary"
              disabled={busy || name.trim() === ''}
              onClick={() => void act(() => session.renameThread(id, name.trim()))}
            >
              {words.save}
            </Button>
          </div>
        )
      }
    >
      <h2 id={heading} className={css.title}>
        <bdi>{thread.title || untitled}</bdi>
      </h2>
      {problem !== null && (
        <div role="alert" className={css.problem}>
          <Notice level="error">{problem}</Notice>
        </div>
      )}
      {name === null && <KeepOn thread={thread} onDone={onClose} />}
      {!session.may('start') ? (
        <p className={css.meaning}>{words.notAllowed}</p>
      ) : name !== null ? (
        <NameField
          name={name}
          onName={setName}
          onSave={() => {
            if (name.trim() !== '') void act(() => session.renameThread(id, name.trim()));
          }}
        />
      ) : (
        <ul className={css.acts}>
          <Act icon={<Pencil size={20} />} label={words.rename} onAct={() => setName(thread.title)} />
          {abilities.includes('fork') && (
            <Act
              icon={<GitFork size={20} />}
              label={speaking.fork}
              meaning={speaking.forkMeaning}
              disabled={busy}
              onAct={() =>
                void act(async () => {
                  const forked = await session.fork(id);
                  navigation.open({ view: 'thread', thread: forked, approval: null });
                })
              }
            />
          )}
          {abilities.includes('review') && (
            <Act
              icon={<FileSearch size={20} />}
              label={speaking.review}
              meaning={runs ? speaking.runsFirst : speaking.reviewMeaning}
              disabled={busy || runs || paused}
              onAct={() => void act(() => session.review(id))}
            />
          )}
          {abilities.includes('compact') && (
            <Act
              icon={<FoldVertical size={20} />}
              label={speaking.compact}
              meaning={runs ? speaking.runsFirst : speaking.compactMeaning}
              disabled={busy || runs || paused}
              onAct={() => void act(() => session.compact(id))}
            />
          )}
          <Act
            icon={paused ? <Play size={20} /> : <Pause size={20} />}
            label={paused ? words.resume : words.pause}
            meaning={paused ? words.resumeMeaning : words.pauseMeaning}
            disabled={busy}
            onAct={() => void act(() => session.pause(id, !paused))}
          />
          {project !== null && (
            <Act icon={<Info size={20} />} label={offersHeading} onAct={() => setOffers(true)} />
          )}
          <Act
            icon={<Archive size={20} />}
            label={words.archive}
            meaning={runs ? words.archiveRunning : words.archiveMeaning}
            disabled={busy || runs}
            onAct={() => void act(() => session.archive(id, true), leave)}
          />
        </ul>
      )}
    </Sheet>
  );
}

/** Offered where a run is watched, to whoever may look. */
function KeepOn({ thread, onDone }: { thread: ThreadSummary; onDone: () => void }): ReactNode {
  const { awake, navigation } = useActions();
  const { detail } = useStore(navigation.place);
  const isOn = useStore(awake.asked) === thread.id;
  const isShown = detail?.view === 'thread' && detail.thread === thread.id;
  const runs = thread.status === 'working' || thread.status === 'waiting';
  if (!isShown || !runs || !awake.possible) return null;
  return (
    <ul className={css.acts}>
      <Act
        icon={isOn ? <Moon size={20} /> : <Sun size={20} />}
        label={isOn ? screen.letGo : screen.keepOn}
        meaning={isOn ? screen.letGoMeaning : screen.keepOnMeaning}
        onAct={() => {
          awake.ask(isOn ? null : thread.id);
          onDone();
        }}
      />
    </ul>
  );
}

function Act({
  icon,
  label,
  meaning,
  disabled = false,
  onAct,
}: {
  icon: ReactNode;
  label: string;
  meaning?: string;
  /** It stays reachable, with its reason. */
  disabled?: boolean;
  onAct: () => void;
}): ReactNode {
  return (
    <li>
      <button
        type="button"
        className={css.act}
        aria-disabled={disabled}
        onClick={() => {
          if (!disabled) onAct();
        }}
      >
        <span aria-hidden="true">{icon}</span>
        <span>
          <b>{label}</b> {meaning !== undefined && <span className={css.meaning}>{meaning}</span>}
        </span>
      </button>
    </li>
  );
}

function NameField({
  name,
  onName,
  onSave,
}: {
  name: string;
  onName: (name: string) => void;
  onSave: () => void;
}): ReactNode {
  const field = useId();
  return (
    <form
      className={css.name}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <label htmlFor={field}>{words.name}</label>
      <input
        id={field}
        // biome-ignore lint/a11y/noAutofocus: whoever asked to rename wants to type.
        autoFocus
        value={name}
        maxLength={LONGEST}
        autoComplete="off"
        enterKeyHint="done"
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => onName(target.value)}
      />
    </form>
  );
}
