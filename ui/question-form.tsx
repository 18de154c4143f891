import { type ReactNode, useId } from 'react';
import type { CardQuestion } from './approval-words.ts';
import css from './question-form.module.css';

/** Answers by question id; one string each, or none yet. */
export type Answers = Readonly<Record<string, readonly string[]>>;

/** Whether every question has an answer that is more than blanks. */
export const isAnswered = (questions: readonly CardQuestion[], answers: Answers): boolean =>
  questions.every(({ id }) => (answers[id]?.[0] ?? '').trim() !== '');

/** The agent's questions: options to choose from, words of one's own, or a secret that is never shown. */
export function QuestionForm({
  questions,
  answers,
  disabled,
  onChange,
}: {
  questions: readonly CardQuestion[];
  answers: Answers;
  disabled: boolean;
  onChange: (answers: Answers) => void;
}): ReactNode {
  return (
    <div className={css.form}>
      {questions.map((question) => (
        <OneQuestion
          key={question.id}
          question={question}
          value={answers[question.id]?.[0] ?? ''}
          disabled={disabled}
          onChange={(value) => onChange({ ...answers, [question.id]: [value] })}
        />
      ))}
    </div>
  );
}

function OneQuestion({
  question,
  value,
  disabled,
  onChange,
}: {
  question: CardQuestion;
  value: string;
  disabled: boolean;
  onChange: (value: string) => void;
}): ReactNode {
  const name = useId();
  const { options, free, secret } = question;
  const chosen = options.some(({ label }) => label === value);
  const typed = free || secret || options.length === 0;
  return (
    <fieldset className={css.question} disabled={disabled}>
      <legend className={css.legend}>
        {question.header !== '' && <span className={css.header}>{question.header}</span>}
        {question.text}
      </legend>
      {options.map(({ label, description }) => (
        <label key={label} className={css.option}>
          <input type="radio" name={name} checked={value === label} onChange={() => onChange(label)} />
          <span>
            {label}
            {description !== '' && <span className={css.description}>{description}</span>}
          </span>
        </label>
      ))}
      {typed && (
        <label className={css.typed} htmlFor={`${name}typed`}>
          <span className={options.length === 0 ? 'visually-hidden' : css.description}>
            {options.length === 0 ? 'Your answer' : 'Or in your own words'}
          </span>
          {secret ? (
            <input
              id={`${name}typed`}
              type="password"
              className={css.field}
              value={chosen ? '' : value}
              autoComplete="off"
              placeholder="Not shown and not kept"
              onChange={(event) => onChange(event.target.value)}
            />
          ) : (
            <textarea
              id={`${name}typed`}
              className={css.field}
              rows={2}
              value={chosen ? '' : value}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </label>
      )}
    </fieldset>
  );
}
