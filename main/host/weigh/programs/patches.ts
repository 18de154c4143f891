/** The tool of Codex that changes files by a patch which stands in the command. */
import type { Program } from '../call.ts';
import { changesOfPatch } from './patch-text.ts';

const applyPatch: Program = ({ args, stdin }, on) => {
  const [first] = args;
  if (first === undefined && stdin.kind !== 'text') {
    if (stdin.kind === 'file') on.read(stdin.path);
    on.hidden();
    return on.found('expand', 'It changes files by a patch that is not shown.');
  }
  const text = first === undefined && stdin.kind === 'text' ? stdin.text : (first?.text ?? null);
  on.changes((cwd) => (text === null || args.length > 1 ? null : changesOfPatch(text, cwd)));
};

export const PATCHES: readonly [string, Program][] = [
  ['apply_patch', applyPatch],
  ['applypatch', applyPatch],
];
