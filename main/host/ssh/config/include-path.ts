/** Where a word of `Include` leads. */
import { pathOf, type SshPlaces } from './places.ts';

export type Source = 'user' | 'system';

/** A pattern to look for, or why there is none. */
export type IncludePath =
  | { readonly pattern: string }
  | { readonly wrong: string; readonly stopsSsh: boolean };

/** Relative ones begin at `~/.ssh`, in the system's file at its folder; wherever the file itself is. */
export function includePath(word: string, source: Source, places: SshPlaces): IncludePath {
  const { join, isAbsolute } = pathOf(places.platform);
  const { home, systemFolder } = places;
  if (word.startsWith('~')) {
    if (source === 'system')
      return {
        wrong: 'The system’s configuration may not include from “~”, for which ssh ends.',
        stopsSsh: true,
      };
    const [, rest] = /^~(?:[\\/](.*))?$/su.exec(word) ?? [];
    if (word === '~' || rest !== undefined) return { pattern: inFolder(home, rest ?? '') };
    return {
      wrong: 'The home folders of others are not looked into, so this was left out.',
      stopsSsh: false,
    };
  }
  if (isAbsolute(word)) return { pattern: word };
  return { pattern: inFolder(source === 'user' ? join(home, '.ssh') : systemFolder, word) };

  /** Not `join`: a backslash of a pattern is no part of a path. */
  function inFolder(folder: string, rest: string): string {
    return `${escaped(folder)}/${rest}`;
  }
  /** A folder is no pattern, whatever its name. */
  function escaped(folder: string): string {
    return places.platform === 'win32' ? folder : folder.replace(/[\\*?[]/g, '\\$&');
  }
}
