/**
 * Why ssh gave up, in words, from its last messages. Pure. A server's banner stands among these messages, so the end decides:
 * there ssh says what it ended for. What is read here is only told; nothing is trusted or opened by it.
 */
import { shownLine } from './shown-text.ts';
import { SshError, type SshErrorCode } from './ssh-error.ts';

export interface Ended {
  readonly alias: string;
  /** What ssh wrote to its stderr, its end. */
  readonly messages: string;
  /** Null: it did not start, or was killed. */
  readonly code: number | null;
  /** Nobody could be asked (BatchMode). */
  readonly silent: boolean;
}

/** So many of the last lines are looked at. The picture of a changed host key has fifteen. */
const LAST_LINES = 24;

/** Nothing that a person could do: it goes away by itself, or with the network. */
const PASSING: ReadonlySet<SshErrorCode> = new Set([
  'unknownHost',
  'unreachable',
  'refused',
  'timeout',
  'cut',
  'other',
]);

/** What ssh says with them begins with the name of the host. */
const NAMES_HOST: ReadonlySet<SshErrorCode> = new Set(['unknownHost', 'refused', 'timeout', 'unreachable']);

export const passes = (error: SshError): boolean =>
  PASSING.has(error.code) || error instanceof PassingJumpError;

/** A host on the way failed, and it may be another time. */
class PassingJumpError extends SshError {}

export function failureOf(ended: Ended): SshError {
  const lines = ended.messages
    .split('\n')
    .map((line) => shownLine(line))
    .filter((line) => line !== '')
    .slice(-LAST_LINES);
  const said = lines.at(-1) ?? '';
  // The port of a connection that is not one: ssh speaks through another program, which has said why it ended.
  const jumped = /UNKNOWN port 65535|^stdio forwarding failed|^channel \d+: open failed/.test(
    lines.slice(-2).join('\n'),
  );
  const own = lines.filter(
    (line) => !/UNKNOWN port 65535|^stdio forwarding failed|^kex_exchange_identif/.test(line),
  );
  const [code, about] = jumped ? reasonOf(own, true) : reasonOf(lines, false);
  if (!jumped) return new SshError(code, sentenceOf(code, about, ended), said);
  // The host on the way, as far as ssh names it.
  const alias = NAMES_HOST.has(code) && about !== '' ? about : 'that host';
  const sentence = sentenceOf(code, about, { ...ended, alias }).replace(/^that/, 'That');
  const way = `A host on the way to ${ended.alias} could not be passed. ${sentence}`;
  return PASSING.has(code) ? new PassingJumpError('jump', way, said) : new SshError('jump', way, said);
}

/** From the last line to the first, so that what came last decides. */
function reasonOf(lines: readonly string[], jumped: boolean): readonly [SshErrorCode, string] {
  for (const [index, line] of [...lines.entries()].reverse()) {
    if (line === 'Host key verification failed.') {
      const before = lines.slice(Math.max(0, index - 16), index).join('\n');
      const changed = /REMOTE HOST IDENTIFICATION HAS CHANGED|REVOKED HOST KEY/.test(before);
      const where = /Offending .{1,40} in (.{1,160}):(\d+)/.exec(before);
      return changed
        ? ['hostKeyChanged', where === null ? '' : `${where[1]}, line ${where[2]}`]
        : ['hostKeyUnknown', ''];
    }
    for (const [pattern, code] of MESSAGES) {
      const found = pattern.exec(line);
      if (found !== null) return [code, found[1] ?? ''];
    }
  }
  return [jumped ? 'unreachable' : 'other', ''];
}

const MESSAGES: readonly (readonly [RegExp, SshErrorCode])[] = [
  [/^(?:ssh: )?Could not resolve hostname ([^\s:]{1,100})/i, 'unknownHost'],
  [/^ssh: connect to host (.{1,200}) port \d+: (?:Connection|Operation) timed out/, 'timeout'],
  [/^ssh: connect to host (.{1,200}) port \d+: Connection refused/, 'refused'],
  [/^ssh: connect to host (.{1,200}) port \d+: /, 'unreachable'],
  [/^channel \d+: open failed: (?:connect failed|administratively prohibited)/, 'unreachable'],
  [/^Connection timed out during banner exchange|^Connection to .{1,200} timed out/, 'timeout'],
  [/^Timeout, server .{1,200} not responding/, 'cut'],
  [/Permission denied \(([^)]{0,100})\)\.?$/, 'denied'],
  [/Too many authentication failures/, 'denied'],
  [/^Unable to negotiate with .{1,200}?: (no matching .{1,80}?) found/, 'noCommon'],
  [
    /^(?:.{1,200} line \d+: |.{1,200}: terminating, \d+ bad configuration|Bad owner or permissions on |Can't open user config file )/,
    'config',
  ],
  [/^(?:command-line|ssh|.{1,200}): .*(?:Bad configuration option|Unsupported option)/, 'config'],
  [
    /^kex_exchange_identification|^ssh_dispatch_run_fatal|^client_loop: send disconnect|^Connection (?:closed|reset) by|^Received disconnect from|Broken pipe$/,
    'cut',
  ],
];

function sentenceOf(code: SshErrorCode, about: string, { alias, messages, silent }: Ended): string {
  const named = about === '' || about === alias ? alias : `${alias} (${about})`;
  switch (code) {
    case 'unknownHost':
      return `There is no address for ${about || alias}. Check its name in your SSH configuration, and whether this computer is in the network or VPN that knows it.`;
    case 'unreachable':
      return `${named} cannot be reached from this network. Check whether it runs, and whether this computer needs a VPN for it.`;
    case 'refused':
      return `${named} is there and takes no SSH connections on that port. Check the port in your SSH configuration, and whether its SSH server runs.`;
    case 'timeout':
      return `${named} did not answer in time. Check whether it runs, and whether this network lets SSH through.`;
    case 'cut':
      return `The connection to ${alias} was closed.`;
    case 'hostKeyUnknown':
      return `The key of ${alias} is not known on this computer, and was not accepted. Ask who runs it for its fingerprint, then connect and compare.`;
    case 'hostKeyChanged':
      return `${alias} shows another key than before. Somebody may be in between, or it was set up anew. Ask who runs it; only then take the old key out${about === '' ? ' (ssh-keygen -R)' : ` of ${about}`}.`;
    case 'denied':
      return silent
        ? `${alias} let nobody in without a question. Connect, and answer what it asks; or add a key to the SSH agent.`
        : `${alias} refused the sign-in${about === '' ? '' : ` (it takes: ${about.replaceAll(',', ', ')})`}. Check user, key and password, then connect again.`;
    case 'noCommon':
      return `This computer and ${alias} have no method in common (${about}). One of the two is too old: see "ssh -v ${alias}" in a terminal.`;
    case 'config':
      return `ssh does not accept your SSH configuration: ${shownLine(messages.trim().split('\n')[0] ?? '')}`;
    default: {
      const said = shownLine(messages.trim().split('\n').at(-1) ?? '');
      return said === ''
        ? `ssh ended without a word. Try "ssh ${alias}" in a terminal.`
        : `ssh could not connect to ${alias}: ${said}`;
    }
  }
}
