/** Why a call got no answer from the host, where the host did not say it. */
export const cut = 'The connection broke before an answer came.';
export const noConnection = 'There is no connection to the host.';
export const tooMuch = 'Too much is under way at once.';
/** One thread, opened anew in vain. */
export const stale = 'This page of the thread is out of date.';
export const nonsense = 'The host answered in a way that this phone does not understand.';
