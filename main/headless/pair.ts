/** `outpost pair`: a pairing code from the running host, and who came. */

import type { HostApi } from '../contract/contract.ts';
import { followState } from '../contract/follow.ts';
import type { DeviceRight, PairingState } from '../contract/state.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { printable } from './printable.ts';
import { complain, endAsked, say, shapeOf, type Terminal } from './terminal.ts';
import { pairedLines, pairingLines } from './texts.ts';

/** With a terminal it waits for the phone; in a script it prints and ends, and the code stays good. */
export async function pair(api: HostApi, right: DeviceRight, terminal: Terminal): Promise<ExitCode> {
  const opened = await api.run('pairing/open', { right });
  if (!opened.ok) {
    complain(terminal, printable(opened.refusal.message));
    return EXIT.refused;
  }
  const { link, expiresAt } = opened.value;
  say(terminal, pairingLines(link, expiresAt, shapeOf(terminal)));
  if (terminal.output.isTTY !== true) return EXIT.ok;

  say(terminal, ['Waiting for the phone. Ctrl-C ends the waiting; the code stays good.']);
  const signals = endAsked(terminal.signals);
  const outcome = await Promise.race([outcomeOf(api, link), signals.asked]);
  signals.forget();
  return tell(outcome ?? undefined, terminal);
}

/** Resolves when the link is no longer open, with what came of it. */
async function outcomeOf(api: HostApi, link: string): Promise<PairingState> {
  let unfollow: (() => void) | undefined;
  const outcome = await new Promise<PairingState>((resolve, reject) => {
    followState(api, ({ pairing }) => {
      if (pairing.state !== 'open' || pairing.link !== link) resolve(pairing);
    }).then((stop) => {
      unfollow = stop;
    }, reject);
  });
  unfollow?.();
  return outcome;
}

function tell(outcome: PairingState | undefined, terminal: Terminal): ExitCode {
  switch (outcome?.state) {
    case undefined:
      return EXIT.ok;
    case 'paired':
      say(terminal, pairedLines(outcome.device, outcome.checkWords));
      return EXIT.ok;
    case 'open':
      complain(terminal, 'A newer code was made elsewhere; this one no longer works.');
      return EXIT.refused;
    case 'expired':
      complain(terminal, 'The code has expired and no phone used it. Run "outpost pair" for a new one.');
      return EXIT.refused;
    case 'none':
      complain(terminal, 'The code was closed and no phone used it. Run "outpost pair" for a new one.');
      return EXIT.refused;
  }
}
