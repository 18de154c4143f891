/** What goes wrong between here and the far side: a stable code, and a sentence for the owner that says what to do. */

export type SshErrorCode =
  /** There is no `ssh` on this computer, or it does not start. */
  | 'noProgram'
  /** ssh's own configuration is wrong, or names something that it does not know. */
  | 'config'
  /** The alias is one that ssh would refuse or misread; it was never handed to it. */
  | 'unusableAlias'
  /** No address for the name. */
  | 'unknownHost'
  | 'unreachable'
  | 'refused'
  /** No answer in time: of the host, or of a script on it. */
  | 'timeout'
  /** The host's key was never seen here; only a person may accept it. */
  | 'hostKeyUnknown'
  /** The host's key is another one than before; nobody may accept that by a click. */
  | 'hostKeyChanged'
  | 'denied'
  /** A host on the way (ProxyJump, ProxyCommand) could not be passed. */
  | 'jump'
  /** The two sides have no cipher, key exchange or kind of host key in common. */
  | 'noCommon'
  /** A person has to answer, and nobody was there, or this computer has no terminal to ask in. */
  | 'needsPerson'
  /** The far side has no POSIX shell, or its login shell runs nothing. */
  | 'noShell'
  /** The connection went while something ran over it, or there is none. */
  | 'cut'
  /** A script wrote more than its limit. */
  | 'tooMuch'
  /** A program on the far side ended with an error. */
  | 'failed'
  /** Taken back by a person: disconnected, or the signal of the call. */
  | 'cancelled'
  /** What ssh said is none of the above. */
  | 'other';

export class SshError extends Error {
  readonly code: SshErrorCode;
  /** What the program itself said: one line, bounded, without control characters; '' where it said nothing. */
  readonly said: string;

  constructor(code: SshErrorCode, sentence: string, said = '') {
    super(sentence);
    this.name = 'SshError';
    this.code = code;
    this.said = said;
  }
}
