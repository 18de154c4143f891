/** What stands around what was said in a thread, one's own or a sub-agent's. */
export const back = 'Back';
/** `message`: what is wrong, from the host. */
export const knownLast = (message: string): string => `${message} Below is what was known last.`;
export const review = 'Review';
