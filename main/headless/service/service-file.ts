/** The definition of the service on the disk. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { nodeDisk } from '../../host/files/disk.ts';
import { isUntouched } from './sealed-text.ts';
import { ServiceError } from './service-manager.ts';

/** `own`: as Outpost wrote it · `changed`: by hand since then, or written by somebody else */
export type ServiceFile =
  | { readonly state: 'none' }
  | { readonly state: 'own' | 'changed'; readonly text: string };

/** @throws ServiceError when it is there and cannot be read */
export async function readServiceFile(file: string): Promise<ServiceFile> {
  const bytes = await nodeDisk.read(file).catch((error) => {
    throw unusable(file, error);
  });
  if (bytes === null) return { state: 'none' };
  const text = Buffer.from(bytes).toString('utf8');
  return { state: isUntouched(text) ? 'own' : 'changed', text };
}

/** Whole or not at all, for this user only. A link there is replaced, not followed. @throws ServiceError */
export async function writeServiceFile(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.new`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await nodeDisk.writeDurably(unfinished, Buffer.from(text));
    await nodeDisk.rename(unfinished, file);
    await nodeDisk.syncFolder(path.dirname(file));
  } catch (error) {
    await nodeDisk.remove(unfinished).catch(() => undefined);
    throw unusable(file, error);
  }
}

/** @throws ServiceError */
export async function removeServiceFile(file: string): Promise<void> {
  try {
    await nodeDisk.remove(file);
  } catch (error) {
    throw unusable(file, error);
  }
}

const unusable = (file: string, error: unknown): ServiceError =>
  new ServiceError(
    `Outpost cannot use ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}). Make it and its folder yours and writable.`,
  );
