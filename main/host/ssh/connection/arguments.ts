/**
 * What ssh is started with. The owner's configuration decides everything else; each option here is one that would break what
 * we do, or that keeps something from being opened. On the command line they come before every file. docs/ssh.md lists them.
 */

import { refusalOfAlias, unusableSentence } from '../config/alias.ts';
import { isAtLeast } from '../program.ts';
import type { ForwardedPort } from './connection.ts';
import { SshError } from './ssh-error.ts';

export interface KeepAlive {
  readonly seconds: number;
  /** So many unanswered ones, and the connection counts as gone. */
  readonly count: number;
}

const CLEARED = 'ClearAllForwardings=yes';

/** Of the connection and of what runs over it alike. */
const NEITHER_FORWARDS_NOR_RUNS = [
  // A command of the configuration would run in place of ours.
  'RemoteCommand=none',
  'RequestTTY=no',
  'PermitLocalCommand=no',
  // Ports of the configuration would be opened by each connection, and taken from the terminal's own.
  CLEARED,
  'Tunnel=no',
  'ForwardX11=no',
] as const;

/** OpenSSH knows these since 8.7, and ends at an option that it does not know. */
const SINCE_8_7 = {
  // Else it would go to the background, and end without ending.
  all: ['ForkAfterAuthentication=no'],
  session: ['SessionType=default', 'StdinNull=no'],
} as const;

/** Which ssh it is for: `version` as in SshProgram. */
interface For {
  readonly alias: string;
  readonly version: string;
}

function kept({ version }: For, isSession: boolean): readonly string[] {
  if (!isAtLeast(version, [8, 7])) return NEITHER_FORWARDS_NOR_RUNS;
  return [...NEITHER_FORWARDS_NOR_RUNS, ...SINCE_8_7.all, ...(isSession ? SINCE_8_7.session : [])];
}

const withO = (options: readonly string[]): string[] => options.flatMap((option) => ['-o', option]);

/** The connection itself, which runs nothing. */
export function masterArguments(
  to: For,
  controlPath: string,
  silent: boolean,
  keepAlive: KeepAlive,
): string[] {
  return [
    ...['-M', '-S', escaped(controlPath), '-N', '-T'],
    ...withO([
      'ControlPersist=no',
      ...kept(to, false),
      // What went wrong is told from its messages, and a configuration may be quiet.
      'LogLevel=INFO',
      // A connection that died without a word is found, and the network in between does not forget it.
      `ServerAliveInterval=${keepAlive.seconds}`,
      `ServerAliveCountMax=${keepAlive.count}`,
      ...(silent ? ['BatchMode=yes'] : []),
    ]),
    ...['--', checked(to.alias)],
  ];
}

/** What runs over it. Without the connection it fails at once, and never makes one of its own. */
export function sessionArguments(to: For, controlPath: string, command: string): string[] {
  return [
    ...['-S', escaped(controlPath), '-T'],
    ...withO([
      'ControlMaster=no',
      'BatchMode=yes',
      'ProxyCommand=false',
      ...kept(to, true),
      'LogLevel=ERROR',
    ]),
    ...['--', checked(to.alias), command],
  ];
}

export interface LoneOptions {
  readonly silent: boolean;
  readonly keepAlive: KeepAlive;
  readonly ports: readonly ForwardedPort[];
  /** What runs over there. */
  readonly command: string;
}

/**
 * Where nothing is shared: the one connection that carries everything. ClearAllForwardings would clear ours too, wherever it
 * stands, so it is taken back; ports of the configuration are kept from it by inherited-forwardings.ts. That one of ours
 * cannot be opened must not end it.
 */
export function loneArguments(to: For, { silent, keepAlive, ports, command }: LoneOptions): string[] {
  return [
    '-T',
    ...ports.flatMap(({ near, far }) => ['-L', `127.0.0.1:${near}:127.0.0.1:${far}`]),
    ...withO([
      'ControlMaster=no',
      'ControlPath=none',
      'EscapeChar=none',
      'ExitOnForwardFailure=no',
      'GatewayPorts=no',
      ...kept(to, true).map((option) => (option === CLEARED ? 'ClearAllForwardings=no' : option)),
      // Also that a port could not be opened is told.
      'LogLevel=INFO',
      `ServerAliveInterval=${keepAlive.seconds}`,
      `ServerAliveCountMax=${keepAlive.count}`,
      ...(silent ? ['BatchMode=yes'] : []),
    ]),
    ...['--', checked(to.alias), command],
  ];
}

/** Whether the connection takes visitors. */
export const checkArguments = (to: For, controlPath: string): string[] => [
  ...['-S', escaped(controlPath), '-O', 'check'],
  ...withO(['ProxyCommand=false', 'BatchMode=yes']),
  ...['--', checked(to.alias)],
];

/**
 * Has the connection forward a socket of the far side to one of this side, or no longer. No file is read: the owner's ports, which the
 * connection leaves closed, would be asked for with it.
 */
export const inletArguments = (
  to: For,
  controlPath: string,
  act: 'forward' | 'cancel',
  far: string,
  near: string,
): string[] => [
  ...['-F', '/dev/null', '-S', escaped(controlPath), '-O', act],
  ...['-R', `${inForwarding(far)}:${inForwarding(near)}`],
  ...withO(['ProxyCommand=false', 'BatchMode=yes', 'LogLevel=ERROR']),
  ...['--', checked(to.alias)],
];

/** A colon ends a path there. */
const inForwarding = (path: string): string => escaped(path).replace(/[\\:]/g, '\\$&');

/** `%` begins a token in a ControlPath. */
const escaped = (path: string): string => path.replaceAll('%', '%%');

/** The last line before ssh, whatever was listed. */
function checked(alias: string): string {
  const refusal = refusalOfAlias(alias);
  if (refusal !== null) throw new SshError('unusableAlias', unusableSentence(refusal));
  return alias;
}
