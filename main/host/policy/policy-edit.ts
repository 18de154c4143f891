/**
 * Changes `policy.toml` as its owner would: the one place that has to change, and nothing else. Comments, order and spaces
 * stay. What came out is read again and has to say exactly what was wanted; where it does not, because something is written
 * in a way that this does not know, nothing is changed and the owner is asked to. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AST } from 'toml-eslint-parser';
import type { PolicyChange, RuleText } from '../../contract/policy.ts';
import { type PolicyFile, type ReadPolicy, readPolicy } from './policy-text.ts';
import { readToml, TomlError, type TomlPath } from './positions.ts';

export type Edited =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string };

/** @param text of a policy without a mistake */
export function edited(text: string, change: PolicyChange): Edited {
  const before = readPolicy(text);
  if (!before.ok) return { ok: false, why: 'policy.toml has a mistake.' };
  const wanted = wantedBy(before.file, change);
  if (typeof wanted === 'string') return { ok: false, why: wanted };
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const sheet = new Sheet(text, before.toml.program, newline);
  write(sheet, change);
  const after = readPolicy(sheet.text);
  if (!after.ok && !isUnreadable(after)) return { ok: false, why: after.faults[0]!.message };
  if (!after.ok || !isDeepStrictEqual(plain(after.file), plain(wanted))) {
    return {
      ok: false,
      why: 'This part of policy.toml is written in a way that only you can change. Edit the file by hand.',
    };
  }
  return { ok: true, text: sheet.text };
}

const isUnreadable = ({ faults }: Extract<ReadPolicy, { ok: false }>): boolean =>
  faults.some(({ message }) => message.startsWith('This cannot be understood'));
/** Without what is not said, in any order. */
const plain = (file: PolicyFile): unknown => pruned(JSON.parse(JSON.stringify(file)));
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inside]) => [key, pruned(inside)] as const);
  return Object.fromEntries(
    entries
      .filter(([, inside]) => Array.isArray(inside) || !isEmptyTable(inside))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const isEmptyTable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** The file as it has to be read then, or why it cannot be. */
function wantedBy(file: PolicyFile, change: PolicyChange): PolicyFile | string {
  switch (change.what) {
    case 'preset':
      return { ...file, preset: change.preset };
    case 'cell': {
      const { kind, tier } = change;
      const cell = { [tier]: change.handling ?? undefined };
      return kind === null
        ? { ...file, tiers: { ...file.tiers, ...cell } }
        : { ...file, kinds: { ...file.kinds, [kind]: { ...file.kinds[kind], ...cell } } };
    }
    case 'client':
      return { ...file, clients: { ...file.clients, [change.client]: change.tier ?? undefined } };
    case 'expires':
      return { ...file, expires: { ...file.expires, [change.tier]: change.time ?? undefined } };
    case 'quietHours':
      return { ...file, quiet_hours: change.hours ?? undefined };
    case 'quietHoursPart':
      if (file.quiet_hours === undefined) return 'There are no quiet hours any more.';
      return { ...file, quiet_hours: { ...file.quiet_hours, ...change.part } };
    case 'addRule':
      return { ...file, rules: [...file.rules, change.rule] };
    case 'removeRule': {
      if (change.index >= file.rules.length) return 'There is no such rule any more.';
      return { ...file, rules: file.rules.filter((_, index) => index !== change.index) };
    }
  }
}

function write(sheet: Sheet, change: PolicyChange): void {
  switch (change.what) {
    case 'preset':
      sheet.set(['preset'], change.preset);
      return;
    case 'cell':
      sheet.set(
        [...(change.kind === null ? ['tiers'] : ['kinds', change.kind]), change.tier],
        change.handling,
      );
      return;
    case 'client':
      sheet.set(['clients', change.client], change.tier);
      return;
    case 'expires':
      sheet.set(['expires', change.tier], change.time);
      return;
    case 'quietHours':
      if (change.hours === null) sheet.removeTable(['quiet_hours']);
      else
        for (const key of ['from', 'to', 'days', 'questions'] as const)
          sheet.set(['quiet_hours', key], change.hours[key] ?? null);
      return;
    case 'quietHoursPart':
      for (const [key, value] of Object.entries(change.part)) sheet.set(['quiet_hours', key], value);
      return;
    case 'addRule':
      sheet.addRule(change.rule);
      return;
    case 'removeRule':
      sheet.removeTable(['rules', change.index]);
  }
}

type Literal = string | boolean | readonly string[];
const literal = (value: Literal): string =>
  Array.isArray(value)
    ? `[${value.map(literal).join(', ')}]`
    : JSON.stringify(value).replaceAll('\u007f', '\\u007f');

/** The text, and where its parts stand; each change keeps the two together by reading the text again. */
class Sheet {
  text: string;
  #program: AST.TOMLTopLevelTable;
  readonly #newline: string;

  constructor(text: string, program: AST.TOMLTopLevelTable, newline: string) {
    this.text = text;
    this.#program = program;
    this.#newline = newline;
  }

  /** @param value null: the key goes, with its line */
  set(path: readonly string[], value: Literal | null): void {
    const there = this.#find(path);
    if (there !== undefined) {
      if (value === null) this.#cut(this.#lineStart(there.range[0]), this.#lineEnd(there.range[1]));
      else this.#splice(there.value.range[0], there.value.range[1], literal(value));
      return;
    }
    if (value === null) return;
    const line = `${path.at(-1)} = ${literal(value)}`;
    const table = this.#table(path.slice(0, -1));
    if (table === undefined) this.#append(`[${path.slice(0, -1).join('.')}]${this.#newline}${line}`);
    else this.#insertLine(this.#endOf(table), line);
  }

  removeTable(path: TomlPath): void {
    const table = this.#table(path);
    if (table === undefined) return;
    let end = this.#endOf(table);
    // One of the blank lines around it goes with it.
    if (/^\r?\n/.test(this.text.slice(end))) end = this.#lineEnd(end);
    this.#cut(this.#lineStart(table.range[0]), end);
  }

  addRule(rule: RuleText): void {
    const lines = [
      '[[rules]]',
      ...Object.entries(rule).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key} = ${literal(value as Literal)}`],
      ),
    ];
    const last = this.#program.body.findLast(
      (part): part is AST.TOMLTable => part.type === 'TOMLTable' && part.resolvedKey[0] === 'rules',
    );
    if (last === undefined) this.#append(lines.join(this.#newline));
    else this.#insertLine(this.#endOf(last), ['', ...lines].join(this.#newline));
  }

  #find(path: readonly string[]): AST.TOMLKeyValue | undefined {
    const search = (above: TomlPath, body: readonly AST.TOMLKeyValue[]): AST.TOMLKeyValue | undefined => {
      for (const each of body) {
        const at = [
          ...above,
          ...each.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value)),
        ];
        if (isDeepStrictEqual(at, path)) return each;
        const inside = each.value.type === 'TOMLInlineTable' ? search(at, each.value.body) : undefined;
        if (inside !== undefined) return inside;
      }
      return undefined;
    };
    for (const part of this.#program.body) {
      const found = part.type === 'TOMLKeyValue' ? search([], [part]) : search(part.resolvedKey, part.body);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #table(path: TomlPath): AST.TOMLTable | undefined {
    return this.#program.body.find(
      (part): part is AST.TOMLTable => part.type === 'TOMLTable' && isDeepStrictEqual(part.resolvedKey, path),
    );
  }

  /** Behind the line on which it ends, and what is said on that line. */
  #endOf({ key, body }: AST.TOMLTable): number {
    return this.#lineEnd((body.at(-1) ?? key).range[1]);
  }

  #lineStart(at: number): number {
    return this.text.lastIndexOf('\n', at - 1) + 1;
  }

  #lineEnd(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end === -1 ? this.text.length : end + 1;
  }

  #insertLine(at: number, line: string): void {
    const before = at > 0 && this.text[at - 1] !== '\n' ? this.#newline : '';
    this.#splice(at, at, `${before}${line}${this.#newline}`);
  }

  #append(lines: string): void {
    this.#insertLine(this.text.length, `${this.#newline}${lines}`);
  }

  #cut(from: number, to: number): void {
    this.#splice(from, to, '');
  }

  #splice(from: number, to: number, text: string): void {
    this.text = this.text.slice(0, from) + text + this.text.slice(to);
    try {
      this.#program = readToml(this.text).program;
    } catch (error) {
      // What came of it all is looked at in the end, and refused.
      if (!(error instanceof TomlError)) throw error;
    }
  }
}
