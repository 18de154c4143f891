/** What an agent has at hand in a project, to look at. */
import * as v from 'valibot';

const Name = v.pipe(v.string(), v.maxLength(200));
const Sentence = v.pipe(v.string(), v.maxLength(500));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const some = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.maxLength(100));

/** How a project stands in its git repository. */
export const GitState = v.object({
  /** Null: on no branch. */
  branch: v.nullable(Name),
  /** Changed and not committed, or new; at most 100 of them are told. */
  changed: some(v.object({ path: v.pipe(v.string(), v.maxLength(1000)), isNew: v.boolean() })),
  /** How many there are in all. */
  count: Count,
});
export type GitState = v.InferOutput<typeof GitState>;

export const Offers = v.object({
  /** MCP servers, with how many tools each has. */
  servers: some(
    v.object({
      name: Name,
      state: v.picklist(['ready', 'starting', 'signedOut', 'failed', 'off']),
      tools: Count,
    }),
  ),
  skills: some(v.object({ name: Name, description: Sentence })),
  /** What runs at which moment; never what it says, which may hold secrets. */
  hooks: some(v.object({ moment: Name, source: Name, on: v.boolean() })),
});
export type Offers = v.InferOutput<typeof Offers>;
