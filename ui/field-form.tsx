import { type ReactNode, useId } from 'react';
import type { CardField } from './approval-words.ts';
import css from './question-form.module.css';
import type { Answers } from './question-form.tsx';
import { Revealed } from './revealed.tsx';

/** The fields of a form that an MCP server asks for; what is not required can be left out. */
export function FieldForm({
  fields,
  answers,
  disabled,
  onChange,
}: {
  fields: readonly CardField[];
  answers: Answers;
  disabled: boolean;
  onChange: (answers: Answers) => void;
}): ReactNode {
  const change = (id: string, values: readonly string[]) => {
    const { [id]: _, ...others } = answers;
    onChange(values.length === 0 ? others : { ...others, [id]: values });
  };
  return (
    <div className={css.form}>
      {fields.map((field) => (
        <fieldset key={field.id} className={css.question} disabled={disabled}>
          <legend className={css.legend}>
            <Revealed text={field.label} />
            <span className={css.description}>
              {[field.required ? 'Needed' : 'Can be left out', bounds(field)].filter(Boolean).join(', ')}
            </span>
            {field.description !== '' && (
              <span className={css.description}>
                <Revealed text={field.description} />
              </span>
            )}
          </legend>
          <Field
            field={field}
            values={Object.hasOwn(answers, field.id) ? (answers[field.id] ?? []) : []}
            onChange={(values) => change(field.id, values)}
          />
        </fieldset>
      ))}
    </div>
  );
}

/** What a value may be, in words; empty where it may be anything. */
function bounds({ type, least, most }: CardField): string {
  const of =
    type === 'number' || type === 'integer'
      ? ''
      : type === 'choices'
        ? ' of them'
        : type === 'text'
          ? ' characters'
          : null;
  const whole = type === 'integer' ? 'a whole number' : type === 'number' ? 'a number' : '';
  if (of === null) return '';
  const range =
    least !== null && most !== null
      ? `${least} to ${most}${of}`
      : least !== null
        ? `at least ${least}${of}`
        : most !== null
          ? `at most ${most}${of}`
          : '';
  return [whole, range].filter(Boolean).join(', ');
}

const INPUT = {
  text: { type: 'text' },
  email: { type: 'email' },
  url: { type: 'url' },
  date: { type: 'date' },
  dateTime: { type: 'text', placeholder: '2026-03-01T10:00:00Z' },
  number: { type: 'text', inputMode: 'decimal' },
  integer: { type: 'text', inputMode: 'numeric' },
} as const;

const YES_NO = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
] as const;

function Field({
  field,
  values,
  onChange,
}: {
  field: CardField;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}): ReactNode {
  const { type, options, label, required } = field;
  switch (type) {
    case 'yesNo':
      return <Choice options={YES_NO} required={required} values={values} onChange={onChange} />;
    case 'choice':
      return <Choice options={options} required={required} values={values} onChange={onChange} />;
    case 'choices':
      return options.map((option) => (
        <label key={option.value} className={css.option}>
          <input
            type="checkbox"
            checked={values.includes(option.value)}
            onChange={({ target }) =>
              onChange(
                target.checked ? [...values, option.value] : values.filter((value) => value !== option.value),
              )
            }
          />
          <Revealed text={option.label} />
        </label>
      ));
    default:
      return (
        <input
          {...INPUT[type]}
          className={css.field}
          aria-label={label}
          autoComplete="off"
          value={values[0] ?? ''}
          onChange={({ target }) => onChange(target.value === '' ? [] : [target.value])}
        />
      );
  }
}

function Choice({
  options,
  required,
  values,
  onChange,
}: {
  options: readonly { value: string; label: string }[];
  required: boolean;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}): ReactNode {
  const name = useId();
  return (
    <>
      {options.map(({ value, label }) => (
        <label key={value} className={css.option}>
          <input type="radio" name={name} checked={values[0] === value} onChange={() => onChange([value])} />
          <Revealed text={label} />
        </label>
      ))}
      {!required && values.length > 0 && (
        <label className={css.option}>
          <input type="radio" name={name} checked={false} onChange={() => onChange([])} />
          <span className={css.description}>Leave it out</span>
        </label>
      )}
    </>
  );
}
