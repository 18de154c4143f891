/** Parts of the page that are loaded when they are opened. */
export const loading = 'Loading';
export const missing = 'This part of the page is not here yet';
export const missingMeaning = 'It could not be loaded from the address that serves this page.';
export const missingTodo = 'It is loaded when the network is back. If this stays, load the page again.';
export const tryAgain = 'Try again';
