/** `outpost watch`: what the owner puts into Codex's `config.toml`, so that threads of a terminal can be watched. */
import { WATCH_GIVES, WATCH_LINES, WATCH_NEEDS } from '../contract/watching.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { printable } from './printable.ts';
import { complain, say, type Terminal } from './terminal.ts';

/**
 * The lines alone go to the output, so that they can be piped; what is said of them goes to the errors.
 * @param file Codex's `config.toml`
 */
export function printWatchLines(file: string, terminal: Terminal): ExitCode {
  complain(terminal, `${WATCH_GIVES}\n\n${WATCH_NEEDS}\n\nIt is ${printable(file)}\n`);
  say(terminal, WATCH_LINES.split('\n'));
  return EXIT.ok;
}
