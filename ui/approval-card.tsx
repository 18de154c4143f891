import { ShieldAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import css from './approval-card.module.css';
import {
  askTitle,
  type CardFacts,
  NOT_GATED,
  NOT_GATED_MEANS,
  permissionsOf,
  placeOf,
  reachesFar,
  yesMeans,
} from './approval-words.ts';
import { NetworkPlace, PageLink, PermissionList, ServerMessage, ToolCall, Typed } from './ask-facts.tsx';
import { ChangeList } from './change-list.tsx';
import { CommandText } from './command-text.tsx';
import { FieldForm } from './field-form.tsx';
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
  opensPages = true,
}: {
  facts: CardFacts;
  /** Id for the heading, so that a dialog can be named by it. */
  headingId?: string;
  /** The answers so far, for a question or a form. */
  answers?: Answers;
  onAnswers?: (answers: Answers) => void;
  /** Shown as something past: without the form and without what a yes would mean. */
  decided?: boolean;
  /** Whether a link leads out of here: a window that refuses every other page shows its address only. */
  opensPages?: boolean;
}): ReactNode {
  const ownId = useId();
  const { ask } = facts;
  const far = reachesFar(facts);
  const permissions = permissionsOf(ask);
  const cwd = 'cwd' in ask ? ask.cwd : null;
  const long = ask.kind === 'change' || ask.kind === 'tool';
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
      {ask.kind === 'command' &&
        (ask.network === null ? <CommandText command={ask.command} /> : <NetworkPlace ask={ask} />)}
      {/* Diffs and arguments can be longer than the screen, and nobody should approve without having met this. */}
      {long && meaning}
      {ask.kind === 'change' && <ChangeList changes={ask.changes} open={ask.changes.length <= OPEN_FILES} />}
      {ask.kind === 'question' && (
        <QuestionForm
          questions={ask.questions}
          answers={answers ?? {}}
          disabled={decided || onAnswers === undefined}
          onChange={onAnswers ?? (() => undefined)}
        />
      )}
      {ask.kind === 'stdin' && <Typed ask={ask} />}
      {ask.kind === 'tool' && <ToolCall ask={ask} />}
      {(ask.kind === 'form' || ask.kind === 'link') && <ServerMessage ask={ask} />}
      {ask.kind === 'link' && <PageLink url={ask.url} opens={opensPages} />}
      {ask.kind === 'form' && (
        <FieldForm
          fields={ask.fields}
          answers={answers ?? {}}
          disabled={decided || onAnswers === undefined}
          onChange={onAnswers ?? (() => undefined)}
        />
      )}
      {permissions !== null && <PermissionList permissions={permissions} />}
      {!long && meaning}
      <dl className={css.facts}>
        {facts.meaning !== 'answer' && (
          <div>
            <dt>Why</dt>
            <dd>{facts.reason === null ? 'The agent did not say.' : <Revealed text={facts.reason} />}</dd>
          </div>
        )}
        <div>
          <dt>Where</dt>
          <dd>
            {placeOf(facts)}
            {cwd !== null && (
              <code className={css.path}>
                <Revealed text={cwd} />
              </code>
            )}
          </dd>
        </div>
        <div>
          <dt>Thread</dt>
          <dd>
            {facts.threadTitle || 'Untitled'}
            {facts.gated === false && (
              <span className={css.ungated}>
                <b>{NOT_GATED}</b> · {NOT_GATED_MEANS}
              </span>
            )}
          </dd>
        </div>
        {facts.subAgent !== undefined && (
          <div>
            <dt>Sub-agent</dt>
            <dd>
              <Revealed text={facts.subAgent} />
            </dd>
          </div>
        )}
      </dl>
    </article>
  );
}
