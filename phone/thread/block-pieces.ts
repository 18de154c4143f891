import type { Cut } from './growing.ts';
import { isList, listItems } from './list-items.ts';
import { tooHeavy } from './markdown-blocks.ts';
import { isParagraph, paragraphRuns } from './paragraph-runs.ts';

/** What a block of Markdown is cut into while it grows: a list into its items, a long paragraph into runs, anything else not. */
export const PIECES: Cut = {
  pieces: (block) =>
    isParagraph(block) ? paragraphRuns(block) : tooHeavy(block) ? [block] : listItems(block),
  reachesBack: (end) => !isParagraph(end) && !isList(end),
};
