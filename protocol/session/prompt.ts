/** What a person says to an agent, as a device sends it. */
import * as v from 'valibot';
import { Attached } from './attachment.ts';
import { TurnOptions } from './options.ts';

/** Longest text of it, in UTF-16 units. */
export const PROMPT_LIMIT = 128 * 1024;
export const PromptText = v.pipe(v.string(), v.minLength(1), v.maxLength(PROMPT_LIMIT));

/** The words, how their turn is to go, and what goes with them. */
export const Prompt = v.object({
  text: PromptText,
  options: v.optional(TurnOptions),
  attachments: v.optional(Attached),
});
