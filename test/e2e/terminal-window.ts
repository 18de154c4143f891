/** A terminal with a program in it, as a person has one: tmux keeps the screen, and keys are pressed on it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

const COLUMNS = 110;
const ROWS = 40;

export class TerminalWindow {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.#env = env;
  }

  /** Runs the program in a window of its own; throws in words when tmux is not installed. */
  static open(command: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }): TerminalWindow {
    const env = { ...options.env, TERM: 'xterm-256color' };
    // Below the system's temporary folder, because the path of a socket has to be short.
    const window = new TerminalWindow(mkdtempSync(join(tmpdir(), 'outpost-tmux-')), env);
    const size = ['-x', `${COLUMNS}`, '-y', `${ROWS}`];
    window.#tmux('-f', '/dev/null', 'new-session', '-d', ...size, '-c', options.cwd, ...command);
    return window;
  }

  screen(): string {
    return this.#tmux('capture-pane', '-p');
  }

  /** Resolves when the screen shows this. */
  async shows(text: string | RegExp): Promise<void> {
    await expect.poll(() => this.screen(), { interval: 50 }).toMatch(text);
  }

  async hides(text: string | RegExp): Promise<void> {
    await expect.poll(() => this.screen(), { interval: 50 }).not.toMatch(text);
  }

  /** Types a line, and sends it when it stands on the screen. */
  async say(text: string): Promise<void> {
    this.type(text);
    await this.shows(text.slice(-20));
    this.press('Enter');
  }

  /** Types what the screen does not show. */
  type(text: string): void {
    this.#tmux('send-keys', '-l', text);
  }

  /** A key by tmux's name of it. */
  press(key: string): void {
    this.#tmux('send-keys', key);
  }

  close(): void {
    try {
      this.#tmux('kill-server');
    } catch {
      // its program ended, and tmux with it
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #tmux(...args: string[]): string {
    try {
      return execFileSync('tmux', ['-S', join(this.#folder, 's'), ...args], {
        env: this.#env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new Error(
        'tmux is not installed. Install it with your package manager, then run npm test again.',
      );
    }
  }
}
