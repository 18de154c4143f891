/** Answers to a card's questions or fields, from typed lines: one line each, an option by its number or its words. */
import { type Answers, NOTE_LIMIT } from '../../protocol/session/approvals.ts';
import type { Card, FormField, Question } from '../../protocol/session/card.ts';
import { fitsForm } from '../../protocol/session/form.ts';

export interface Asked {
  readonly id: string;
  /** Another’s words. */
  readonly label: string;
  /** What can be typed, in words of ours. */
  readonly hint: string;
  readonly secret: boolean;
  /** The answer of this line; an empty one leaves it out; null: it is none. */
  readonly read: (line: string) => readonly string[] | null;
}

/** What a card asks for in words; empty for one that wants a yes or a no. */
export function askedFor({ ask }: Card): readonly Asked[] {
  if (ask.kind === 'question') return ask.questions.map(ofQuestion);
  return ask.kind === 'form' ? ask.fields.map(ofField) : [];
}

export const tooLong = (answers: Answers): boolean => JSON.stringify(answers).length > NOTE_LIMIT;

/** The value that is meant by its number, from 1, or by its words. */
function chosen(line: string, options: readonly { value: string; label: string }[]): string | null {
  const typed = line.trim();
  const exact = options.find(({ label, value }) => label === typed || value === typed);
  return (exact ?? (/^\d{1,3}$/.test(typed) ? options[Number(typed) - 1] : undefined))?.value ?? null;
}

function ofQuestion({ id, text, options, free, secret }: Question): Asked {
  const values = options.map(({ label }) => ({ value: label, label }));
  const words = free || secret || options.length === 0;
  return {
    id,
    label: text,
    secret,
    hint: options.length === 0 ? 'your answer' : words ? 'a number, or words of your own' : 'a number',
    read(line) {
      if (line.trim() === '') return null;
      const option = chosen(line, values);
      return option !== null ? [option] : words ? [line] : null;
    },
  };
}

const HINT: Record<FormField['type'], string> = {
  text: 'text',
  email: 'an address of mail',
  url: 'an address',
  date: 'a date such as 2026-03-01',
  dateTime: 'a time such as 2026-03-01T10:00:00Z',
  number: 'a number',
  integer: 'a whole number',
  yesNo: 'yes or no',
  choice: 'the number of an option',
  choices: 'numbers of options, with commas',
};

function ofField(field: FormField): Asked {
  const { id, label, type, options, required } = field;
  const parse = (line: string): readonly string[] | null => {
    const typed = line.trim();
    if (typed === '') return [];
    if (type === 'yesNo')
      return /^(y|yes|true)$/i.test(typed) ? ['true'] : /^(n|no|false)$/i.test(typed) ? ['false'] : null;
    if (type === 'choice') return listOf(chosen(typed, options));
    if (type !== 'choices') return [typed];
    const values = typed.split(',').map((part) => chosen(part, options));
    return values.includes(null) ? null : (values as string[]);
  };
  return {
    id,
    label,
    secret: false,
    hint: `${HINT[type]}${required ? '' : ', or nothing'}`,
    read(line) {
      const values = parse(line);
      if (values === null) return null;
      return fitsForm([field], values.length === 0 ? {} : { [id]: [...values] }) ? values : null;
    },
  };
}

const listOf = (value: string | null): string[] | null => (value === null ? null : [value]);
