/**
 * Codex's own rules (`*.rules`), as its "don't ask again" writes them: a command that one of them allows runs outside the sandbox,
 * and Codex asks nobody. A yes at the gate then reaches as far, so it has to be known before it is given. Which commands of a
 * line a rule meets is Codex's to say; here a line is met that names the first word of one, which is never less.
 */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** First words of what rules allow; `all`: one could not be read, so it may allow anything. */
export type Allowed = ReadonlySet<string> | 'all';

/** What the `*.rules` of these folders hold; one that is not there holds none. Null: not all could be read. Never rejects. */
export type ReadRules = (folders: readonly string[]) => Promise<readonly string[] | null>;

const MAX_FOLDERS = 30;
export const MAX_FILES = 100;
export const MAX_LENGTH = 1024 * 1024;

const CALL = /\bprefix_rule\s*\(/;
const DECISION = /\bdecision\s*=\s*(?:"(\w+)"|'(\w+)')/;
const FIRST = /\bpattern\s*=\s*\[\s*(\[[^\]]*\]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/;
const WORD = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/g;

/** The first words that a file of rules allows. */
export function allowedBy(text: string): Allowed {
  const words = new Set<string>();
  const plain = text.replace(/^\s*#.*$/gm, '');
  for (const rule of plain.split(CALL).slice(1)) {
    const decision = DECISION.exec(rule);
    // Without a word for it, a rule allows.
    if (decision !== null && ['prompt', 'forbidden'].includes(decision[1] ?? decision[2]!)) continue;
    const first = [...(FIRST.exec(rule)?.[1] ?? '').matchAll(WORD)].map((word) => word[1] ?? word[2]!);
    if (first.length === 0 || first.some((word) => word === '' || word.includes('\\'))) return 'all';
    for (const word of first) words.add(word);
  }
  return words;
}

/** Whether a command names one of these words, wherever it does. */
export function mayMeet(allowed: Allowed, command: string): boolean {
  if (allowed === 'all') return true;
  // What is quoted or escaped in the middle of a word is that word all the same.
  const read = command.replace(/["'\\]/g, '');
  return [...allowed].some((word) => read.includes(word));
}

/** Of a thread in this folder: the user's, the system's, and those of the projects around it. Never rejects. */
export async function ownRules(home: string | null, cwd: string, read: ReadRules): Promise<Allowed> {
  const folders = ['/etc/codex/rules', ...(home === null ? [] : [join(home, 'rules')])];
  for (let at = cwd; folders.length < MAX_FOLDERS; at = dirname(at)) {
    folders.push(join(at, '.codex', 'rules'));
    if (dirname(at) === at) break;
  }
  const texts = await read(folders);
  const all = texts?.map(allowedBy) ?? ['all' as const];
  return all.includes('all') ? 'all' : new Set(all.flatMap((words) => [...words]));
}

/** Those of this computer. */
export const localRules: ReadRules = async (folders) => {
  const all = await Promise.all(folders.map(rulesIn));
  return all.every((texts) => texts !== null) ? all.flat() : null;
};

async function rulesIn(folder: string): Promise<string[] | null> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.rules'));
  if (names.length > MAX_FILES) return null;
  const texts = await Promise.all(
    names.map((name) => readFile(join(folder, name), 'utf8').catch(() => null)),
  );
  return texts.every((text) => text !== null && text.length <= MAX_LENGTH) ? (texts as string[]) : null;
}
