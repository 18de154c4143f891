/** Codex's own search for files by parts of their names; it leaves out what git ignores. */
import * as v from 'valibot';
import { type FoundFile, MAX_FOUND } from '../../../../protocol/session/found-file.ts';
import type { Rpc } from './rpc.ts';

const Found = v.object({
  files: v.array(v.unknown()),
});
const File = v.object({
  root: v.string(),
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  match_type: v.optional(v.string(), 'file'),
});

/** What lies below `root`, the best first. A later search with the same root ends this one. Rejects with RpcError. */
export async function findFiles(rpc: Rpc, root: string, query: string): Promise<FoundFile[]> {
  const params = { query, roots: [root], cancellationToken: `outpost ${root}` };
  const { files } = await rpc.request('fuzzyFileSearch', params, Found);
  return files
    .flatMap((raw): FoundFile[] => {
      const file = v.safeParse(File, raw);
      if (!file.success || file.output.root !== root) return [];
      const path = file.output.path.replaceAll('\\', '/');
      return isInside(path) ? [{ path, folder: file.output.match_type === 'directory' }] : [];
    })
    .slice(0, MAX_FOUND);
}

/** A name that holds a line end could not be told from what stands behind it in a message. */
const isInside = (path: string): boolean =>
  !path.startsWith('/') && !/^[A-Za-z]:/.test(path) && !path.split('/').includes('..') && !hasControls(path);

const hasControls = (text: string): boolean => /\p{Cc}/u.test(text);
