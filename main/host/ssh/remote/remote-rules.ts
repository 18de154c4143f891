/** Codex's own rules over there, read in one go. What cannot be read whole may allow anything. */
import { randomBytes } from 'node:crypto';
import { MAX_FILES, MAX_LENGTH, type ReadRules } from '../../agents/codex/own-rules.ts';
import type { RemoteShell } from '../connection/connection.ts';
import { quoteWord } from './quote.ts';

const script = (folders: readonly string[], mark: string): string => `
count=0
for folder in ${folders.map(quoteWord).join(' ')}; do
  for file in "$folder"/*.rules; do
    [ -e "$file" ] || [ -L "$file" ] || continue
    count=$((count + 1))
    [ "$count" -le ${MAX_FILES} ] && [ -f "$file" ] && [ -r "$file" ] || exit 4
    echo ${mark}
    cat -- "$file" || exit 4
  done
done
exit 0
`;

/** @param shell null: not connected */
export const remoteRules =
  (shell: () => RemoteShell | null): ReadRules =>
  async (folders) => {
    const mark = randomBytes(16).toString('hex');
    try {
      const read = await shell()?.run(script(folders, mark), { maxBytes: MAX_LENGTH });
      return read?.code === 0 ? read.stdout.split(`${mark}\n`).slice(1) : null;
    } catch {
      return null;
    }
  };
