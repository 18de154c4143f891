/** Threads that were put away. */
export const heading = 'Archived threads';
export const empty = 'Nothing was put away';
export const emptyMeaning = 'Threads that you archive are kept by their agent, and show here.';
export const loading = 'Asking for what was put away';
export const offline = 'The host has to be connected to show what was put away.';
export const bringBack = 'Bring back';
export const bringBackNamed = (title: string): string => `Bring back ${title}`;
export const notBroughtBack = 'There is no connection, so nothing was changed.';
export const back = 'Back';
