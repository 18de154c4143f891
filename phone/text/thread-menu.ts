/** What can be done with a thread as a whole. */
export const rename = 'Rename';
export const name = 'Name';
export const save = 'Save';
export const cancel = 'Cancel';
export const pause = 'Pause';
export const pauseMeaning = 'Nothing starts in it, whoever asks, until it is resumed. What runs goes on.';
export const resume = 'Resume';
export const resumeMeaning = 'It is paused: nothing starts in it.';
export const archive = 'Archive';
export const archiveMeaning =
  'Out of the lists, here and in the terminal. It can be brought back under Threads.';
export const archiveRunning = 'Something runs in it. Stop it first.';
export const close = 'Close';
export const notAllowed =
  'This phone may look at threads, not change them. The owner can change that at the desk.';
export const notDone = 'There is no connection, so nothing was changed.';
export const pausedBar = 'Paused: nothing starts in this thread until it is resumed.';
