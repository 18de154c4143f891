/** The frame of a paired phone. */
export const product = 'Outpost';
/** Before it has said its name. */
export const namelessHost = 'The host';
export const titled = (waiting: number): string => (waiting > 0 ? `(${waiting}) ${product}` : product);
export const bar = 'Main';
export const inbox = 'Inbox';
export const threads = 'Threads';
export const hosts = 'Hosts';
export const waitingForYou = ' waiting for you';
export const chooseThread = 'Choose a thread.';
/** Where no list of threads stands beside it. */
export const threadsHere = 'Threads open here.';
