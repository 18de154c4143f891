/** `outpost service uninstall`: ends the service and removes its definition. The data folder stays as it is. */
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printable } from '../printable.ts';
import { complain, say, type Terminal } from '../terminal.ts';
import { readServiceFile, removeServiceFile } from './service-file.ts';
import type { ServiceManager } from './service-manager.ts';

/** @throws ServiceError */
export async function uninstallService(
  manager: ServiceManager,
  force: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const { file } = manager;
  const { state } = await readServiceFile(file);
  if (state === 'none') {
    say(terminal, ['Outpost is no service of this computer; there is nothing to remove.']);
    return EXIT.ok;
  }
  if (state === 'changed' && !force) {
    complain(
      terminal,
      printable(
        `${file} was changed by hand, or written by somebody else, and stays. To remove it all the same, add --force.`,
      ),
    );
    return EXIT.refused;
  }
  await manager.stop();
  await removeServiceFile(file);
  await manager.forget();
  say(terminal, [
    'Outpost is no service of this computer any more. Its data, and the phones that are paired, stay.',
    'An agent that works goes on until its turn has ended. To run Outpost by hand: outpost start',
  ]);
  return EXIT.ok;
}
