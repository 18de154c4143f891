import { MessageCircle, ShieldAlert, ShieldCheck } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import css from './approval-card.module.css';
import { askTitle, type CardFacts, permissionsOf, reachesFar, yesMeans } from './approval-words.ts';
import { NetworkPlace, PageLink, PermissionList, ServerMessage, ToolCall, Typed } from './ask-facts.tsx';
import { AgentSays, HostSaw } from './card-facts.tsx';
import type { CardReason } from './card-words.ts';
import { ChangeList } from './change-list.tsx';
import { FieldForm } from './field-form.tsx';
import { FoldedText } from './folded-text.tsx';
import { type Answers, QuestionForm } from './question-form.tsx';
import type { ChangesOf } from './so-far-list.tsx';
import { TierMark } from './tier-mark.tsx';

/** So few files show their diffs at once; of more, the list comes first. */
const OPEN_FILES = 3;

/** So many reasons are a sentence or two; the others are one press away. */
const REASONS = 3;

/**
 * All that a person needs to decide: what is asked, how far it reaches and what a yes means; then what the agent says, and
 * what this computer saw. It holds no decision itself: phone and desk place their buttons where their thumb and keys are.
 */
export function ApprovalCard({
  facts,
  headingId,
  answers,
  onAnswers,
  decided = false,
  opensPages = true,
  now,
  changesOf,
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
  /** In milliseconds since 1970, for what is said relative to it. */
  now: number;
  /** The diffs of files that were changed so far; absent: they are only counted. */
  changesOf?: ChangesOf;
}): ReactNode {
  const ownId = useId();
  const { ask } = facts;
  const far = reachesFar(facts);
  const permissions = permissionsOf(ask);
  const words = facts.meaning === 'answer';
  const long = ask.kind === 'change' || ask.kind === 'tool';
  const { title, text } = yesMeans(facts);
  const Icon = far ? ShieldAlert : words ? MessageCircle : ShieldCheck;
  const meaning = (
    <div className={css.weight}>
      {!words && (
        <div className={css.tier}>
          <TierMark tier={facts.tier} />
          <Reasons reasons={facts.reasons} />
        </div>
      )}
      {!decided && (
        <p className={far ? css.far : css.near}>
          <Icon size={18} aria-hidden="true" />
          <span>
            <b>{title}.</b> {text}
          </span>
        </p>
      )}
    </div>
  );
  return (
    <article className={css.card}>
      <h2 id={headingId ?? ownId} className={css.title}>
        {askTitle(ask)}
      </h2>
      {ask.kind === 'command' &&
        (ask.network === null ? <FoldedText command={ask.command} /> : <NetworkPlace ask={ask} />)}
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
      {!words && <AgentSays facts={facts} />}
      <HostSaw facts={facts} now={now} decided={decided} changesOf={changesOf} />
    </article>
  );
}

function Reasons({ reasons }: { reasons: readonly CardReason[] }): ReactNode {
  const sentences = (some: readonly CardReason[]): string => some.map(({ text }) => text).join(' ');
  if (reasons.length <= REASONS + 1) return <p>{sentences(reasons)}</p>;
  const rest = reasons.slice(REASONS);
  return (
    <div>
      <p>{sentences(reasons.slice(0, REASONS))}</p>
      <details>
        <summary>{rest.length} more reasons</summary>
        <p>{sentences(rest)}</p>
      </details>
    </div>
  );
}
