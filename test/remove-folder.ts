import { rm } from 'node:fs/promises';

/**
 * Removes a folder in which programs were at work. Again from the beginning where one of them still writes: what ends last
 * of a browser, or of an agent's commands, is not told to anybody. (`rmSync` would not look again at what is in it.)
 */
export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
