/** The terminal, or the pipe, that `outpost` was started in. Handed in, so that tests can be one. */
import type { KeyInput } from './keys.ts';
import type { Output } from './screen.ts';
import type { TerminalShape } from './texts.ts';

export interface Signals {
  once(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', act: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', act: () => void): unknown;
}

export interface Terminal {
  readonly output: Output & { readonly isTTY?: boolean; readonly columns?: number };
  /** Sentences about what went wrong. */
  readonly errors: Output;
  readonly input: KeyInput;
  readonly signals: Signals;
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => number;
}

/** Whether lines can be redrawn in place. */
export const isLive = ({ output, env }: Terminal): boolean => output.isTTY === true && env.TERM !== 'dumb';

export const shapeOf = (terminal: Terminal): TerminalShape => ({
  columns: terminal.output.isTTY === true ? terminal.output.columns : undefined,
  colors: isLive(terminal) && !terminal.env.NO_COLOR,
});

export function say(terminal: Terminal, lines: readonly string[]): void {
  terminal.output.write(lines.map((line) => `${line}\n`).join(''));
}

export function complain(terminal: Terminal, sentence: string): void {
  terminal.errors.write(`${sentence}\n`);
}

/** Resolves at the first signal that asks to end; a second one takes its usual course. */
export function endAsked(signals: Signals): { asked: Promise<void>; forget: () => void } {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let act = (): void => undefined;
  const forget = () => {
    for (const name of names) signals.off(name, act);
  };
  const asked = new Promise<void>((resolve) => {
    act = () => {
      forget();
      resolve();
    };
  });
  for (const name of names) signals.once(name, act);
  return { asked, forget };
}
