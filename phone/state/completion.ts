/** What a person is in the middle of typing, and what it can become. Pure. */
import type { FoundFile } from '../../protocol/session/found-file.ts';
import { effortsOf, offeredSlash, type Slash, type SlashContext } from './slash.ts';

/** A part of the text that can be completed; `from` and `to` are where it stands in UTF-16 units. */
export type Unfinished =
  | { kind: 'command'; typed: string; from: number; to: number }
  | { kind: 'value'; command: 'model' | 'effort' | 'goal'; typed: string; from: number; to: number }
  | { kind: 'file'; typed: string; from: number; to: number };

export interface Completion {
  /** What takes the place of the unfinished part. */
  insert: string;
  label: string;
  meaning: string;
  /** A command that needs no more words: it is done as soon as it is chosen. */
  command?: Slash;
}

/** @param caret where the person types */
export function unfinishedAt(text: string, caret: number): Unfinished | null {
  const before = text.slice(0, caret);
  const command = /^\/([a-z]*)$/.exec(before);
  if (command !== null) return { kind: 'command', typed: command[1]!, from: 0, to: caret };
  const value = /^\/(model|effort|goal) +(\S*)$/.exec(before);
  if (value !== null) {
    const [, of, typed] = value as unknown as [string, 'model' | 'effort' | 'goal', string];
    return { kind: 'value', command: of, typed, from: caret - typed.length, to: caret };
  }
  const file = /(?:^|\s)@([^\s@]*)$/.exec(before);
  if (file !== null) {
    const typed = file[1]!;
    return { kind: 'file', typed, from: caret - typed.length - 1, to: caret };
  }
  return null;
}

/** What commands and their values can become; `meanings` are the words for each. */
export function completionsOf(
  unfinished: Exclude<Unfinished, { kind: 'file' }>,
  context: SlashContext,
  meanings: Readonly<Record<Slash, string>>,
  goals: Readonly<Record<'pause' | 'resume' | 'clear', string>>,
): Completion[] {
  const { typed } = unfinished;
  const begins = (word: string) => word.toLowerCase().startsWith(typed.toLowerCase());
  if (unfinished.kind === 'command') {
    return offeredSlash(context)
      .filter(begins)
      .map((command) => ({
        insert: `/${command} `,
        label: `/${command}`,
        meaning: meanings[command],
        ...(WHOLE.has(command) && { command }),
      }));
  }
  if (unfinished.command === 'goal')
    return (['pause', 'resume', 'clear'] as const)
      .filter((word) => typed !== '' && begins(word))
      .map((word) => ({ insert: word, label: word, meaning: goals[word] }));
  const { choices, options } = context;
  if (choices === null) return [];
  if (unfinished.command === 'model')
    return choices.models
      .filter(({ id, name }) => begins(id) || begins(name))
      .map(({ id, name, description }) => ({ insert: id, label: name, meaning: description }));
  return effortsOf(choices, options)
    .filter(({ id }) => begins(id))
    .map(({ id, description }) => ({ insert: id, label: id, meaning: description }));
}

const WHOLE: ReadonlySet<Slash> = new Set(['model', 'review', 'compact', 'fork', 'stop']);

/** Its name first, because a path is often longer than a line. */
export const fileCompletions = (files: readonly FoundFile[]): Completion[] =>
  files.map(({ path, folder }) => {
    const slash = path.lastIndexOf('/');
    const label = path.slice(slash + 1) + (folder ? '/' : '');
    return { insert: mention(path), label, meaning: slash < 0 ? '' : path.slice(0, slash) };
  });

/** A path as it stands in a message: in quotes where a blank would end it. */
export const mention = (path: string): string => (/\s/.test(path) ? `"${path}" ` : `${path} `);

/** The text with the unfinished part completed, and where the person goes on typing. */
export function complete(
  text: string,
  { from, to }: Unfinished,
  insert: string,
): { text: string; caret: number } {
  const after = text.slice(to);
  const gap = insert.endsWith(' ') && after.startsWith(' ') ? after.slice(1) : after;
  return { text: text.slice(0, from) + insert + gap, caret: from + insert.length };
}
