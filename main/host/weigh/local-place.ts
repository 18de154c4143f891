/** What a path of this computer really is. */
import { realpathSync } from 'node:fs';
import path from 'node:path';

/** Longer ones are refused by every system. */
const MOST_PARTS = 256;

/** The path with the links of its longest existing part followed; null where that cannot be looked at. */
export function realPath(wanted: string): string | null {
  const missing: string[] = [];
  let at = path.resolve(wanted);
  while (missing.length < MOST_PARTS) {
    try {
      return path.join(realpathSync.native(at), ...missing);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const above = path.dirname(at);
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || above === at) return null;
      missing.unshift(path.basename(at));
      at = above;
    }
  }
  return null;
}
