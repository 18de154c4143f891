/** What a person reads about Codex itself: what happened, what it means, what to do. */

/** Of a turn that ended as Codex died. */
export const DIED = 'Codex stopped while this ran, so it was not finished. Send a message to go on.';

/** Of the agent, by what is the matter with it. */
export const DETAIL = {
  ready: '',
  starting: 'Outpost is connecting to Codex.',
  signedOut:
    'Codex has no account on this computer. Sign in at its control panel, or run "codex login" in a terminal there.',
  expired:
    'The model refused Codex’s sign-in, so nothing runs. Sign in at the computer’s control panel, or run "codex login" in a terminal there; Outpost notices it by itself.',
  died: 'Codex stopped. Outpost starts it again by itself.',
  lost: 'The connection to Codex was lost. Outpost is connecting again.',
  failed:
    'Codex could not be started. Outpost tries again by itself; its log is codex.log in the data folder.',
  moving: 'Codex’s threads are moving to another server on this computer. It takes a moment.',
  silent:
    'Codex runs but does not answer. Outpost tries again by itself; if this stays, end the codex program.',
} as const;
