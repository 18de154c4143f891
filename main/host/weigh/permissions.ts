/** More than the sandbox gives: how far each part of it reaches. Whatever the agent runs may use it. Pure. */
import { posix } from 'node:path';
import type { PermissionPlace, Permissions } from '../../../protocol/session/card.ts';
import { posixPlace, slashed } from './changes/windows.ts';
import type { Findings } from './findings.ts';
import { deceives } from './look-alikes.ts';
import { writing } from './path-effects.ts';
import { absolute, kindOf } from './paths.ts';
import type { Place } from './verdict.ts';

export function addPermissions({ network, places }: Permissions, place: Place, findings: Findings): void {
  if (network) {
    findings.network(null);
    findings.found('expand', 'It asks for the whole network.');
  }
  for (const each of places) if (each.access !== 'deny') addPlace(each, place, findings);
}

function addPlace({ access, form, path }: PermissionPlace, place: Place, findings: Findings): void {
  const writes = access === 'write';
  if (writes) findings.writes(path === '' ? form : path);
  switch (form) {
    case 'disk':
      return findings.found('commit', `It asks to ${access} the whole disk.`);
    case 'system':
      return findings.found(writes ? 'commit' : 'expand', `It asks to ${access} files of the system.`);
    case 'temporary':
      return;
    case 'project':
      return addPath(posix.join(place.project, path), path === '', { access, form, path }, place, findings);
    case 'path':
    case 'pattern':
      return addPath(path, false, { access, form, path }, place, findings);
  }
}

function addPath(
  path: string,
  isProject: boolean,
  { access, form }: PermissionPlace,
  place: Place,
  findings: Findings,
): void {
  const shown = path.length > 80 ? `${path.slice(0, 79)}…` : path;
  if (deceives(path)) findings.found('commit', `A path holds characters that look like others: ${shown}.`);
  const windows = place.platform !== 'posix';
  const at = windows ? posixPlace(place) : place;
  const named = windows ? slashed(path) : path;
  if (named === null) return findings.found('commit', `A path can be spelled in two ways: ${shown}.`);
  const whole = absolute(named, at.cwd === '' ? '/' : at.cwd)!;
  const kind = kindOf(whole, at);
  if (kind.secret) {
    findings.secret(path);
    return findings.found('commit', `It asks to ${access} a secret: ${shown}.`);
  }
  // What lies below a folder is given with it; of a pattern, what lies below its first folder without one.
  const folder = form === 'pattern' ? (/^[^*?[{]*(?=\/)/.exec(whole)?.[0] ?? '/') : whole;
  if (isAbove(folder, at.home))
    return findings.found('commit', `It asks to ${access} everything in your home folder: ${shown}.`);
  if (access === 'write') {
    if (isProject || kind.zone === 'project')
      return findings.found('expand', 'It asks to write everything in the project.');
    const effect = writing(kind, shown, at.project);
    if (effect !== null) findings.found(effect.tier, effect.text);
    if (form === 'pattern') findings.found('expand', `It asks to write files by a pattern: ${shown}.`);
  } else if (kind.zone === 'outside' || kind.zone === 'home' || kind.zone === 'system')
    findings.found('expand', `It asks to read outside of the project: ${shown}.`);
}

/** Whether the home folder is this one or lies in it. */
const isAbove = (folder: string, home: string): boolean =>
  folder === '/' || folder === '' || (home !== '' && (home === folder || home.startsWith(`${folder}/`)));
