/** What sharing live threads with the agent's own program in a terminal gives, and what it costs: for the panel and a terminal. */
import type { SharingView } from './state.ts';

export const SHARING_GIVES =
  'A thread that you begin with "codex" in a terminal is live on your phone, and a phone’s thread in that terminal: you answer ' +
  'wherever you are, and the first answer counts.';

/** Without it: so that "Not now" is no riddle. */
export const SHARING_WITHOUT =
  'Without it, a phone can read what a terminal works on, and answer there only when the terminal is closed. Settings change it at any time.';

const COSTS: Readonly<Record<SharingView['needs'], string>> = {
  nothing:
    'Codex’s own daemon, which this needs, runs on this computer already: nothing is copied, and nothing more is started.',
  start:
    'It needs Codex’s own daemon, which is on this disk already. Outpost starts it; it goes on when Outpost has quit or this is ' +
    'turned off. It updates itself, and its updater stays even when it is stopped, until the computer restarts.',
  copy:
    'It needs Codex’s own daemon. Its first start copies about 400 MB into Codex’s folder; it goes on when Outpost has quit or ' +
    'this is turned off. It updates itself, and its updater stays even when it is stopped, until the computer restarts.',
};

export const sharingCosts = ({ needs }: SharingView): string => COSTS[needs];
