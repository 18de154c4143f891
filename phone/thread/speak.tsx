import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CallError } from '../client/types.ts';
import type { Attached } from '../state/attachments.ts';
import { attachmentsOf } from '../state/attachments.ts';
import { choicesOf } from '../state/choices.ts';
import { completionsOf, fileCompletions, type Unfinished } from '../state/completion.ts';
import { draftsOf } from '../state/drafts.ts';
import { fileSearchOf } from '../state/file-search.ts';
import { optionParts } from '../state/option-parts.ts';
import { readSlash, type Slash, type SlashContext } from '../state/slash.ts';
import type { ThreadStore } from '../state/thread-store.ts';
import * as attaching from '../text/attaching.ts';
import * as words from '../text/speaking.ts';
import { useActions } from '../views/actions.ts';
import { ChooseSheet } from '../views/parts.tsx';
import { useStore } from '../views/use-store.ts';
import { AttachedList } from './attached-list.tsx';
import { Composer } from './composer.tsx';
import { GoalBar } from './goal-bar.tsx';
import { Queued } from './queued.tsx';
import { shrinkPhoto } from './shrink-photo.ts';
import css from './speak.module.css';
import { useThread } from './use-thread.ts';

const TURN = ['turn'] as const;

const NONE: readonly Attached[] = [];

/** The composer with what belongs to it, or why there is none. */
export function Speak({ thread, store }: { thread: ThreadSummary; store: ThreadStore }): ReactNode {
  const { session, navigation } = useActions();
  const { id, agent, project, goal, queue } = thread;
  const turn = useThread(store, TURN, () => store.page?.turn ?? null);
  const running = turn?.state === 'running';
  const [stopping, setStopping] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [later, setLater] = useState(false);
  const [choosing, setChoosing] = useState(false);
  /** Counts drafts that came from elsewhere, each of which is a new composer. */
  const [drafted, setDrafted] = useState(0);

  useEffect(() => choicesOf(session).want(agent), [session, agent]);
  useEffect(() => {
    if (!running) setLater(false);
  }, [running]);
  const choices = useStore(choicesOf(session).offered(agent));
  const next = useStore(choicesOf(session).next).get(id);
  const options = { ...thread.options, ...next };
  const how = choices === null && thread.options === undefined ? null : optionParts(options, choices);
  const context: SlashContext = { choices, options, running };

  const act = (what: () => Promise<void>, onCut: string = words.notDone) => {
    setProblem(null);
    what().catch((error: unknown) => {
      if (!(error instanceof CallError)) throw error;
      setProblem(error.code === 'cut' ? onCut : error.message);
    });
  };
  const stop = () => {
    if (turn === null) return;
    setStopping(turn.id);
    act(
      () =>
        session.stop(id, turn.id).catch((error: unknown) => {
          setStopping(null);
          throw error;
        }),
      words.cutWhileStopping,
    );
  };
  const say = (text: string) => {
    const attachments = attachmentsOf(session).take(id);
    const chosen = choicesOf(session).take(id);
    if (chosen !== undefined && project !== null) choicesOf(session).remember(project, chosen);
    session.outgoing.say({ kind: 'thread', thread: id }, text, {
      ...(chosen && { options: chosen }),
      ...(attachments.length > 0 && { attachments }),
      ...(running && later && { later: true }),
    });
  };
  const command = (name: Slash): boolean => {
    switch (name) {
      case 'model':
        setChoosing(true);
        return true;
      case 'review':
        act(() => session.review(id));
        return true;
      case 'compact':
        act(() => session.compact(id));
        return true;
      case 'fork':
        act(async () => navigation.open({ view: 'thread', thread: await session.fork(id), approval: null }));
        return true;
      case 'stop':
        stop();
        return true;
      default:
        return false;
    }
  };
  /** @returns whether the text was taken. */
  const send = (text: string): boolean => {
    const asked = readSlash(text, context);
    setProblem(null);
    const speaks = asked.kind === 'words' || (asked.kind === 'options' && asked.text !== '');
    if (speaks && attached.some(({ state }) => state !== 'ready')) {
      setProblem(attaching.notThereYet);
      return false;
    }
    switch (asked.kind) {
      case 'words':
        say(text === '' ? attaching.alone(attached) : text);
        return true;
      case 'options':
        choicesOf(session).choose(id, asked.options);
        if (asked.text !== '') say(asked.text);
        return true;
      case 'choose':
        return command('model');
      case 'goal':
        act(() => session.goal(id, asked.change));
        return true;
      case 'unknown':
        setProblem(words.noSuchValue(asked.command, asked.value));
        return false;
      default:
        return command(asked.kind);
    }
  };
  const attached = useStore(attachmentsOf(session).places).get(id) ?? NONE;
  const attach = (files: readonly File[]) => {
    setProblem(null);
    if (choices?.abilities.includes('attach') !== true) return setProblem(attaching.notHere);
    const left = attachmentsOf(session).add(id, files, shrinkPhoto);
    if (left > 0) setProblem(attaching.noRoom(left));
  };
  const found = useStore(fileSearchOf(session).found);
  const look = useCallback(
    (query: string) => {
      if (project !== null) fileSearchOf(session).find(project, query);
    },
    [session, project],
  );
  const completions = (unfinished: Unfinished) =>
    unfinished.kind !== 'file'
      ? completionsOf(unfinished, context, words.slash, words.goals)
      : found?.project === project && unfinished.typed !== ''
        ? fileCompletions(found.files)
        : [];

  if (!session.may('start')) {
    return (
      <div className={css.muted}>
        {problem !== null && <Notice level="error">{problem}</Notice>}
        <p>{session.may('answer') ? words.mayAnswer : words.mayLook}</p>
        {running && session.may('answer') && (
          <Button wide disabled={stopping === turn.id} onClick={stop}>
            {stopping === turn.id ? words.stopping : words.stop}
          </Button>
        )}
      </div>
    );
  }
  return (
    <>
      {goal !== undefined && (
        <GoalBar goal={goal} onChange={(change) => act(() => session.goal(id, change))} />
      )}
      {queue !== undefined && (
        <Queued
          thread={id}
          queue={queue}
          onTaken={(text) => {
            const before = draftsOf(session).get(id);
            draftsOf(session).set(id, before === '' ? text : `${before}\n${text}`);
            setDrafted(drafted + 1);
          }}
        />
      )}
      {problem !== null && (
        <div role="alert" className={css.problem}>
          <Notice level="error">{problem}</Notice>
        </div>
      )}
      {attached.length > 0 && (
        <AttachedList attached={attached} onRemove={(file) => attachmentsOf(session).remove(id, file)} />
      )}
      <p className="visually-hidden" role="status">
        {next === undefined ? '' : words.chosenNext(optionParts(options, choices))}
      </p>
      <Composer
        key={drafted}
        draft={draftsOf(session).get(id)}
        wordless={attached.length > 0}
        running={running}
        stopping={running && stopping === turn.id}
        later={choices === null ? null : later}
        how={how}
        completionsOf={completions}
        onFile={look}
        onAttach={choices === null || choices.models.length === 0 ? null : attach}
        onLater={setLater}
        onHow={() => setChoosing(true)}
        onDraft={(text) => draftsOf(session).set(id, text)}
        onSend={send}
        onCommand={({ command: name }) => name !== undefined && command(name)}
        onStop={stop}
      />
      {choosing && (
        <ChooseSheet
          agent={agent}
          options={options}
          meaning={words.choosingThread}
          onChoose={(chosen) => choicesOf(session).choose(id, chosen)}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}
