/** The paired phones from a terminal: `outpost devices`, and what the owner decides about one, or about all. */
import type { CommandName, CommandParams, CommandResult, HostApi } from '../contract/contract.ts';
import type { DeviceRight, DeviceView } from '../contract/state.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findNamed, notOne } from './naming.ts';
import { printable, printableJson } from './printable.ts';
import { complain, say, type Terminal } from './terminal.ts';
import { deviceLines } from './texts.ts';

export async function listDevices(api: HostApi, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const { devices, settings } = await api.snapshot();
  say(
    terminal,
    json ? [printableJson(devices)] : deviceLines(devices, terminal.now(), settings.phones_expire_after_days),
  );
  return EXIT.ok;
}

/** `wanted`, here and below: a phone's name, its id, or the beginning of its id. */
export const revoke = (api: HostApi, wanted: string, terminal: Terminal): Promise<ExitCode> =>
  onPhone(api, wanted, terminal, ({ id }) =>
    run(
      api,
      'device/revoke',
      { id },
      terminal,
      ({ name }) => `${name} is revoked and cut off. To come back it has to pair again.`,
    ),
  );

export const revokeAll = (api: HostApi, terminal: Terminal): Promise<ExitCode> =>
  run(api, 'device/revoke-all', {}, terminal, ({ count }) => {
    if (count === 0) return 'No phone is paired.';
    const phones = count === 1 ? '1 phone is' : `${count} phones are`;
    return `${phones} revoked and cut off. Each has to pair again to come back.`;
  });

const RIGHT_SENTENCES: Readonly<Record<DeviceRight, string>> = {
  view: 'may look, and change nothing',
  answer: 'may look and answer what the agent asks',
  start: 'may look, answer, and start, steer and stop the agent',
};

export const allow = (
  api: HostApi,
  wanted: string,
  right: DeviceRight,
  terminal: Terminal,
): Promise<ExitCode> =>
  onPhone(api, wanted, terminal, ({ id, name }) =>
    run(api, 'device/allow', { id, right }, terminal, () => `${name} ${RIGHT_SENTENCES[right]}.`),
  );

export const rename = (api: HostApi, wanted: string, name: string, terminal: Terminal): Promise<ExitCode> =>
  onPhone(api, wanted, terminal, (phone) =>
    run(api, 'device/rename', { id: phone.id, name }, terminal, () => `${phone.name} is now called ${name}.`),
  );

/** @param owner Whose it is; empty to say nothing. */
export const describe = (
  api: HostApi,
  wanted: string,
  owner: string,
  terminal: Terminal,
): Promise<ExitCode> =>
  onPhone(api, wanted, terminal, ({ id, name }) =>
    run(api, 'device/describe', { id, owner }, terminal, () =>
      owner.trim() === '' ? `Nobody is noted for ${name}.` : `${name} belongs to ${owner.trim()}.`,
    ),
  );

/** @param days 0: never; null: as the settings say. */
export const expire = (
  api: HostApi,
  wanted: string,
  days: number | null,
  terminal: Terminal,
): Promise<ExitCode> =>
  onPhone(api, wanted, terminal, ({ id, name }) =>
    run(api, 'device/expire', { id, days }, terminal, () => {
      if (days === 0) return `${name} stays paired until you revoke it.`;
      if (days === null) return `${name} is forgotten when the settings say so (phones_expire_after_days).`;
      return `${name} is forgotten when it was not used for ${days === 1 ? '1 day' : `${days} days`}.`;
    }),
  );

/** Lets a phone back in whose keys were seen in two places. */
export const restore = (api: HostApi, wanted: string, terminal: Terminal): Promise<ExitCode> =>
  onPhone(api, wanted, terminal, ({ id, name }) =>
    run(api, 'device/restore', { id }, terminal, () => `${name} may come back.`),
  );

async function onPhone(
  api: HostApi,
  wanted: string,
  terminal: Terminal,
  act: (phone: DeviceView) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { devices } = await api.snapshot();
  const found = findNamed(devices, wanted);
  if (found.length === 1 && found[0] !== undefined) return act(found[0]);
  complain(terminal, notOne('phone', wanted, found, devices));
  return EXIT.refused;
}

/** @param done What is said of a success; whatever it names is made printable here. */
async function run<C extends CommandName>(
  api: HostApi,
  command: C,
  params: CommandParams<C>,
  terminal: Terminal,
  done: (result: CommandResult<C>) => string,
): Promise<ExitCode> {
  const outcome = await api.run(command, params);
  if (!outcome.ok) {
    complain(terminal, printable(outcome.refusal.message));
    return EXIT.refused;
  }
  say(terminal, [printable(done(outcome.value))]);
  return EXIT.ok;
}
