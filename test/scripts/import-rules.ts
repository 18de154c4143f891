/**
 * Who may know whom. Imports point one way, so that what is proven about a part in its own tests stays true wherever
 * it is used: every entry below has its reason, and whatever has no entry is refused.
 */
import { posix } from 'node:path';

interface Area {
  /** Other areas, each with the reason. The area itself is always allowed. */
  readonly areas: Readonly<Record<string, string>>;
  /** Packages by name, each with the reason. */
  readonly packages: Readonly<Record<string, string>>;
  /** Modules of Node: all, none, or these, each with the reason. */
  readonly node: boolean | Readonly<Record<string, string>>;
}

const REACT = { react: 'draws the screens' };
const ICONS = { 'lucide-react': 'the icons of both screens' };
const SCHEMAS = { valibot: 'parses what crosses a boundary; the types are derived from the schemas' };

/** By folder; the longest that holds a file decides. */
export const AREAS: Readonly<Record<string, Area>> = {
  protocol: {
    areas: {},
    packages: {
      ...SCHEMAS,
      '@noble/ciphers': 'the frame cipher where the platform has none',
      '@noble/curves': 'identities and the handshake',
      '@noble/hashes': 'key derivation and digests',
      '@scure/bip39': 'the list of check words',
    },
    node: false,
  },
  'protocol/node': {
    areas: { protocol: 'implements its suite' },
    packages: { '@noble/curves': 'strict checks that node:crypto does not make' },
    node: { crypto: 'many times faster than JavaScript' },
  },
  relay: {
    areas: {
      protocol: 'relay frames and identities',
      'protocol/node': 'the fast suite; a relay always runs in Node',
    },
    packages: { ws: 'the WebSocket shell' },
    node: true,
  },
  'main/contract': {
    areas: { protocol: 'an approval at the desk is the one that phones are shown' },
    packages: SCHEMAS,
    node: false,
  },
  'main/host': {
    areas: {
      protocol: 'speaks with devices and relays',
      'protocol/node': 'the fast suite; a host always runs in Node',
      relay: 'embeds one for the local network',
      'main/contract': 'offers its surfaces',
    },
    packages: {
      ...SCHEMAS,
      'smol-toml': 'settings, Codex’s and ours',
      'toml-eslint-parser': 'says where in policy.toml a mistake stands, and what an edit may replace',
      ws: 'dials relays and the agent’s socket',
      diff: 'shows the change that a patch would make',
      unbash: 'reads the text of a command as a shell does',
      'brace-expansion': 'writes out the braces of a word as Bash does',
      'ssh-config': 'takes the lines of an SSH configuration apart',
      'node-pty': 'the terminals in which ssh asks; optional',
    },
    node: true,
  },
  'main/desktop': {
    areas: { 'main/host': 'is a shell over it', 'main/contract': 'hands it to the window' },
    packages: {
      ...SCHEMAS,
      electron: 'tray, windows, power, keychain',
      'electron-updater': 'fetches new versions of this app and puts them in place',
      qrcode: 'the pairing code',
    },
    node: true,
  },
  'main/headless': {
    areas: {
      'main/host': 'is a shell over it',
      'main/contract': 'shows its state and runs its commands',
      relay: '`outpost relay` runs it alone',
      protocol: '`outpost doctor` knows a relay by its first frame, `outpost answer` reads cards',
      ui: 'the words of a card, which phone, window and terminal share',
    },
    packages: {
      ws: '`outpost doctor` knocks at a relay as a host would',
      commander: 'reads the command line',
      pino: 'writes the log that `--log` asks for',
      qrcode: 'computes the modules of the pairing code',
    },
    node: true,
  },
  preload: {
    areas: { 'main/contract': 'derives the bridge from it' },
    packages: { electron: 'contextBridge and ipcRenderer, which is all that a sandboxed preload has' },
    node: false,
  },
  renderer: {
    areas: {
      'main/contract': 'types of the state that it shows',
      protocol: 'reads the card of an approval, and names it by its digest',
      ui: 'the parts that both screens share',
    },
    packages: {
      ...REACT,
      ...ICONS,
      'react-dom': 'mounts the page',
      qrcode: 'draws the pairing code',
      '@xterm/xterm': 'the terminal in which ssh asks',
      '@xterm/addon-fit': 'gives it the size of its place',
    },
    node: false,
  },
  phone: {
    areas: { protocol: 'is the other end of it', ui: 'the parts that both screens share' },
    packages: {
      ...REACT,
      ...ICONS,
      ...SCHEMAS,
      'react-dom': 'mounts the page',
      'mdast-util-from-markdown': 'reads the agent’s text',
      'micromark-extension-gfm': 'tables and task lists in it',
      'mdast-util-gfm': 'tables and task lists in it',
      'mdast-util-to-hast': 'makes elements of it',
      'hast-util-to-jsx-runtime': 'gives them to React',
      anser: 'reads the colours of a terminal in output',
      '@tanstack/react-virtual': 'draws only what is near the screen of a long thread',
      idb: 'keeps keys in IndexedDB',
      '@noble/ciphers': 'seals keys where the page has no crypto.subtle',
      '@noble/curves': 'signs decisions where the page has no crypto.subtle',
      '@noble/hashes': 'digests where the page has no crypto.subtle',
    },
    node: false,
  },
  ui: {
    areas: {},
    packages: {
      ...REACT,
      ...ICONS,
      diff: 'reads the hunks of a patch and compares its lines by their words',
      lowlight: 'colours code as a tree, never as HTML',
      'highlight.js': 'the grammars of the languages that are coloured',
    },
    node: false,
  },
};

/** @returns the area of a file, seen from the root, or `undefined` for one that belongs to none. */
export function areaOf(file: string): string | undefined {
  return Object.keys(AREAS)
    .filter((folder) => file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/**
 * @param file The importing file, seen from the root, with `/`.
 * @param specifier What stands in its import.
 * @returns why it may not, or `undefined` where it may.
 */
export function refusalOf(file: string, specifier: string): string | undefined {
  const from = areaOf(file);
  if (from === undefined) return `${file} belongs to no part`;
  const area = AREAS[from] as Area;
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''));
    const to = areaOf(target);
    if (to === from || (to !== undefined && Object.hasOwn(area.areas, to))) return undefined;
    return `${from} may not know ${to ?? target}`;
  }
  if (specifier.startsWith('node:')) {
    const name = specifier.slice('node:'.length);
    const allowed = typeof area.node === 'boolean' ? area.node : Object.hasOwn(area.node, name);
    return allowed ? undefined : `${from} may not use ${specifier}`;
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return Object.hasOwn(area.packages, name) ? undefined : `${from} may not use the package ${name}`;
}
