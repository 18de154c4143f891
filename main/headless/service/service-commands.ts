/** What can be typed behind `outpost service`. */
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { StartFlags } from '../flags.ts';
import { printable } from '../printable.ts';
import { addStartOptions } from '../start-commands.ts';
import { complain, type Terminal } from '../terminal.ts';
import { installService } from './install.ts';
import { ServiceError, type ServiceManager } from './service-manager.ts';
import type { Surroundings } from './service-program.ts';
import { serviceStatus } from './status.ts';
import { uninstallService } from './uninstall.ts';

export interface ServiceParts {
  /** A sentence where there is none. */
  readonly manager: () => Promise<ServiceManager | string>;
  readonly surroundings: Surroundings;
}

export function addService(
  program: Command,
  terminal: Terminal,
  { manager: find, surroundings }: ServiceParts,
  folder: () => string,
  end: (code: ExitCode) => void,
): void {
  const service = program
    .command('service')
    .description('run the host without a terminal, by the system itself');
  const onManager = async (act: (manager: ServiceManager) => Promise<ExitCode>) =>
    end(await withManager(find, terminal, act));
  addStartOptions(service.command('install'))
    .description('have the system run the host, now and from now on; with the options of "start"')
    .option('--force', 'also where its definition was changed by hand')
    .action(({ force = false, ...flags }: Omit<StartFlags, 'data'> & { log?: string; force?: boolean }) =>
      onManager((manager) =>
        installService({ flags: { ...flags, data: folder() }, surroundings, force }, manager, terminal),
      ),
    );
  service
    .command('uninstall')
    .description('end it, and run it no more; data and phones stay')
    .option('--force', 'also where its definition was changed by hand')
    .action(({ force = false }) => onManager((manager) => uninstallService(manager, force, terminal)));
  service
    .command('status')
    .description('say whether it is installed and runs; ends with 3 when it does not run')
    .option('--json', 'as JSON')
    .action(({ json = false }) => onManager((manager) => serviceStatus(manager, json, terminal)));
}

async function withManager(
  find: ServiceParts['manager'],
  terminal: Terminal,
  act: (manager: ServiceManager) => Promise<ExitCode>,
): Promise<ExitCode> {
  const manager = await find();
  if (typeof manager === 'string') {
    complain(terminal, manager);
    return EXIT.refused;
  }
  try {
    return await act(manager);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    complain(terminal, printable(error.message));
    return EXIT.refused;
  }
}
