/**
 * What there is on the far side, found in one round trip: its system, the agent, the agent's own server, free space.
 * Nothing is changed there.
 */
import { readReport } from '../../agents/codex/daemon.ts';
import { parseVersion } from '../../agents/codex/find.ts';
import { SshError } from '../connection/connection.ts';

export interface Look {
  /** As `uname -s` says: `Linux`, `Darwin`. */
  readonly system: string;
  /** As `uname -m` says: `x86_64`, `arm64`. */
  readonly machine: string;
  /** The user's login shell, by its path; may be empty. */
  readonly shell: string;
  /** The user's home folder. */
  readonly home: string;
  /** Null: not found. `version` null: it is there and does not run. */
  readonly codex: { readonly path: string; readonly version: string | null } | null;
  readonly daemon: Daemon;
  /** Where Codex keeps its files; null: not known. In bytes. */
  readonly free: number | null;
}

/** Codex's own server over there. `silent`: it did not say in time whether it runs. `never`: its first start copies the program. */
export type Daemon =
  | { readonly state: 'running'; readonly version: string | null }
  | { readonly state: 'silent' }
  | { readonly state: 'stopped' }
  | { readonly state: 'never' };

/**
 * A session over SSH has a short PATH: what the profile adds is missing. So the usual places are looked at too, and last the
 * login shell is asked. The folder of a `codex` that npm installed holds the `node` that it needs as well.
 *
 * `daemon version` fails where none runs, and also where one is too busy to answer: Codex gives up after 2 s and says so. These two
 * are told apart, since whatever an agent waits for is over only with the first.
 */
export const LOOK_SCRIPT = `
say() { printf '%s=%s\\n' "$1" "$2"; }
say system "$(uname -s)"
say machine "$(uname -m)"
say shell "\${SHELL:-}"
say home "$HOME"
codex_home=\${CODEX_HOME:-$HOME/.codex}
short=
command -v timeout >/dev/null 2>&1 && short='timeout 8'
# What timeout ends with: 124, of BusyBox 143.
late() { case $1:$2 in 124:* | 137:* | 143:* | *'timed out'*) return 0 ;; *) return 1 ;; esac; }
find_codex() {
  command -v codex && return
  for folder in "$HOME/.local/bin" "$HOME/.npm-global/bin" "$HOME/.volta/bin" "$HOME/.bun/bin" \\
    "$HOME/.local/share/pnpm" /opt/homebrew/bin /usr/local/bin /home/linuxbrew/.linuxbrew/bin; do
    [ -x "$folder/codex" ] && printf '%s\\n' "$folder/codex" && return
  done
  nvm=$HOME/.nvm/versions/node
  for version in $(ls -1 "$nvm" 2>/dev/null | sort -t . -k 1.2,1nr -k 2,2nr -k 3,3nr); do
    [ -x "$nvm/$version/bin/codex" ] && printf '%s\\n' "$nvm/$version/bin/codex" && return
  done
  case \${SHELL##*/} in
    sh | bash | zsh | fish | dash | ksh)
      $short "$SHELL" -lc 'command -v codex' </dev/null 2>/dev/null | grep '^/' | tail -n 1 ;;
  esac
}
codex=$(find_codex)
case $codex in
  /*)
    PATH=\${codex%/*}:$PATH
    export PATH
    say codex "$codex"
    if answer=$($short "$codex" app-server daemon version 2>&1) && [ -n "$answer" ]; then
      say daemon "$(printf '%s\\n' "$answer" | grep '"status"' | tail -n 1)"
    else
      late $? "$answer" && say silent daemon
      answer=$($short "$codex" --version 2>/dev/null) || { late $? '' && say silent codex; }
      say version "$(printf '%s\\n' "$answer" | tail -n 1)"
    fi ;;
esac
[ -e "$codex_home/packages/app-server-daemon/current" ] && say copied yes
[ -d "$codex_home" ] || codex_home=$HOME
say free "$(df -Pk "$codex_home" 2>/dev/null | tail -n 1)"
`;

/** Three of its steps have 8 s each, and the rest is fast. */
export const LOOK_TIMEOUT_MS = 30_000;

/** A folder that is longer is none that anybody works in. */
const LONGEST = 4096;
/** @throws SshError `noShell` when it is not what the script prints, `timeout` when Codex did not say its version in time. */
export function readLook(stdout: string): Look {
  const said = new Map<string, string>();
  const silent = new Set<string>();
  for (const line of stdout.split('\n')) {
    const at = line.indexOf('=');
    if (at <= 0 || line.length > LONGEST) continue;
    const [key, value] = [line.slice(0, at), printable(line.slice(at + 1))];
    if (key === 'silent') silent.add(value);
    else said.set(key, value);
  }
  const [system, home] = [said.get('system') ?? '', said.get('home') ?? ''];
  if (system === '' || !home.startsWith('/'))
    throw new SshError('noShell', 'The shell over there did not say what system it runs on.');
  const path = said.get('codex') ?? '';
  const report = readReport(said.get('daemon') ?? '');
  const running = report?.status === 'running' ? report : null;
  const version = parseVersion(running?.cliVersion ?? said.get('version') ?? '');
  if (version === null && silent.has('codex'))
    throw new SshError('timeout', 'Codex over there did not say its version in time. The host may be busy.');
  return {
    system,
    machine: said.get('machine') ?? '',
    shell: said.get('shell') ?? '',
    home,
    codex: path.startsWith('/') ? { path, version } : null,
    daemon:
      running !== null
        ? { state: 'running', version: parseVersion(running.appServerVersion ?? '') }
        : { state: said.get('copied') !== 'yes' ? 'never' : silent.has('daemon') ? 'silent' : 'stopped' },
    free: readFree(said.get('free')),
  };
}

/** The line of `df -P`: file system, blocks of 1024 bytes, used, available, capacity, mounted on. */
function readFree(line = ''): number | null {
  const blocks = /\s\d+\s+\d+\s+(\d+)\s+\d+%\s/.exec(line)?.[1];
  return blocks === undefined ? null : Number(blocks) * 1024;
}

/** A far side may say anything; this is shown, and the paths are used only quoted. */
const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '');
