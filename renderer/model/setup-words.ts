/** What the steps of the first start are, in words and marks. */
import type { SetupStep, StepId } from '../../main/contract/setup.ts';
import type { MarkState } from '../../ui/state-mark.tsx';

const LEADS: Readonly<Record<StepId, string>> = {
  agent: 'Who does the work on this computer, and the account that it works with.',
  awake: 'So that there is a computer to reach.',
  upkeep: 'What brings it back after a power failure, and keeps it up at night.',
  project: 'The folder that the agent works in when a phone asks. It works in no other one.',
  terminal: 'One thread, on the phone and in a terminal at the same time.',
  reach: 'How your phone finds this computer.',
  phone: 'It scans a code, once.',
};

export const stepLead = (id: StepId): string => LEADS[id];

const MARKS = {
  done: { mark: 'done', word: 'Done' },
  open: { mark: 'away', word: 'Not yet' },
  offered: { mark: 'away', word: 'As you like' },
} as const satisfies Record<SetupStep['state'], { mark: MarkState; word: string }>;

export const stepMark = ({ state }: SetupStep): MarkState => MARKS[state].mark;
export const stepWord = ({ state }: SetupStep): string => MARKS[state].word;
