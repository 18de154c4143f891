/** `outpost devices` and `outpost revoke`. */
import type { HostApi } from '../contract/contract.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findNamed, notOne } from './naming.ts';
import { printable, printableJson } from './printable.ts';
import { complain, say, type Terminal } from './terminal.ts';
import { deviceLines } from './texts.ts';

export async function listDevices(api: HostApi, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const { devices } = await api.snapshot();
  say(terminal, json ? [printableJson(devices)] : deviceLines(devices, terminal.now()));
  return EXIT.ok;
}

/** @param wanted A phone's name, its id, or the beginning of its id. */
export async function revoke(api: HostApi, wanted: string, terminal: Terminal): Promise<ExitCode> {
  const { devices } = await api.snapshot();
  const found = findNamed(devices, wanted);
  if (found.length !== 1 || found[0] === undefined) {
    complain(terminal, notOne('phone', wanted, found, devices));
    return EXIT.refused;
  }
  const outcome = await api.run('device/revoke', { id: found[0].id });
  if (!outcome.ok) {
    complain(terminal, printable(outcome.refusal.message));
    return EXIT.refused;
  }
  say(terminal, [
    `${printable(outcome.value.name)} is revoked and cut off. To come back it has to pair again.`,
  ]);
  return EXIT.ok;
}
