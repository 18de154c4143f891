/** Paths among the words of a tool or script of the project: what it does with them, nobody here knows. */
import type { Weighing } from '../call.ts';
import { isTestFile } from '../names.ts';
import type { Argument } from '../shell/argument.ts';

/** Outside of the project they count as written; inside only a secret counts. */
export function given(args: readonly Argument[], on: Weighing): void {
  for (const argument of args) {
    const named = pathIn(argument);
    if (named === null) continue;
    const path = atHome(named, on);
    const { start } = path;
    if (LEAVES.test(start) && !isBelow(start, on.place.project))
      INSTALLED.test(start) ? on.read(path) : on.write(path);
    else if (PLAIN.test(start)) on.read(path);
  }
}

const LEAVES = /^(\/|~|\.\.(\/|$))|\/\.\.(\/|$)/;
const INSTALLED = /^\/(usr(?!\/local)|bin|lib\d*|opt|nix\/store|Applications)(\/|$)/;
/** `~`, where the program and not the shell reads it. */
export function atHome(path: Argument, on: Weighing): Argument {
  const expanded = (text: string): string => text.replace(/^~(?=\/|$)/, on.place.home);
  return { ...path, text: path.text === null ? null : expanded(path.text), start: expanded(path.start) };
}

/** Patterns and revisions hold other characters. */
const PLAIN = /^[\w.@+~/-]+$/;
const isBelow = (path: string, folder: string): boolean =>
  folder !== '' && !path.includes('/..') && (path === folder || path.startsWith(`${folder}/`));

/** The path in a word; null: it does not look like one. */
function pathIn(argument: Argument): Argument | null {
  const { text, start } = argument;
  const option = /^--?[\w.-]+=|^-[A-Za-z](?=[/~]|\.\.)|^[A-Za-z_]\w*=/.exec(start)?.[0] ?? '';
  const path = start.slice(option.length);
  if (path.startsWith('-') || /^\w[\w+.-]*:\/\//.test(path) || !/^[\x21-\x7e]*$/.test(path)) return null;
  if (path === '' || !(path.includes('/') || path.includes('.') || path.startsWith('~'))) return null;
  if (isTestFile(path) && !LEAVES.test(path)) return null;
  return { ...argument, text: text === null ? null : text.slice(option.length), start: path };
}

const UPDATES =
  /^--(update-?snapshots?(=.*)?|updateSnapshot|snapshot-update|inline-snapshot=(fix|create|update).*|update-goldens?|force-regen)$/i;
const UPDATES_IN_TESTS = /^(-u|--update(=.*)?|--accept|--review)$/;

/** @param tests the program runs tests for certain, so that its short options count as well. */
export function expectations(args: readonly Argument[], on: Weighing, tests = true): void {
  if (args.some(({ start }) => UPDATES.test(start) || (tests && UPDATES_IN_TESTS.test(start))))
    on.found('expand', 'It lets the tests take whatever comes as expected.');
}
