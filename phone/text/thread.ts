/** The screen of one of the person's own threads. */
export const thread = 'Thread';
export const demo = 'Demo: nothing here is real.';
export const notShown = 'This thread cannot be shown';
export const opening = 'Opening the thread';
export const openingLater = 'The thread shows when the host is reached';
