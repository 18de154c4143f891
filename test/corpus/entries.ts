/** The labelled actions, as the tests read them. The format is in README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import type { FileChange } from '../../protocol/session/items.ts';
import type { Tier } from '../../protocol/session/tiers.ts';

interface Label {
  readonly id: string;
  readonly cwd: string;
  readonly project: string;
  readonly tier: Tier;
  readonly origin: 'recorded' | 'public' | 'misleading';
  readonly harmless?: true;
}
export interface CommandEntry extends Label {
  readonly command: string;
  readonly platform?: 'posix' | 'powershell' | 'cmd';
  readonly desk?: true;
}
export interface PatchEntry extends Label {
  readonly changes: readonly {
    readonly path: string;
    readonly type: FileChange['kind'];
    readonly movePath?: string;
    readonly diff: string;
  }[];
  readonly checksFail?: true;
}
export type Entry = CommandEntry | PatchEntry;

function read<T extends Label>(folder: string): T[] {
  const at = new URL(`./${folder}/`, import.meta.url);
  return readdirSync(at)
    .sort()
    .flatMap((name) => readFileSync(new URL(name, at), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

export const commandEntries = (): CommandEntry[] => read('commands');
export const patchEntries = (): PatchEntry[] => read('patches');

export const changesOf = ({ changes }: PatchEntry): FileChange[] =>
  changes.map(({ path, type, movePath, diff }) => ({ path, kind: type, movedTo: movePath ?? null, diff }));
