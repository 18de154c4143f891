/** A file or folder of a project, as a search finds it. */
import * as v from 'valibot';

/** Found at once, the best first. */
export const MAX_FOUND = 30;

export const FoundFile = v.object({
  /** Relative to the project, with `/` between its parts. */
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  folder: v.boolean(),
});
export type FoundFile = v.InferOutput<typeof FoundFile>;
