/** Asks once before something that reaches far. */
import { listenForKeys } from './keys.ts';
import { complain, say, type Terminal } from './terminal.ts';

/**
 * @param yes it was said on the command line already
 * @returns whether to go on. Without a terminal nobody can be asked, and nothing is taken for a yes.
 */
export async function confirmed(
  lines: readonly string[],
  yes: boolean,
  terminal: Terminal,
): Promise<boolean> {
  if (yes) return true;
  say(terminal, lines);
  if (terminal.input.isTTY !== true) {
    complain(terminal, 'Nobody can be asked here. Add --yes to go on.');
    return false;
  }
  terminal.output.write('Go on? (y/n) ');
  const key = await new Promise<string>((resolve) => {
    const drop = listenForKeys(terminal.input, (pressed) => {
      drop();
      resolve(pressed);
    });
  });
  say(terminal, [key === 'y' ? 'yes' : 'no']);
  return key === 'y';
}
