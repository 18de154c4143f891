// @ts-check
/**
 * Child processes of the scripts: bounded in time and in what is kept of their output, ended with everything that
 * they started, on every platform without a shell.
 */
import { spawn } from 'node:child_process';

/** What is kept of a child's output: its end, where the reason stands. */
const KEPT_OUTPUT = 64 * 1024;

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] Beside this process's own.
 * @property {number} timeoutMs After it the child is ended.
 * @property {boolean} [show] Its output goes to the terminal as it comes, instead of being kept.
 */
/** @typedef {{ code: number | null, output: string, timedOut: boolean }} ChildResult */

/**
 * Ends a process and all that it started.
 * @param {import('node:child_process').ChildProcess} child Started in a group of its own where there are groups.
 * @param {NodeJS.Signals} signal
 */
export function endTree(child, signal) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' }).on('error', () =>
      child.kill(),
    );
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

/**
 * Runs a program to its end.
 * @param {string} command A file, or a name in PATH; no shell reads it.
 * @param {readonly string[]} args
 * @param {ChildOptions} options
 * @returns {Promise<ChildResult>} `code` is null where it could not be started or was ended by a signal.
 */
export function runChild(command, args, { cwd, env, timeoutMs, show = false }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that a timeout or Ctrl-C also reaches what npm or a test runner started.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let output = '';
    let timedOut = false;
    /** @param {Buffer} data */
    const keep = (data) => {
      output = (output + data.toString('utf8')).slice(-KEPT_OUTPUT);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);

    const timer = setTimeout(() => {
      timedOut = true;
      endTree(child, 'SIGKILL');
    }, timeoutMs);
    let asked = false;
    // Whoever presses Ctrl-C twice means it.
    const interrupted = () => {
      endTree(child, asked ? 'SIGKILL' : 'SIGTERM');
      asked = true;
      process.exitCode = 130;
    };
    process.on('SIGINT', interrupted);
    process.on('SIGTERM', interrupted);

    /** @param {number | null} code */
    const finish = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
      resolve({ code, output, timedOut });
    };
    child.once('error', (error) => {
      output += `${error.message}\n`;
      finish(null);
    });
    child.once('close', (code) => finish(code));
  });
}
