/**
 * What ssh is started with. The owner's configuration decides everything else; each option here is one that would break what
 * we do, or that keeps something from being opened. On the command line they come before every file. docs/ssh.md lists them.
 */
import { refusalOfAlias, unusableSentence } from '../config/alias.ts';
import { SshError } from './ssh-error.ts';

export interface KeepAlive {
  readonly seconds: number;
  /** So many unanswered ones, and the connection counts as gone. */
  readonly count: number;
}

/** Of the connection and of what runs over it alike. */
const NEITHER_FORWARDS_NOR_RUNS = [
  // A command of the configuration would run in place of ours.
  'RemoteCommand=none',
  'RequestTTY=no',
  'PermitLocalCommand=no',
  // Ports of the configuration would be opened by each connection, and taken from the terminal's own.
  'ClearAllForwardings=yes',
  'Tunnel=no',
  'ForwardX11=no',
  // Else it would go to the background, and end without ending.
  'ForkAfterAuthentication=no',
] as const;

const withO = (options: readonly string[]): string[] => options.flatMap((option) => ['-o', option]);

/** The connection itself, which runs nothing. @param controlPath null where nothing is shared. */
export function masterArguments(
  alias: string,
  controlPath: string,
  silent: boolean,
  keepAlive: KeepAlive,
): string[] {
  return [
    ...['-M', '-S', escaped(controlPath), '-N', '-T'],
    ...withO([
      'ControlPersist=no',
      ...NEITHER_FORWARDS_NOR_RUNS,
      // What went wrong is told from its messages, and a configuration may be quiet.
      'LogLevel=INFO',
      // A connection that died without a word is found, and the network in between does not forget it.
      `ServerAliveInterval=${keepAlive.seconds}`,
      `ServerAliveCountMax=${keepAlive.count}`,
      ...(silent ? ['BatchMode=yes'] : []),
    ]),
    ...['--', checked(alias)],
  ];
}

/** What runs over it. Without the connection it fails at once, and never makes one of its own. */
export function sessionArguments(alias: string, controlPath: string, command: string): string[] {
  return [
    ...['-S', escaped(controlPath), '-T'],
    ...withO([
      'ControlMaster=no',
      'BatchMode=yes',
      'ProxyCommand=false',
      'SessionType=default',
      'StdinNull=no',
      ...NEITHER_FORWARDS_NOR_RUNS,
      'LogLevel=ERROR',
    ]),
    ...['--', checked(alias), command],
  ];
}

/** Where nothing is shared: a connection of its own, as far as that needs nobody. @param command undefined: it runs nothing */
export function loneArguments(
  alias: string,
  silent: boolean,
  keepAlive: KeepAlive,
  command: string,
): string[] {
  return [
    '-T',
    ...withO([
      'ControlMaster=no',
      'ControlPath=none',
      'SessionType=default',
      'StdinNull=no',
      ...NEITHER_FORWARDS_NOR_RUNS,
      `ServerAliveInterval=${keepAlive.seconds}`,
      `ServerAliveCountMax=${keepAlive.count}`,
      ...(silent ? ['BatchMode=yes'] : []),
    ]),
    ...['--', checked(alias), command],
  ];
}

/** Whether the connection takes visitors. */
export const checkArguments = (alias: string, controlPath: string): string[] => [
  ...['-S', escaped(controlPath), '-O', 'check'],
  ...withO(['ProxyCommand=false', 'BatchMode=yes']),
  ...['--', checked(alias)],
];

/** `%` begins a token in a ControlPath. */
const escaped = (path: string): string => path.replaceAll('%', '%%');

/** The last line before ssh, whatever was listed. */
function checked(alias: string): string {
  const refusal = refusalOfAlias(alias);
  if (refusal !== null) throw new SshError('unusableAlias', unusableSentence(refusal));
  return alias;
}
