/** Paths of Windows in the form that everything here reads: slashes, and a drive as the first folder. Pure. */
import type { Place } from '../verdict.ts';

/** Short names (`GIT~1`), dots and blanks that Windows drops at an end, streams (`a.txt:b`), devices (`\\?\`). */
const SPELLED_OTHERWISE = /~\d|[. ]+(?:\/|$)|:|^\/\/[.?]\//;
const DOTS = /(^|\/)\.{1,2}(?=\/|$)/g;

/** @returns null for one that Windows takes for another path than it looks like */
export function slashed(path: string): string | null {
  const drive = /^([A-Za-z]):(?=[\\/])/.exec(path)?.[1];
  const rest = (drive === undefined ? path : path.slice(2)).replaceAll('\\', '/');
  if (SPELLED_OTHERWISE.test(rest.replace(DOTS, '$1'))) return null;
  return drive === undefined ? rest : `/${drive.toLowerCase()}${rest}`;
}

export function posixPlace(place: Place): Place {
  const folder = (path: string): string => slashed(path) ?? path;
  return {
    ...place,
    cwd: folder(place.cwd),
    project: folder(place.project),
    home: folder(place.home),
    real(path) {
      const drive = /^\/([a-z])(?=\/|$)/.exec(path)?.[1];
      const real = place.real(drive === undefined ? path : `${drive.toUpperCase()}:${path.slice(2)}`);
      return real === null ? null : slashed(real);
    },
  };
}
