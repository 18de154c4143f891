/** TOML as a value, with the place of each part of it: what a fault names, and what an edit changes. */
import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';

/** Keys and, in lists, numbers from 0. */
export type TomlPath = readonly (string | number)[];

/** From 1, both. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export interface PlacedToml {
  readonly value: unknown;
  readonly program: AST.TOMLTopLevelTable;
  /** Where the key or the header of this part stands; of one that is not there, where the nearest part around it does. */
  placeOf(path: TomlPath): TextPlace;
}

/** It is not TOML. */
export class TomlError extends Error {
  readonly place: TextPlace;
  constructor(message: string, place: TextPlace) {
    super(message);
    this.name = 'TomlError';
    this.place = place;
  }
}

/** The parser goes down with the text: deeper than any policy, and far from the end of the stack. */
const MAX_DEPTH = 500;
const START: TextPlace = { line: 1, column: 1 };

/** Throws a `TomlError`. */
export function readToml(text: string): PlacedToml {
  refuseDepth(text);
  let program: AST.TOMLTopLevelTable;
  try {
    program = parseTOML(text, { tomlVersion: '1.0.0' }).body[0];
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new TomlError(error.message, { line: error.lineNumber, column: error.column + 1 });
  }
  const places = new Map<string, TextPlace>();
  const root = emptyTable();
  for (const part of program.body) {
    if (part.type === 'TOMLKeyValue') put(root, [], part, places);
    else {
      mark(places, part.resolvedKey, part);
      const table = tableAt(root, part.resolvedKey);
      for (const each of part.body) put(table, part.resolvedKey, each, places);
    }
  }
  return {
    value: root,
    program,
    placeOf(path) {
      for (let length = path.length; length > 0; length--) {
        const place = places.get(keyOf(path.slice(0, length)));
        if (place !== undefined) return place;
      }
      return START;
    },
  };
}

function refuseDepth(text: string): void {
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) throw new TomlError('Lists and tables are nested too deep', START);
  }
}

/** Without a prototype: a key may be called anything. */
type Table = Record<string | number, unknown>;
const emptyTable = (): Table => Object.create(null) as Table;
const keyOf = (path: TomlPath): string => JSON.stringify(path);

function mark(places: Map<string, TextPlace>, path: TomlPath, { loc }: AST.TOMLNode): void {
  const key = keyOf(path);
  if (!places.has(key)) places.set(key, { line: loc.start.line, column: loc.start.column + 1 });
}

/** The parser has refused what does not fit together, so each step is a table, a list, or not there yet. */
function tableAt(root: Table, path: TomlPath): Table {
  let at: Table | unknown[] = root;
  path.forEach((key, index) => {
    const inside = at as Table;
    inside[key] ??= typeof path[index + 1] === 'number' ? [] : emptyTable();
    at = inside[key] as Table | unknown[];
  });
  return at as Table;
}

function put(table: Table, above: TomlPath, node: AST.TOMLKeyValue, places: Map<string, TextPlace>): void {
  const keys = node.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
  const path = [...above, ...keys];
  for (let length = above.length + 1; length <= path.length; length++)
    mark(places, path.slice(0, length), node);
  tableAt(table, keys.slice(0, -1))[keys.at(-1)!] = plain(node.value, path, places);
}

function plain(node: AST.TOMLContentNode, path: TomlPath, places: Map<string, TextPlace>): unknown {
  switch (node.type) {
    case 'TOMLArray':
      return node.elements.map((element, index) => {
        const inside = [...path, index];
        mark(places, inside, element);
        return plain(element, inside, places);
      });
    case 'TOMLInlineTable': {
      const table = emptyTable();
      for (const each of node.body) put(table, path, each, places);
      return table;
    }
    case 'TOMLValue':
      return node.value;
  }
}
