import { ShieldAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import css from './approval-card.module.css';
import { askTitle, type CardFacts, reachesFar, yesMeans } from './approval-words.ts';
import { ChangeList } from './change-list.tsx';
import { CommandText } from './command-text.tsx';
import { type Answers, QuestionForm } from './question-form.tsx';
import { Revealed } from './revealed.tsx';

/** So few files show their diffs at once; of more, the list comes first. */
const OPEN_FILES = 3;

/**
 * All that a person needs to decide: what is asked, why now, where, and what a yes means. It holds no decision itself:
 * phone and desk place their buttons where their thumb and keys are.
 */
export function ApprovalCard({
  facts,
  headingId,
  answers,
  onAnswers,
  decided = false,
}: {
  facts: CardFacts;
  /** Id for the heading, so that a dialog can be named by it. */
  headingId?: string;
  /** The answers so far, for a question. */
  answers?: Answers;
  onAnswers?: (answers: Answers) => void;
  /** Shown as something past: without the form and without what a yes would mean. */
  decided?: boolean;
}): ReactNode {
  const ownId = useId();
  const { ask } = facts;
  const far = reachesFar(facts);
  const meaning = !decided && (
    <p className={far ? css.far : css.near}>
      {far && <ShieldAlert size={18} aria-hidden="true" />}
      <span>{yesMeans(facts)}</span>
    </p>
  );
  return (
    <article className={css.card}>
      <h2 id={headingId ?? ownId} className={css.title}>
        {askTitle(ask)}
      </h2>
      {ask.kind === 'command' && <CommandText command={ask.command} />}
      {/* Diffs can be longer than the screen, and nobody should approve without having met this. */}
      {ask.kind === 'change' && meaning}
      {ask.kind === 'change' && <ChangeList changes={ask.changes} open={ask.changes.length <= OPEN_FILES} />}
      {ask.kind === 'question' && (
        <QuestionForm
          questions={ask.questions}
          answers={answers ?? {}}
          disabled={decided || onAnswers === undefined}
          onChange={onAnswers ?? (() => undefined)}
        />
      )}
      {ask.kind !== 'change' && meaning}
      <dl className={css.facts}>
        {ask.kind !== 'question' && (
          <div>
            <dt>Why</dt>
            <dd>{facts.reason === null ? 'The agent did not say.' : <Revealed text={facts.reason} />}</dd>
          </div>
        )}
        <div>
          <dt>Where</dt>
          <dd>
            {facts.project === null ? facts.host : `${facts.project.name} on ${facts.host}`}
            {ask.kind === 'command' && (
              <code className={css.path}>
                <Revealed text={ask.cwd} />
              </code>
            )}
          </dd>
        </div>
        <div>
          <dt>Thread</dt>
          <dd>{facts.threadTitle || 'Untitled'}</dd>
        </div>
      </dl>
    </article>
  );
}
