/**
 * One ssh that holds a connection, and ends with the host however that ends. On POSIX a shell stands in between, with the
 * other end of a pipe that nobody writes to: when the pipe ends, it ends ssh and all that ssh started (ProxyCommand). On
 * Windows libuv puts children into a job that ends with the process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { PtyLibrary, Size, Terminal } from './terminal.ts';

export interface SshCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Its working folder; the host's own without it. */
  readonly folder?: string;
}

export interface Heard {
  /** ssh's own terminal, in which it asks. */
  readonly asked: (text: string) => void;
  /** What it tells: its messages, and a server's. */
  readonly told: (text: string) => void;
}

export interface SshProcess {
  /** Resolves when ssh and all that it started have ended and been heard out. Null: not started, or killed. */
  readonly ended: Promise<number | null>;
  /** Ends it. Resolves when it has ended. */
  stop(): Promise<void>;
  /** Into its terminal, where it has one. */
  type(text: string): void;
  resize(size: Size): void;
  /** Nothing more will be asked: its terminal goes, ssh stays. */
  dropTerminal(): void;
}

/** ssh ends at once when it is told to; what does not within this is killed. */
const FAREWELL_MS = 2_000;
/** Some output may still come from a program that left the group. It is not waited for longer. */
const HEARD_OUT_MS = 500;

/**
 * `read` ends with the pipe. Whoever stands in the background of a shell gets /dev/null as its input, hence descriptor 3.
 * The end of the terminal (HUP) is not the end of ssh. The whole group is ended, once by the leash, and once more when ssh
 * ended by itself.
 */
const LEASH = `
trap '' HUP
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!
(read -r end <&3; kill -TERM 0) >/dev/null 2>&1 &
trap '' TERM
wait $program
code=$?
kill -TERM 0
exit $code
`;

/** The first terminal that the leader of a session opens becomes its controlling one: what /dev/tty is for ssh. */
const TAKE_TERMINAL = `exec 4<>"$1"; shift`;

/** Nobody is there to answer. */
export function startSilently(command: SshCommand, told: (text: string) => void): SshProcess {
  const child = leashed(command, [LEASH], [], ['pipe', 'pipe', 'pipe']);
  for (const output of [child.stdout, child.stderr]) output?.setEncoding('utf8').on('data', told);
  return running(child, [], new Promise<void>((resolve) => child.once('close', () => resolve())));
}

/**
 * Somebody may be asked. Two terminals, so that it is known who speaks: ssh asks in its controlling one, and tells in the
 * other, which is a terminal too because only there ssh says that a hardware key waits to be touched.
 */
export function startAsking(command: SshCommand, pty: PtyLibrary, size: Size, heard: Heard): SshProcess {
  const asks = pty.openTerminal(size, heard.asked);
  const tells = pty.openTerminal(size, heard.told);
  const child = leashed(command, [TAKE_TERMINAL, LEASH], [asks.path], ['pipe', tells.slave, tells.slave]);
  tells.release();
  // Until the shell has opened it by its path, it is ours that keeps the terminal from ending.
  child.once('exit', () => asks.release());
  return running(child, [asks, tells], tells.ended);
}

/** Where nothing is shared, and nobody is there to answer: no shell in between; the end of its input ends it, also when the host is killed. */
export function startDirectly(command: SshCommand, told: (text: string) => void): SshProcess {
  const { program, args, env, folder: cwd } = command;
  const child = spawn(program, args, { env, cwd, stdio: 'pipe', windowsHide: true });
  child.stdin.on('error', () => {});
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', told);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  });
  return {
    ended,
    async stop() {
      child.kill();
      await ended;
    },
    type(text) {
      // What a terminal makes of Enter.
      child.stdin.write(text.replaceAll('\r', '\n'));
    },
    resize() {},
    dropTerminal() {},
  };
}

/** Where nothing is shared: one console for what is asked, told and carried, so no question in it is known for sure. */
export function startInConsole(
  { program, args, env, folder = process.cwd() }: SshCommand,
  pty: PtyLibrary,
  size: Size,
  heard: (text: string) => void,
): SshProcess {
  const shown = pty.spawnConsole(program, args, { env, cwd: folder }, size);
  shown.onData(heard);
  let isOver = false;
  const ended = new Promise<number | null>((resolve) =>
    shown.onExit(({ exitCode }) => {
      isOver = true;
      resolve(exitCode);
    }),
  );
  return {
    ended,
    async stop() {
      // Not node-pty's own `kill`: on Windows it starts this program once more, as a Node that the packed app is not.
      if (!isOver) end(shown.pid);
      await ended;
    },
    // node-pty throws for a console that is gone.
    type: (text) => {
      if (!isOver) shown.write(text);
    },
    resize({ columns, rows }) {
      try {
        if (!isOver) shown.resize(columns, rows);
      } catch {
        // ended meanwhile
      }
    },
    dropTerminal() {},
  };
}

function end(pid: number): void {
  try {
    process.kill(pid);
  } catch {
    // ended meanwhile
  }
}

function leashed(
  { program, args, env }: SshCommand,
  script: readonly string[],
  before: readonly string[],
  stdio: ['pipe', 'pipe' | number, 'pipe' | number],
): ChildProcess {
  const words = ['-c', script.join('\n'), 'sh', ...before, program, ...args];
  // Detached: a session and a group of its own.
  const child = spawn('/bin/sh', words, { env, stdio, detached: true });
  child.stdin?.on('error', () => {});
  return child;
}

function running(
  child: ChildProcess,
  terminals: readonly Terminal[],
  heardOut: Promise<unknown>,
): SshProcess {
  const exited = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
  const ended = exited.then(async (code) => {
    await within(HEARD_OUT_MS, heardOut);
    for (const terminal of terminals) terminal.close();
    return code;
  });
  return {
    ended,
    async stop() {
      child.stdin?.end();
      await within(FAREWELL_MS, exited);
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // ended meanwhile
        }
      }
      await ended;
    },
    type: (text) => terminals[0]?.write(text),
    resize(size) {
      for (const terminal of terminals) terminal.resize(size);
    },
    dropTerminal: () => terminals[0]?.close(),
  };
}

/** Resolves with `work`, or after `ms`; what has come while this program itself stood still is heard first. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => setImmediate(resolve), ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
