/** Whether the answers to a form are what its fields take: the same on the device, before a yes, and on the host. Pure. */
import type { FormField } from './card.ts';

/** Each answer for a field that exists, each required field answered, every value of its type and within its bounds. */
export function fitsForm(
  fields: readonly FormField[],
  answers: Readonly<Record<string, readonly string[]>>,
): boolean {
  if (Object.keys(answers).some((id) => !fields.some((field) => field.id === id))) return false;
  return fields.every((field) => {
    const given = Object.hasOwn(answers, field.id) ? answers[field.id]! : [];
    return given.length === 0 ? !field.required : fitsField(field, given);
  });
}

function fitsField({ type, options, least, most }: FormField, given: readonly string[]): boolean {
  const within = (size: number) => (least === null || size >= least) && (most === null || size <= most);
  const offered = (text: string) => options.some(({ value }) => value === text);
  if (type === 'choices')
    return new Set(given).size === given.length && given.every(offered) && within(given.length);
  const [value, ...more] = given;
  if (value === undefined || more.length > 0) return false;
  switch (type) {
    case 'yesNo':
      return value === 'true' || value === 'false';
    case 'choice':
      return offered(value);
    case 'integer':
      return /^-?\d{1,15}$/.test(value) && within(Number(value));
    case 'number':
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(value) && within(Number(value));
    default:
      return within([...value].length);
  }
}
