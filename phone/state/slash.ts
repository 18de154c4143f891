/** Commands that begin with a slash, as a person types them in front of words. Pure. */

import type { GoalChange } from '../../protocol/session/goal.ts';
import type { AgentChoices, Mode, TurnOptions } from '../../protocol/session/options.ts';

const SLASH = [
  'model',
  'effort',
  'plan',
  'ask',
  'work',
  'goal',
  'review',
  'compact',
  'fork',
  'stop',
] as const;
export type Slash = (typeof SLASH)[number];

/** What a text asks for. */
export type Asked =
  /** Nothing but words. */
  | { kind: 'words' }
  /** The next words are to be said so; `text`: those that stand behind the command, empty for none. */
  | { kind: 'options'; options: TurnOptions; text: string }
  /** What there is to choose from is to be shown. */
  | { kind: 'choose' }
  | { kind: 'goal'; change: GoalChange }
  | { kind: 'review' | 'compact' | 'fork' | 'stop' }
  /** It is a command, and what stands behind it is nothing that it knows. */
  | { kind: 'unknown'; command: Slash; value: string };

/** What a person can do here now. */
export interface SlashContext {
  /** Null: the agent offers no choice, or nobody knows. */
  choices: AgentChoices | null;
  /** How the next turn goes without a command. */
  options: TurnOptions;
  running: boolean;
}

const MODES: Partial<Record<Slash, Mode>> = { plan: 'plan', ask: 'ask', work: 'work' };
const GOALS: Readonly<Record<string, GoalChange>> = {
  pause: { kind: 'pause' },
  resume: { kind: 'resume' },
  clear: { kind: 'clear' },
};

/** The commands that can be given here, in the order in which they are offered. */
export function offeredSlash({ choices, options, running }: SlashContext): Slash[] {
  if (choices === null) return running ? ['stop'] : [];
  const { models, modes, abilities } = choices;
  return SLASH.filter((command) => {
    const mode = MODES[command];
    if (mode !== undefined) return modes.includes(mode);
    switch (command) {
      case 'model':
        return models.length > 0;
      case 'effort':
        return effortsOf(choices, options).length > 0;
      case 'stop':
        return running;
      case 'goal':
      case 'fork':
        return abilities.includes(command);
      case 'review':
      case 'compact':
        return abilities.includes(command) && !running;
      default:
        return false;
    }
  });
}

/** Efforts of the model that the next turn has; of the standard one where nobody chose. */
export function effortsOf(
  choices: AgentChoices,
  { model }: TurnOptions,
): AgentChoices['models'][number]['efforts'] {
  const found =
    choices.models.find(({ id }) => id === model) ??
    (model === undefined ? choices.models.find(({ standard }) => standard) : undefined);
  return found?.efforts ?? [];
}

/** What a text that is about to be sent asks for. */
export function readSlash(text: string, context: SlashContext): Asked {
  const match = /^\/([a-z]+)(?:\s+([\s\S]*))?$/.exec(text.trim());
  const command = SLASH.find((each) => each === match?.[1]);
  if (command === undefined || !offeredSlash(context).includes(command)) return { kind: 'words' };
  const value = match?.[2]?.trim() ?? '';
  const mode = MODES[command];
  if (mode !== undefined) return { kind: 'options', options: { mode }, text: value };
  switch (command) {
    case 'model': {
      if (value === '') return { kind: 'choose' };
      const model = named(context.choices?.models ?? [], value);
      return model === undefined
        ? { kind: 'unknown', command, value }
        : { kind: 'options', options: { model: model.id }, text: '' };
    }
    case 'effort': {
      if (value === '') return { kind: 'choose' };
      const effort =
        context.choices === null ? undefined : effortNamed(context.choices, context.options, value);
      return effort === undefined
        ? { kind: 'unknown', command, value }
        : { kind: 'options', options: { effort }, text: '' };
    }
    case 'goal':
      if (value === '') return { kind: 'unknown', command, value };
      return { kind: 'goal', change: GOALS[value] ?? { kind: 'set', text: value } };
    case 'review':
    case 'compact':
    case 'fork':
    case 'stop':
      // With words behind it, it is a sentence that begins with a slash.
      return value === '' ? { kind: command } : { kind: 'words' };
    default:
      return { kind: 'words' };
  }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const named = (models: AgentChoices['models'], value: string) =>
  models.find(({ id, name }) => same(id, value) || same(name, value));
const effortNamed = (choices: AgentChoices, options: TurnOptions, value: string): string | undefined =>
  effortsOf(choices, options).find(({ id }) => same(id, value))?.id;
