/** `outpost service status`. */
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printable, printableJson } from '../printable.ts';
import { say, type Terminal } from '../terminal.ts';
import { readServiceFile } from './service-file.ts';
import type { ServiceManager } from './service-manager.ts';
import { type ServiceView, statusLines } from './service-words.ts';

/** @throws ServiceError */
export async function serviceStatus(
  manager: ServiceManager,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const view = await viewOf(manager);
  say(terminal, json ? [printableJson(view)] : statusLines(view).map(printable));
  return view.state === 'running' ? EXIT.ok : EXIT.noHost;
}

/** @throws ServiceError */
export async function viewOf(manager: ServiceManager): Promise<ServiceView> {
  const file = await readServiceFile(manager.file);
  const report = await manager.read();
  const installed = file.state !== 'none';
  const fell = installed && report.state !== 'running' && report.state !== 'starting';
  return {
    manager: manager.name,
    installed,
    file: manager.file,
    changedByHand: file.state === 'changed',
    ...report,
    lastWords: fell ? await manager.lastWords() : [],
    logCommand: manager.logCommand,
  };
}
