/**
 * The command that an agent runs before each of its actions. It hands what it reads to the host, waits for the answer, and
 * succeeds only where the host said `go`; whatever else happens, it exits with 2 and words on stderr, which forbids the action.
 *
 * It is Perl, because that is on every macOS and nearly every Linux (git brings it), starts in 2 ms where Node takes 50 and
 * curl 8, and can wait on a Unix socket with a deadline, which `sh` cannot. The program is part of the command itself, so
 * that no file of ours has to be trusted: agents that remember a hook by its definition remember the program with it.
 */

/** Where Perl is on macOS and on Linux. Not looked for on PATH, which a project can change. */
export const PERL = '/usr/bin/perl';

export interface WrapperOptions {
  /** Path of the socket that the host listens on. */
  socket: string;
  /** Seconds until it gives up, whatever happens. */
  patience: number;
  /** Seconds that nobody may listen, before and between answers: a host that restarts, or a connection, is back by then. */
  absence: number;
  /** Path of Perl. */
  perl: string;
  /** Path of the user's login shell; empty where it is not known. */
  shell: string;
}

/**
 * In single quotes of a shell, so it holds no single quote and no pair of backslashes: those are read differently by sh and
 * fish. It loads no module, and is told by `-T` to heed no variable of the environment: a project in whose folder it runs
 * could otherwise bring modules of its own. A socket's name is packed by hand, because that would be a module too.
 *
 * Over SSH somebody always takes the call: the server over there, also when the way behind it is dead. So a host counts as
 * absent until it has said `wait`; and who waits looks every few seconds whether another socket lies there, which the host
 * makes when it is back by another connection, and calls that. An agent that dies leaves its hooks behind: who waits ends when
 * nobody reads its words any more, which makes the writing end of a pipe look readable.
 */
const PROGRAM = `
sub place { join " ", (stat $_[0])[1, 10] }
my ($path, $patience, $absence) = map { /^(.*)$/s } @ARGV;
sub blocked { print STDERR "$_[0]\\n"; exit 2 }
$SIG{PIPE} = "IGNORE";
$SIG{ALRM} = sub { blocked("Nobody answered in time, so this was not run.") };
alarm $patience;
binmode STDIN;
my $asked = do { local $/; <STDIN> };
my $name = $^O eq "linux" ? pack("Sa108", 1, $path) : pack("CCa104", 106, 1, $path);
my $agent = "";
-p STDERR || -S STDERR and vec($agent, 2, 1) = 1;
my $since;
for (;;) {
  my ($host, $in, $known, $place) = (undef, "", 0, place($path));
  if (socket($host, 1, 1, 0) && connect($host, $name)) {
    my $out = length($asked) . "\\n" . $asked;
    while (length $out) {
      my $sent = syswrite($host, $out, 65536) or last;
      substr($out, 0, $sent) = "";
    }
    for (;;) {
      my $ready = $agent;
      vec($ready, fileno($host), 1) = 1;
      my $count = select($ready, undef, undef, $known ? 2 : 10);
      $count > 0 && vec($ready, 2, 1) and exit 2;
      if ($count < 1) {
        my $now = place($path);
        $known && ($now eq "" || $now eq $place) ? next : last;
      }
      sysread($host, $in, 4096, length $in) or last;
      while ($in =~ s/^(.*)\\n//) {
        my $said = $1;
        if ($said eq "wait") { $known = 1; undef $since; next }
        if ($said eq "go") { syswrite $host, "heard\\n"; print "go"; exit 0 }
        if ($said =~ /^no (.+)/) { my $why = $1; syswrite $host, "heard\\n"; blocked($why) }
        blocked("Outpost gave an answer that is none, so this was not run.");
      }
      length $in < 20000 or blocked("Outpost gave an answer without an end, so this was not run.");
    }
  }
  $since ||= time;
  time - $since < $absence
    or blocked("Outpost does not run, or cannot be reached from here, so nobody could allow this, and it was not run. Do not try again before it is back.");
  my $gone = $agent;
  select($gone, undef, undef, time - $since < 60 ? 0.2 : 2) > 0 and exit 2;
}
`;

/** Never more than this of what Perl would otherwise heed or load. */
const SWITCHES = ['-f', '-T', '-C0', '-e'];

/**
 * `go` has to be said: an interpreter that is missing, killed or not what it should be says nothing. The last words are ours
 * in any case, because agents let an action go ahead whose hook fails in silence. Perl complains of a language that is not
 * installed, which a session over SSH often names, so it is given none.
 */
const only = (called: string): string =>
  `test "$(LC_ALL=C ${called})" = go || { echo "Outpost did not let this go ahead." >&2; exit 2; }`;

/** Login shells that read the command as sh does; in every other one it costs a further process. */
const LIKE_SH = /(^|\/)(sh|bash|dash|zsh|ksh|ash)$/;

/**
 * The command as text for the shell in which the agent runs its hooks: that of its user.
 * @throws RangeError for a path that shells do not read alike.
 */
export function wrapperCommand({ socket, patience, absence, perl, shell }: WrapperOptions): string {
  const call = [perl, ...SWITCHES, PROGRAM, socket, String(patience), String(absence)].map(quoted).join(' ');
  if (LIKE_SH.test(shell)) return only(call);
  return `/bin/sh -c '${only('exec "$@"')}' outpost-gate ${call}`;
}

function quoted(word: string): string {
  if (/^[\w/.-]+$/.test(word)) return word;
  if (/['\0]|\\\\|\\$/.test(word)) throw new RangeError('not the same in every shell');
  return `'${word}'`;
}
