/** How a person wants a thread to go on: with which model, how hard it thinks, and how far it goes by itself. */
import * as v from 'valibot';

/** A word of an agent's own, as the name of a model. */
const Word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/**
 * `plan`: proposes what it would do, and can only read · `ask`: answers, and can only read · `work`: may change its folder, as
 * far as it is allowed there. What goes beyond is asked in each of them.
 */
export const Mode = v.picklist(['plan', 'ask', 'work']);
export type Mode = v.InferOutput<typeof Mode>;

/** What is said holds from the next turn of its thread on, until something else is said. What is absent stays as it is. */
export const TurnOptions = v.object({
  model: v.optional(Word),
  effort: v.optional(Word),
  mode: v.optional(Mode),
});
export type TurnOptions = v.InferOutput<typeof TurnOptions>;

const Sentence = v.pipe(v.string(), v.maxLength(500));

export const ModelChoice = v.object({
  id: Word,
  name: Sentence,
  description: Sentence,
  /** How hard it can think, the least first; empty: that cannot be chosen. */
  efforts: v.pipe(v.array(v.object({ id: Word, description: Sentence })), v.maxLength(20)),
  /** Its effort where none is chosen; null: not stated. */
  effort: v.nullable(Word),
  /** Whether the agent takes it where none is chosen and nobody configured another one. */
  standard: v.boolean(),
  /** Whether it can look at images. */
  images: v.boolean(),
});
export type ModelChoice = v.InferOutput<typeof ModelChoice>;

/** What an agent can do with a thread besides turns. */
export const Ability = v.picklist(['fork', 'review', 'compact', 'goal', 'attach']);
export type Ability = v.InferOutput<typeof Ability>;

/** What can be chosen for the threads of an agent; empty where there is no choice. */
export const AgentChoices = v.object({
  models: v.pipe(v.array(ModelChoice), v.maxLength(100)),
  modes: v.array(Mode),
  abilities: v.optional(v.array(Ability), []),
});
export type AgentChoices = v.InferOutput<typeof AgentChoices>;
