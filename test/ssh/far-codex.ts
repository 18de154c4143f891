/** The real Codex in the home of an account over there, as npm installs it for a user, with the scripted model. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { codexCommand, provideDaemon } from '../codex/codex.ts';
import type { Account } from './accounts.ts';

const run = promisify(execFile);

export interface FarCodex {
  /** CODEX_HOME over there. */
  readonly home: string;
  /** A folder to work in. */
  readonly workspace: string;
}

export interface FarCodexOptions {
  /** Its daemon's program lies there already, as links: no first start that copies 400 MB and is asked for. */
  readonly copied?: boolean;
}

/** @param modelUrl base URL of the model server, with `/v1` */
export async function installCodex(
  { home, uid }: Account,
  modelUrl: string,
  { copied = false }: FarCodexOptions = {},
): Promise<FarCodex> {
  const modules = path.join(home, '.npm-global', 'lib', 'node_modules');
  const bin = path.join(home, '.npm-global', 'bin');
  const [codexHome, workspace] = [path.join(home, '.codex'), path.join(home, 'workspace')];
  for (const folder of [modules, bin, codexHome, workspace]) mkdirSync(folder, { recursive: true });
  // The scope with the program for this platform in it. Linked where the disk is the same: it has 400 MB.
  const scope = path.dirname(path.dirname(path.dirname(codexCommand())));
  await run('cp', ['-al', scope, modules]).catch(() => run('cp', ['-a', scope, modules]));
  await run('ln', ['-s', '../lib/node_modules/@openai/codex/bin/codex.js', path.join(bin, 'codex')]);
  const config = [
    'model = "gpt-5.5"',
    'model_provider = "scripted"',
    '[model_providers.scripted]',
    'name = "Scripted"',
    `base_url = "${modelUrl}"`,
    'wire_api = "responses"',
    '',
  ];
  writeFileSync(path.join(codexHome, 'config.toml'), config.join('\n'));
  if (copied) {
    provideDaemon({ home: codexHome });
    const folders = ['(', '-type', 'd', '-o', '-type', 'l', ')'];
    await run('find', [codexHome, ...folders, '-exec', 'chown', '-h', `${uid}`, '{}', '+']);
    await run('chown', [`${uid}`, path.join(codexHome, 'config.toml'), workspace]);
    await run('chown', [`${uid}`, path.join(home, '.npm-global'), bin, modules]);
    return { home: codexHome, workspace };
  }
  // Links are theirs, what they point to stays as it is.
  await run('chown', ['-R', `${uid}`, codexHome, workspace]);
  await run('chown', [`${uid}`, path.join(home, '.npm-global'), bin, modules]);
  return { home: codexHome, workspace };
}
