import type { ReactNode } from 'react';
import type { ItemOf } from '../../protocol/session/items.ts';
import { Button } from '../../ui/button.tsx';
import { Revealed } from '../../ui/revealed.tsx';
import type { ThreadStore } from '../state/thread-store.ts';
import * as words from '../text/questions.ts';
import { useActions } from '../views/actions.ts';
import css from './open-questions.module.css';
import { useThread } from './use-thread.ts';

const ITEMS = ['shape'] as const;

/**
 * Questions that the agent does not wait for. An option goes to it as a message; once something was said after them they
 * are only shown.
 */
export function OpenQuestions({
  item,
  thread,
  store,
  index,
}: {
  item: ItemOf<'agent'>;
  thread: string;
  store: ThreadStore;
  index: number;
}): ReactNode {
  const { session } = useActions();
  const answered = useThread(
    store,
    ITEMS,
    () => store.page?.items.some(({ type }, at) => type === 'user' && at + store.page!.first > index) ?? true,
  );
  const questions = item.questions ?? [];
  if (questions.length === 0) return null;
  // To a sub-agent nothing is said.
  const open = !answered && store.nested === null && session.may('start');
  const say = (question: string, option: string) =>
    session.outgoing.say(
      { kind: 'thread', thread },
      questions.length === 1 ? option : `${question}\n${option}`,
    );
  return questions.map(({ text, options }) => (
    // A question has no other identity than its words; the same one twice is the same question.
    <fieldset key={text} className={css.question}>
      <legend>
        <Revealed text={text} lines />
      </legend>
      {options.map((option) =>
        open ? (
          <Button key={option} wide onClick={() => say(text, option)}>
            <Revealed text={option} />
          </Button>
        ) : (
          <p key={option}>
            <Revealed text={option} />
          </p>
        ),
      )}
      {open && <p className={css.soft}>{words.ownWords}</p>}
    </fieldset>
  ));
}
