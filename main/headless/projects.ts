/** `outpost projects`: the folders that phones may work in. */
import { resolve } from 'node:path';
import type { HostApi } from '../contract/contract.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findNamed, notOne } from './naming.ts';
import { printable, printableJson } from './printable.ts';
import { environmentOf } from './ssh/hosts.ts';
import { complain, say, type Terminal } from './terminal.ts';
import { projectLines } from './texts.ts';

export async function listProjects(api: HostApi, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const state = await api.snapshot();
  say(terminal, json ? [printableJson(state.projects)] : projectLines(state));
  return EXIT.ok;
}

/**
 * @param folder As typed, seen from this process's own folder; the host runs in another. On an SSH host: as it is there.
 * @param on The SSH host that it is on; undefined: this computer.
 */
export async function addProject(
  api: HostApi,
  folder: string,
  { name, on }: { name?: string; on?: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const environment = on === undefined ? undefined : environmentOf(await api.snapshot(), on)?.id;
  if (on !== undefined && environment === undefined) {
    complain(
      terminal,
      `${printable(on)} is not connected. To connect it: outpost ssh connect ${printable(on)}`,
    );
    return EXIT.refused;
  }
  const outcome = await api.run('project/add', {
    path: environment === undefined ? resolve(folder) : folder,
    ...(environment !== undefined && { environment }),
    ...(name !== undefined && { name }),
  });
  if (!outcome.ok) {
    complain(terminal, printable(outcome.refusal.message));
    return EXIT.refused;
  }
  const project = outcome.value;
  say(terminal, [`${printable(project.name)} is open to your phones: ${printable(project.path)}`]);
  return EXIT.ok;
}

/** @param wanted A project's name, id or folder. */
export async function removeProject(api: HostApi, wanted: string, terminal: Terminal): Promise<ExitCode> {
  const { projects } = await api.snapshot();
  const byFolder = projects.filter((project) => project.path === resolve(wanted));
  const found = byFolder.length > 0 ? byFolder : findNamed(projects, wanted);
  if (found.length !== 1 || found[0] === undefined) {
    complain(terminal, notOne('project', wanted, found, projects));
    return EXIT.refused;
  }
  const outcome = await api.run('project/remove', { id: found[0].id });
  if (!outcome.ok) {
    complain(terminal, printable(outcome.refusal.message));
    return EXIT.refused;
  }
  say(terminal, [`${printable(outcome.value.name)} is closed to phones. Its files stay as they are.`]);
  return EXIT.ok;
}
