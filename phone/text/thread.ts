/** The screen of one thread, around what was said in it. */
export const thread = 'Thread';
export const back = 'Back';
export const demo = 'Demo: nothing here is real.';
/** `message`: what is wrong, from the host. */
export const knownLast = (message: string): string => `${message} Below is what was known last.`;
export const notShown = 'This thread cannot be shown';
export const opening = 'Opening the thread';
export const openingLater = 'The thread shows when the host is reached';
export const review = 'Review';
