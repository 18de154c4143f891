/** Shell text as a tree. The one place that knows the parser. */
import { type ParsedScript, parse } from 'unbash';

/** Longer text is not read: nobody judges that on any screen. In UTF-16 units. */
export const MAX_SCRIPT = 64 * 1024;

/** @returns null for what is too long. `whole`: all of it could be read. */
export function parseShell(text: string): { script: ParsedScript; whole: boolean } | null {
  if (text.length > MAX_SCRIPT) return null;
  try {
    const script = parse(text);
    return { script, whole: (script.errors ?? []).length === 0 };
  } catch (error) {
    // Nothing is known to make it throw; if something does, that text is one that could not be read.
    if (error instanceof RangeError || error instanceof Error) return null;
    throw error;
  }
}
