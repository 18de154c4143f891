/** What the doctor found on one leg of the way between phone and agent, with what to do about it. */

export interface Finding {
  readonly leg: Leg;
  /** `good` · `attention`: works, but not as well as it could · `bad`: this is why something does not work. */
  readonly state: 'good' | 'attention' | 'bad';
  /** A sentence: what was seen. */
  readonly text: string;
  /** A sentence: what to do. Null when there is nothing. */
  readonly remedy: string | null;
}
export type Leg =
  | 'computer'
  | 'folder'
  | 'host'
  | 'service'
  | 'agent'
  | 'relay'
  | 'reach'
  | 'page'
  | 'phones';

export const good = (leg: Leg, text: string): Finding => ({ leg, state: 'good', text, remedy: null });
export const attention = (leg: Leg, text: string, remedy: string): Finding => ({
  leg,
  state: 'attention',
  text,
  remedy,
});
export const bad = (leg: Leg, text: string, remedy: string): Finding => ({ leg, state: 'bad', text, remedy });
