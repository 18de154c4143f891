/** The few large states of the page in which there is no screen of a host. */
export const opening = 'Opening what this phone has stored';
export const loadAgain = 'Load again';

export const broken = 'This page has stopped working';
export const brokenMeaning =
  'A part of it could not be loaded or drawn. Nothing on the host depends on it; the agent goes on.';
export const brokenTodo = 'Load it again.';

export const unreadable = 'This phone’s keys cannot be read';
export const unreadableMeaning =
  'The browser’s storage is switched off, full or damaged, so this page does not know its host.';
export const unreadableTodo =
  'Leave private browsing or free some space, and load the page again. Where that does not help, pair again.';
