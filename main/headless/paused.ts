/** `outpost resume`: what a phone paused starts again. */
import type { HostApi } from '../contract/contract.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findNamed, notOne } from './naming.ts';
import { printable } from './printable.ts';
import { complain, say, type Terminal } from './terminal.ts';

/** @param wanted The thread's name, its id or the beginning of that. */
export async function resume(api: HostApi, wanted: string, terminal: Terminal): Promise<ExitCode> {
  const paused = (await api.snapshot()).paused.map(({ thread, title }) => ({ id: thread, name: title }));
  const found = findNamed(paused, wanted);
  const [one] = found;
  if (one === undefined || found.length > 1) {
    complain(terminal, notOne('paused thread', wanted, found, paused));
    return EXIT.refused;
  }
  const outcome = await api.run('thread/pause', { thread: one.id, on: false });
  if (!outcome.ok) {
    complain(terminal, printable(outcome.refusal.message));
    return EXIT.refused;
  }
  say(terminal, [
    `Resumed: ${printable(one.name === '' ? one.id : one.name)}. Phones can start work in it again.`,
  ]);
  return EXIT.ok;
}
