/** A copy of the owner's configuration on the disk, for one try to connect: for its owner only, and gone when ssh has read it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readSshConfig } from '../config/ssh-config.ts';
import type { SshProgram } from '../program.ts';
import { ENTRY, forwardsPorts, withoutForwardings } from './inherited-forwardings.ts';
import { COPY_PREFIX } from './run-folder.ts';

export interface ConfigCopy {
  /**
   * For `ssh -F`, from the run folder as its working folder: ssh hands it without quotes to the one that passes a
   * ProxyJump, so it may have no blank.
   */
  readonly entry: string;
  /** Never rejects: what cannot be removed goes when the host begins again. */
  readonly remove: () => Promise<void>;
}

/** @returns null where no port is forwarded, and ssh reads the configuration itself. @throws SshError `config` */
export async function copyConfig({ places }: SshProgram, runFolder: string): Promise<ConfigCopy | null> {
  const config = await readSshConfig(places);
  if (!forwardsPorts(config)) return null;
  const folder = await mkdtemp(path.join(runFolder, COPY_PREFIX));
  const remove = () => rm(folder, { recursive: true, force: true }).catch(() => {});
  try {
    for (const { name, bytes } of withoutForwardings(config, folder, places))
      await writeFile(path.join(folder, name), bytes, { mode: 0o600, flag: 'wx' });
    return { entry: `${path.basename(folder)}/${ENTRY}`, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
