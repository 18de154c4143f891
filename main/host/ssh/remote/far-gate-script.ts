/**
 * What the gate needs over there: a folder of the account alone, out of reach of what agents may write to, and in it a place
 * for one socket. Scripts for a POSIX shell, and what they print. Nothing else is installed: the program that agents run
 * before each action is in their hook itself.
 */
import { SOCKET_PATH_LIMIT } from '../../gate/gate.ts';
import { PERL, wrapperCommand } from '../../gate/wrapper.ts';
import { quoteWord } from './quote.ts';

/** `owner`: of this host, so that two computers on one account do not meet. */
const PRELUDE = (owner: string): string => `
state=\${XDG_STATE_HOME:-$HOME/.local/state}/outpost
socket=gate-${owner}.sock
`;

/**
 * Looks who may change the folder or those above it (the owner of / stands for root, whom containers call otherwise), and
 * whether a socket can be made there.
 */
const REHEARSAL = `
sub not_here { print "no=$_[0]\\n"; exit }
my ($place, $socket) = map { /^(.*)$/s } @ARGV;
my $root = (stat "/")[4];
for (my $at = $place; length $at; $at =~ s{/[^/]*$}{}) {
  my ($mode, $uid) = (stat $at)[2, 4];
  ($uid == $> || $uid == 0 || $uid == $root) && (!($mode & 2) || $mode & 01000) or not_here("others");
}
my $path = "$place/$socket";
my $name = $^O eq "linux" ? pack("Sa108", 1, $path) : pack("CCa104", 106, 1, $path);
umask 0177;
my $test;
socket($test, 1, 1, 0) && bind($test, $name) && unlink($path) or not_here("socket");
print "ready=$place\\n";
`;

/** Prints `ready=` and the folder, or `no=` and why not. What an earlier connection left there is gone then. */
export const prepareScript = (owner: string, perl: string): string => `${PRELUDE(owner)}
no() { echo "no=$1"; exit 0; }
[ -x ${quoteWord(perl)} ] || no perl
case $state in /*) ;; *) no folder ;; esac
(umask 077; mkdir -p "$state") 2>/dev/null || no folder
place=$(CDPATH= cd -- "$state" 2>/dev/null && pwd -P) || no folder
[ -O "$place" ] && chmod 700 "$place" || no folder
for writable in /tmp /var/tmp "\${TMPDIR:-/tmp}"; do
  real=$(CDPATH= cd -- "$writable" 2>/dev/null && pwd -P) || continue
  case $place/ in "\${real%/}"/*) no temporary ;; esac
done
rm -f "$place/$socket" || no folder
exec ${quoteWord(perl)} -f -T -C0 -e ${quoteWord(REHEARSAL)} "$place" "$socket"
`;

export type Prepared = { place: string; socket: string } | { problem: string };

export function readPrepared(stdout: string, owner: string): Prepared {
  const [, no] = /^no=(\w+)$/m.exec(stdout) ?? [];
  if (no !== undefined) return { problem: PROBLEMS[no] ?? PROBLEMS.untold! };
  const [, place] = /^ready=(\/.*)$/m.exec(stdout) ?? [];
  if (place === undefined) return { problem: PROBLEMS.untold! };
  const socket = `${place}/gate-${owner}.sock`;
  if (Buffer.byteLength(socket) > SOCKET_PATH_LIMIT) return { problem: TOO_LONG };
  return ODD.test(place) ? { problem: ODD_PATH } : { place, socket };
}

/** What ssh and shells would read as something else. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are among it.
const ODD = /[\x00-\x1f\x7f'\\:%$]/;

/** Calls the gate once as an agent's hook does. Ends with 0 where somebody said yes. */
export const proofScript = (socket: string, text: string, perl: string): string => `
chmod 600 ${quoteWord(socket)} || exit 9
printf '%s' ${quoteWord(text)} |
  ${wrapperCommand({ socket, patience: 12, absence: 2, perl, shell: '' })}
`;

/** Takes away what was made. */
export const removeScript = (owner: string): string => `${PRELUDE(owner)}
rm -f "$state/$socket"
rmdir "$state" 2>/dev/null
exit 0
`;

/** Prints where a folder really is. */
export const whereScript = (folder: string): string => `
CDPATH= cd -- ${quoteWord(folder)} 2>/dev/null && pwd -P
exit 0
`;

const NOTHING =
  'Outpost cannot stand between the agent over there and what it does, so no thread is started there.';
const again = (what: string): string => `${NOTHING} ${what}, then choose “Check again” in Environments.`;
const PROBLEMS: Readonly<Record<string, string>> = {
  perl: again(`It needs Perl at ${PERL}: install it over there`),
  folder: again(
    'Its folder (~/.local/state/outpost) could not be made: make room over there, or let the account write there',
  ),
  temporary: again(
    'Its folder is a temporary one, which the agent can write to: set XDG_STATE_HOME over there to another one',
  ),
  others: again(
    'Others over there can change the folder that it would use: take their leave to write to ~/.local/state and the folders above it',
  ),
  untold: again(`What it needs there could not be found out: look whether ${PERL} works over there`),
  socket: again(
    'No socket can be made in its folder (~/.local/state/outpost): set XDG_STATE_HOME over there to one on a local disk',
  ),
};
const TOO_LONG = again(
  'The path of its folder is too long for a socket: set XDG_STATE_HOME over there to a shorter one',
);
const ODD_PATH = again(
  'The path of its folder holds a character that ssh or a shell would misread: set XDG_STATE_HOME over there to another one',
);
export const unproven = (said: string): string =>
  again(
    `A call from there was tried and did not arrive${said === '' ? '' : ` (${said})`}: look at ~/.local/state/outpost there`,
  );
