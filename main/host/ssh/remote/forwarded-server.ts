/**
 * A server of Codex's over there that listens on a port of loopback, where one connection carries everything: how it is
 * started, found again and ended. Scripts for a POSIX shell, and what they print. The server is told apart from all others by
 * the digest of its token, which stands among its arguments; the token is not there.
 *
 * It outlives the connection, as a session of its own. A record in the state folder of the account names the one that this
 * host started last, so that one which the host forgot is ended and not left behind.
 */
import { SshError } from '../connection/connection.ts';
import { quoteWord } from './quote.ts';

export interface ServerPlace {
  /** As of ServerKeys. */
  readonly owner: string;
  /** 64 hexadecimal digits. */
  readonly digest: string;
}

/** What stands at a port over there. */
export type ServerState =
  /** Nothing of ours runs. */
  | 'gone'
  /** Ours runs, and the port is another program's, or it cannot be told whose it is. */
  | 'foreign'
  | 'running';

/** A server that works is told to end, and gets so long for it. */
const DRAIN_SECONDS = 30;
/** One that the host does not know any more. */
const FORGOTTEN_SECONDS = 5;
/** Until it listens. */
const START_SECONDS = 20;

/** A start that finds a port taken tries the next, and may have to end an older one before. */
export const START_TIMEOUT_MS = (FORGOTTEN_SECONDS + 2 * START_SECONDS + 15) * 1000;
export const STOP_TIMEOUT_MS = (DRAIN_SECONDS + 15) * 1000;

/**
 * `all`: what runs as this user, one a line: pid, parent, words. BusyBox has another `ps`, and /proc in its place.
 * `heads`: of those with this digest the ones that started the others; npm's wrapper hands signals on by itself.
 * `recorded`: the digest that the record names. `listens`: whether the port of 127.0.0.1 is this user's. Where that cannot be told, it is not.
 */
const PRELUDE = ({ owner, digest }: ServerPlace): string => `
digest=${quoteWord(digest)}
state=\${XDG_STATE_HOME:-$HOME/.local/state}/outpost
record=$state/codex-${owner}
log=$record.log
uid=$(id -u)
all() {
  ps -ww -u "$uid" -o pid= -o ppid= -o args= 2>/dev/null && return
  for at in /proc/[0-9]*; do
    [ -O "$at" ] && printf '%s 0 %s\\n' "\${at#/proc/}" "$(tr '\\000' ' ' <"$at/cmdline")"
  done 2>/dev/null
}
every() { all | awk -v digest="$1" 'index($0, "--ws-token-sha256 " digest) { print $1 }'; }
heads() {
  all | awk -v digest="$1" '
    index($0, "--ws-token-sha256 " digest) { parent[$1] = $2 }
    END { for (pid in parent) if (!(parent[pid] in parent)) print pid }'
}
listens() {
  if [ -r /proc/net/tcp ]; then
    awk -v port="$(printf '%04X' "$1")" -v uid="$uid" '
      $4 == "0A" && $8 == uid && ($2 == "0100007F:" port || $2 == "7F000001:" port) { found = 1 }
      END { exit !found }' /proc/net/tcp
  else
    [ -n "$(lsof -nP -a -u "$uid" -iTCP@127.0.0.1:"$1" -sTCP:LISTEN -t 2>/dev/null)" ]
  fi
}
recorded() {
  [ -r "$record" ] && read -r older rest <"$record" && [ "\${#older}" -eq 64 ] || return
  case $older in *[!0-9a-f]*) ;; *) echo "$older" ;; esac
}
nap() { sleep 0.1 2>/dev/null || sleep 1; }
end() {
  for pid in $(heads "$1"); do kill -TERM "$pid"; done 2>/dev/null
  until=$(($(date +%s) + $2))
  while [ -n "$(every "$1")" ]; do
    now=$(date +%s)
    if [ "$now" -ge "$until" ]; then
      for pid in $(every "$1"); do kill -KILL "$pid"; done 2>/dev/null
      [ "$now" -ge "$((until + 5))" ] && return 1
    fi
    nap
  done
}
`;

/** Prints \`server=running\`, \`server=foreign\` or \`server=gone\`. */
export const lookScript = (place: ServerPlace, port: number): string => `${PRELUDE(place)}
if [ -z "$(heads "$digest")" ]; then echo server=gone
elif listens ${port}; then echo server=running
else echo server=foreign
fi
`;

export function readServer(stdout: string): ServerState {
  const [, said] = /^server=(gone|foreign|running)$/m.exec(stdout) ?? [];
  if (said === undefined) throw new SshError('failed', 'What runs over there could not be told.');
  return said as ServerState;
}

/** Prints \`port=\` and the one that it listens on. @param codex path of the program @param ports to be tried in this order */
export const startScript = (place: ServerPlace, codex: string, ports: readonly number[]): string => `
${PRELUDE(place)}
codex=${quoteWord(codex)}
(umask 077; mkdir -p "$state" && : >"$log") || exit 5
older=$(recorded)
if [ -n "$older" ] && [ "$older" != "$digest" ]; then end "$older" ${FORGOTTEN_SECONDS} || exit 6; fi
PATH=\${codex%/*}:$PATH
export PATH
cd "$HOME" || exit 5
own=nohup
command -v setsid >/dev/null 2>&1 && own=setsid
for port in ${ports.map(Number).join(' ')}; do
  $own "$codex" app-server --listen "ws://127.0.0.1:$port" --ws-auth capability-token \\
    --ws-token-sha256 "$digest" </dev/null >/dev/null 2>"$log" &
  started=$!
  until=$(($(date +%s) + ${START_SECONDS}))
  while kill -0 "$started" 2>/dev/null && [ "$(date +%s)" -lt "$until" ]; do
    if grep -q "listening on: ws://127.0.0.1:$port" "$log" && listens "$port"; then
      (umask 077; printf '%s %s\\n' "$digest" "$port" >"$record")
      echo "port=$port"
      exit 0
    fi
    nap
  done
  end "$digest" 0
done
tail -n 3 "$log" >&2
exit 7
`;

/** Ends it, and whatever of this host's else runs there. @param digest null: the host knows of none */
export const stopScript = (owner: string, digest: string | null): string => `
${PRELUDE({ owner, digest: digest ?? '' })}
for each in $digest $(recorded); do end "$each" ${DRAIN_SECONDS} || exit 6; done
rm -f "$record" "$log"
`;

/** @returns the port. @throws SshError `failed` */
export function readStarted({
  code,
  stdout,
  stderr,
}: {
  code: number;
  stdout: string;
  stderr: string;
}): number {
  const [, port] = /^port=(\d{1,5})$/m.exec(stdout) ?? [];
  if (code === 0 && port !== undefined) return Number(port);
  const why = code === 5 ? 'The home folder over there cannot be written to.' : NOT_STARTED;
  throw new SshError('failed', why, stderr.trim().split('\n').at(-1)?.slice(0, 200) ?? '');
}

const NOT_STARTED = 'Codex’s server over there did not start.';
