/**
 * A program that must not outlive the host. A host that is killed cannot say so any more; but the system closes its ends
 * of every pipe. So on POSIX a shell stands between: it holds the other end of a pipe that nobody writes to, and ends the
 * program when that pipe ends. On Windows libuv puts children into a job that ends with the process.
 */
import { spawn } from 'node:child_process';
import { LineSplitter } from '../local-socket/lines.ts';

/** Longer lines say nothing that is looked for. */
const LONGEST_LINE = 4096;
/** A program that talks more than this before it is stopped is still heard out, but not listened to, unless it should. */
const MOST_LINES = 2000;

/**
 * `read` ends with the pipe. The program then has two seconds for its farewell. Whoever stands in the background of a
 * shell gets /dev/null as its input, hence the third descriptor.
 */
const LEASH = `
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!
(PATH=/bin:/usr/bin; read -r end <&3; kill -TERM $program; sleep 2; kill -KILL $program) >/dev/null 2>&1 &
leash=$!
wait $program
code=$?
kill $leash 2>/dev/null
exit $code
`;

export interface Leashed {
  /** Resolves with its exit code when the program has ended, whoever ended it; null: it could not be started, or was killed. */
  readonly ended: Promise<number | null>;
  /** Ends it. Resolves when it has ended. */
  stop(): Promise<void>;
}

export interface LeashedProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Each line that it writes, to whichever output, as long as that is text of a sane length. */
  readonly heard: (line: string) => void;
  /** How many lines are listened to; `Infinity` for one that reports for as long as it runs. */
  readonly mostLines?: number;
  readonly platform?: NodeJS.Platform;
}

export function startLeashed(program: LeashedProgram): Leashed {
  const { command, args, env, heard, mostLines = MOST_LINES, platform = process.platform } = program;
  const windows = platform === 'win32';
  const child = windows
    ? spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
    : // A session of its own: Ctrl-C in the terminal of the host is for the host, which says goodbye to phones first.
      spawn('/bin/sh', ['-c', LEASH, 'sh', command, ...args], {
        env,
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  });
  // A program that closes its input early is no fault of ours.
  child.stdin.on('error', () => {});
  const listen = listenTo(heard, mostLines);
  child.stdout.on('data', listen());
  child.stderr.on('data', listen());
  return {
    ended,
    async stop() {
      if (windows) child.kill();
      else child.stdin.end();
      await ended;
    },
  };
}

/** @returns a maker of what takes the bytes of one output: these are drained to the end, whatever comes. */
function listenTo(heard: (line: string) => void, most: number): () => (bytes: Buffer) => void {
  let left = most;
  return () => {
    const lines = new LineSplitter(LONGEST_LINE);
    return (bytes) => {
      if (left === 0) return;
      for (const line of lines.push(bytes)) {
        if (left === 0) return;
        left -= 1;
        if ('text' in line) heard(line.text);
      }
    };
  };
}
