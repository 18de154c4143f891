/** The sheet in which an approval is decided. What stands on the card itself is in `ui/`. */
export const tooLarge =
  'This is too large to be shown on a phone. Decline it here, or look at it at the desk.';
export const unreadable =
  'This app is older than the host and cannot show it. Decline it here, or look at it at the desk.';
export const fetching = 'Fetching what is asked';
/** `word`: how it ended. */
export const closed = (word: string): string => `${word}.`;
export const close = 'Close';

export const mayNotAnswer = 'This phone may look, not answer. The owner can change that at the desk.';
export const notSigned = 'This phone could not sign the answer, so nothing was sent. Try again.';

export const approve = 'Approve';
export const decline = 'Decline';
export const answer = 'Send answer';
export const sayWhy = 'Say why not…';
export const why = 'Why not, for the agent';
export const stop = 'Decline and stop the turn';
export const later = 'Decide later';
export const sending = 'Sending your answer…';
export const sendingLater = 'Your answer goes out when the connection is back.';
