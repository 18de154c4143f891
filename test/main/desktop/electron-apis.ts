/** Every name of Electron that the desktop shell and the preload use, found in their sources: functions, classes, events. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseSync } from 'vite';

const ROOT = path.join(import.meta.dirname, '../../..');
const FOLDERS = ['main/desktop', 'preload'];
/** Objects that Electron hands out, by what they are called here. */
const HANDED: Readonly<Record<string, string>> = {
  contents: 'WebContents',
  webContents: 'WebContents',
  defaultSession: 'Session',
  dock: 'Dock',
  image: 'NativeImage',
};

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* walk(child);
}

/** What a node is called where it stands: a variable, a field, the last part of a chain. */
function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  switch (node.type) {
    case 'Identifier':
    case 'PrivateIdentifier':
      return node.name as string;
    case 'MemberExpression':
    case 'PropertyDefinition':
      return nameOf(node.property ?? node.key);
    case 'TSNonNullExpression':
    case 'ChainExpression':
      return nameOf(node.expression);
    default:
      return undefined;
  }
}

/** By name here: what of Electron it is. Modules and classes by their own name, instances by their class. */
function knownIn(program: Node, imported: ReadonlyMap<string, string>): Map<string, string> {
  const known = new Map<string, string>([...Object.entries(HANDED), ...imported]);
  for (const node of walk(program)) {
    const type = isNode(node.typeAnnotation) ? node : undefined;
    if (type !== undefined && nameOf(node) === undefined && node.type !== 'PropertyDefinition') continue;
    const annotation = isNode(node.typeAnnotation) ? [...walk(node.typeAnnotation)] : [];
    for (const each of annotation) {
      if (each.type !== 'TSTypeReference') continue;
      const reference = nameOf(each.typeName) ?? nameOf((each.typeName as Node).right);
      const name = nameOf(node.type === 'PropertyDefinition' ? node.key : node);
      if (name !== undefined && reference !== undefined && imported.get(reference) === reference)
        known.set(name, reference);
    }
    const [target, value] =
      node.type === 'VariableDeclarator'
        ? [node.id, node.init]
        : [node.left ?? node.key, node.right ?? node.value];
    if (!isNode(value) || value.type !== 'NewExpression') continue;
    const made = nameOf(value.callee);
    const name = nameOf(target);
    if (name !== undefined && made !== undefined && imported.get(made) === made) known.set(name, made);
  }
  return known;
}

/** `app.quit`, `Tray.setToolTip`, `new Tray`, `app 'second-instance'`, each with the files that use it. */
export async function electronApis(): Promise<Map<string, string[]>> {
  const apis = new Map<string, Set<string>>();
  for (const folder of FOLDERS)
    for (const name of await readdir(path.join(ROOT, folder), { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      const file = `${folder}/${name}`;
      for (const api of apisIn(file, await readFile(path.join(ROOT, file), 'utf8')))
        apis.set(api, (apis.get(api) ?? new Set()).add(file));
    }
  return new Map(
    [...apis].sort(([a], [b]) => (a < b ? -1 : 1)).map(([api, files]) => [api, [...files].sort()]),
  );
}

export function apisIn(file: string, text: string): Set<string> {
  const { program, module } = parseSync(file, text);
  const imports = module.staticImports.filter(({ moduleRequest }) => moduleRequest.value === 'electron');
  const imported = new Map(
    imports.flatMap(({ entries }) =>
      entries.map(
        (entry) => [entry.localName.value, entry.importName.name ?? entry.localName.value] as const,
      ),
    ),
  );
  const found = new Set<string>();
  if (imported.size === 0) return found;
  const root = program as unknown as Node;
  const known = knownIn(root, imported);
  for (const node of walk(root)) {
    if (node.type === 'NewExpression') {
      const made = imported.get(nameOf(node.callee) ?? '');
      if (made !== undefined) found.add(`new ${made}`);
    }
    if (node.type !== 'MemberExpression') continue;
    const owner = known.get(nameOf(node.object) ?? '');
    const member = nameOf(node.property);
    if (owner !== undefined && member !== undefined) found.add(`${owner}.${member}`);
  }
  for (const node of walk(root)) {
    if (node.type !== 'CallExpression' || !isNode(node.callee)) continue;
    const method = nameOf(node.callee);
    const owner = known.get(nameOf((node.callee as Node).object) ?? '');
    const [first] = node.arguments as Node[];
    if (owner === undefined || (method !== 'on' && method !== 'once')) continue;
    if (first?.type !== 'Literal' || typeof first.value !== 'string') continue;
    found.delete(`${owner}.${method}`);
    found.add(`${owner} “${first.value}”`);
  }
  return found;
}
