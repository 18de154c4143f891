/** What can be typed about phones. */
import { Argument, type Command, InvalidArgumentError } from 'commander';
import type { HostApi } from '../contract/contract.ts';
import { DeviceRight } from '../contract/state.ts';
import { allow, describe, expire, listDevices, rename, restore, revoke, revokeAll } from './devices.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const LONGEST_DAYS = 3650;

function days(text: string): number | null {
  if (text === 'default') return null;
  if (text === 'never') return 0;
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > LONGEST_DAYS)
    throw new InvalidArgumentError(`Give a number of days from 1 to ${LONGEST_DAYS}, never, or default.`);
  return number;
}

export function addDevices(
  program: Command,
  terminal: Terminal,
  onHost: (act: (api: HostApi) => Promise<ExitCode>) => Promise<void>,
): void {
  const phone = () => new Argument('<phone>', 'its name or id');
  program
    .command('devices')
    .description('list the paired phones')
    .option('--json', 'as JSON')
    .action(({ json = false }) => onHost((api) => listDevices(api, json, terminal)));
  program
    .command('revoke')
    .argument('[phone]', 'its name or id')
    .option('--all', 'every phone')
    .description('take a phone’s access away, at once')
    .action((wanted: string | undefined, { all = false }: { all?: boolean }, command: Command) => {
      if (all && wanted !== undefined)
        command.error(`error: with --all no phone is named, but '${wanted}' was`);
      if (all) return onHost((api) => revokeAll(api, terminal));
      if (wanted === undefined) return command.error("error: missing required argument 'phone' (or --all)");
      return onHost((api) => revoke(api, wanted, terminal));
    });
  program
    .command('allow')
    .addArgument(phone())
    .addArgument(new Argument('<right>', 'what it may do').choices(DeviceRight.options))
    .description('say what a phone may do: look, also answer, or also start')
    .action((wanted: string, right: DeviceRight) => onHost((api) => allow(api, wanted, right, terminal)));
  program
    .command('rename')
    .addArgument(phone())
    .argument('<name>', 'how it is called from now on')
    .description('call a phone something else')
    .action((wanted: string, name: string) => onHost((api) => rename(api, wanted, name, terminal)));
  program
    .command('owner')
    .addArgument(phone())
    .argument('<whose>', 'a name, or "" for nobody')
    .description('note whose a phone is')
    .action((wanted: string, whose: string) => onHost((api) => describe(api, wanted, whose, terminal)));
  program
    .command('expire')
    .addArgument(phone())
    .argument('<days>', 'a number of days, never, or default (as in the settings)', days)
    .description('forget a phone when it was not used for so long')
    .action((wanted: string, after: number | null) => onHost((api) => expire(api, wanted, after, terminal)));
  program
    .command('restore')
    .addArgument(phone())
    .description('let a phone back in that is held back because a copy of its keys was seen')
    .action((wanted: string) => onHost((api) => restore(api, wanted, terminal)));
}
