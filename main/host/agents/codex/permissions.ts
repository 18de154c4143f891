/**
 * Permissions that Codex asks for, made into what a person can see, and what a yes grants. Pure.
 *
 * The schemas are strict: a field that is not known here could grant more than the card says, so then nothing is asked.
 */
import * as v from 'valibot';
import type { PermissionPlace, Permissions } from '../../../../protocol/session/card.ts';

const Paths = v.nullish(v.array(v.string()), null);
const Special = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['root', 'minimal', 'tmpdir', 'slash_tmp']) }),
  v.strictObject({ kind: v.literal('project_roots'), subpath: v.nullish(v.string(), null) }),
]);
const Entry = v.strictObject({
  access: v.picklist(['read', 'write', 'deny']),
  path: v.variant('type', [
    v.strictObject({ type: v.literal('path'), path: v.string() }),
    v.strictObject({ type: v.literal('glob_pattern'), pattern: v.string() }),
    v.strictObject({ type: v.literal('special'), value: Special }),
  ]),
});
type Entry = v.InferOutput<typeof Entry>;

export const CodexPermissions = v.strictObject({
  network: v.nullish(v.strictObject({ enabled: v.nullable(v.boolean()) }), null),
  fileSystem: v.nullish(
    v.strictObject({ read: Paths, write: Paths, entries: v.nullish(v.array(Entry), null) }),
    null,
  ),
});
export type CodexPermissions = v.InferOutput<typeof CodexPermissions>;

/** What a person is shown; null when it asks for nothing. Codex names a path in an older list and in `entries`. */
export function shownPermissions({ network, fileSystem }: CodexPermissions): Permissions | null {
  const named = [
    ...(fileSystem?.entries ?? []).map(place),
    ...(fileSystem?.read ?? []).map((path): PermissionPlace => ({ access: 'read', form: 'path', path })),
    ...(fileSystem?.write ?? []).map((path): PermissionPlace => ({ access: 'write', form: 'path', path })),
  ];
  const places = new Map(named.map((each) => [JSON.stringify([each.access, each.form, each.path]), each]));
  const shown = { network: network?.enabled === true, places: [...places.values()] };
  return shown.network || shown.places.length > 0 ? shown : null;
}

/** Exactly what was asked for and shown, in Codex's form. */
export const granted = ({ network, fileSystem }: CodexPermissions): object => ({
  ...(network?.enabled === true ? { network: { enabled: true } } : {}),
  ...(fileSystem === null ? {} : { fileSystem }),
});

function place({ access, path }: Entry): PermissionPlace {
  switch (path.type) {
    case 'path':
      return { access, form: 'path', path: path.path };
    case 'glob_pattern':
      return { access, form: 'pattern', path: path.pattern };
    case 'special':
      switch (path.value.kind) {
        case 'root':
          return { access, form: 'disk', path: '' };
        case 'minimal':
          return { access, form: 'system', path: '' };
        case 'tmpdir':
          return { access, form: 'temporary', path: '' };
        case 'slash_tmp':
          return { access, form: 'path', path: '/tmp' };
        case 'project_roots':
          return { access, form: 'project', path: path.value.subpath ?? '' };
      }
  }
}
