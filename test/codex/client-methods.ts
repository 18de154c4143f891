/** Every method that a client of Codex's app-server may call, experimental ones too, as the pinned CLI tells them. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { removeFolder } from '../remove-folder.ts';
import { codexCommand, temporaryFolder } from './codex.ts';

export interface ClientMethods {
  /** Version of the CLI that they come from. */
  readonly codex: string;
  readonly requests: readonly string[];
  readonly notifications: readonly string[];
}

/** As they are kept: in tests that need no Codex. */
export const clientMethods = (): ClientMethods =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'client-methods.json'), 'utf8')) as ClientMethods;

/** Asks the installed CLI. Write its answer to `client-methods.json` when Codex's version was raised. */
export async function generatedClientMethods(): Promise<ClientMethods> {
  const folder = temporaryFolder('codex-types');
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [codexCommand(), ...args], {
      env: { ...process.env, CODEX_HOME: folder },
    });
  try {
    const { stdout } = await run('--version');
    await run('app-server', 'generate-ts', '--experimental', '--out', join(folder, 'types'));
    const methodsOf = (file: string) => {
      const text = readFileSync(join(folder, 'types', file), 'utf8');
      return [...new Set([...text.matchAll(/"method": "([^"]+)"/g)].map(([, name]) => name!))].sort();
    };
    return {
      codex: stdout.trim().split(' ').at(-1) ?? '',
      requests: methodsOf('ClientRequest.ts'),
      notifications: methodsOf('ClientNotification.ts'),
    };
  } finally {
    await removeFolder(folder);
  }
}
