/** What a host may answer instead of a result. The sentences are the host's, and travel with its answer; a phone needs the codes. */

export const ERROR_CODES = [
  'notAllowed',
  'unknownThread',
  'unknownProject',
  'unknownEnvironment',
  'atDesk',
  'unknownApproval',
  'agentUnavailable',
  'agentRefused',
  'paused',
  'noTurn',
  'turnMoved',
  'decided',
  'cardChanged',
  'badSignature',
  'notOffered',
  'requestConflict',
  'unknownOutcome',
  'notQueued',
  'unknownAttachment',
  'tooManyAttachments',
  'badAttachment',
  'tooLarge',
  'noImage',
  'tooManyOpen',
  'stale',
  'storage',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];
export const isErrorCode = (code: string): code is ErrorCode =>
  (ERROR_CODES as readonly string[]).includes(code);

/** For each the sentence that a person is shown where the screen has nothing better. */
export const ERRORS: Readonly<Record<ErrorCode, string>> = {
  notAllowed: 'This phone is not allowed to do that. The owner can change it at the desk.',
  unknownThread: 'This thread is not there any more, or its project was closed.',
  unknownProject: 'This project is not open to phones any more.',
  unknownEnvironment: 'This SSH host is not there any more, or phones are not offered it.',
  atDesk: 'This SSH host has to be connected at the computer: something is asked there.',
  unknownApproval: 'Nobody asks for this any more.',
  agentUnavailable: 'The agent is not ready, so nothing was started.',
  agentRefused: 'The agent refused it.',
  paused: 'This thread is paused, so nothing was started. Resume it first.',
  noTurn: 'Nothing is running in this thread.',
  turnMoved: 'The agent has moved on to another turn.',
  decided: 'This was decided already.',
  cardChanged: 'What was shown is not what is asked now. Look at it again.',
  badSignature: 'The decision was not signed by this phone for what it showed.',
  notOffered: 'That answer is not offered here.',
  requestConflict: 'The same request was sent with other contents before.',
  unknownOutcome:
    'The host stopped, or lost its agent, in the middle of this. Look at the thread to see whether it was done.',
  notQueued: 'This does not wait any more: it was begun, or taken back.',
  unknownAttachment: 'A file that was attached is not on the host any more. Attach it again.',
  tooManyAttachments: 'Too many files wait to be sent. Send them, or remove some.',
  badAttachment: 'This file did not arrive as it was announced. Attach it again.',
  tooLarge: 'That is too large.',
  noImage: 'This picture is not there any more, or it cannot be shown here.',
  tooManyOpen: 'Too many threads are open at once. Close one of them first.',
  stale: 'This page of the thread is out of date.',
  storage: 'The host could not write to its disk, so nothing was done.',
};
