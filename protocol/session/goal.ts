/** What an agent works towards by itself, turn after turn, until it is reached or somebody stops it. */
import * as v from 'valibot';

/** In UTF-16 units. */
export const GOAL_LIMIT = 4000;

export const Goal = v.object({
  text: v.pipe(v.string(), v.maxLength(GOAL_LIMIT)),
  /**
   * `active`: a turn that ends is followed by another one · `paused`: by a person · `blocked`: the agent cannot go on ·
   * `limited`: what it may use is used up · `done`
   */
  state: v.picklist(['active', 'paused', 'blocked', 'limited', 'done']),
});
export type Goal = v.InferOutput<typeof Goal>;

export const GoalChange = v.variant('kind', [
  /** In place of the one before; the agent begins at once. */
  v.object({
    kind: v.literal('set'),
    text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(GOAL_LIMIT)),
  }),
  v.object({ kind: v.picklist(['pause', 'resume', 'clear']) }),
]);
export type GoalChange = v.InferOutput<typeof GoalChange>;
