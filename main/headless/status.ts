/** `outpost status`. */
import type { HostApi } from '../contract/contract.ts';
import type { HostState } from '../contract/state.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { printable, printableJson } from './printable.ts';
import { say, type Terminal } from './terminal.ts';
import { statusLines } from './texts.ts';
import { updateLine } from './update.ts';

export async function status(api: HostApi, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const state = await api.snapshot();
  say(terminal, json ? [printableJson(withoutLink(state))] : textOf(state));
  return EXIT.ok;
}

function textOf(state: HostState): string[] {
  return [
    printable(`Outpost ${state.host.version} on ${state.host.name}`),
    ...statusLines(state).map((line) => line.text),
    updateLine(state.update),
    ...state.notices.map((notice) => printable(notice.text)),
  ];
}

/** A status is pasted into issues and logs; the link in it would let a reader pair. */
function withoutLink(state: HostState): object {
  const { pairing } = state;
  if (pairing.state !== 'open') return state;
  return { ...state, pairing: { state: pairing.state, expiresAt: pairing.expiresAt } };
}
