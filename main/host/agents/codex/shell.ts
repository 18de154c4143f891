/**
 * The command that a person reads. Codex wraps what the agent wants to run in the login shell of the machine,
 * `/bin/bash -lc 'what to run'`; only the inside matters. Whatever is not exactly this wrapping is shown untouched:
 * nothing that differs from the usual may hide behind a nicer text.
 */

/** Shells at their usual places; one elsewhere could be any program, so its path stays visible. */
const SHELL =
  /^(?:\/bin|\/usr\/bin|\/usr\/local\/bin|\/opt\/homebrew\/bin|\/run\/current-system\/sw\/bin)\/(?:bash|zsh|sh|dash|fish) -l?c ([\s\S]+)$/;

/** What the wrapped shell would be given as its script; the whole command when it is not wrapped in the known way. */
export function shownCommand(command: string): string {
  const script = SHELL.exec(command)?.[1];
  if (script === undefined) return command;
  return singleWord(script) ?? command;
}

/**
 * The text that Codex asks to type, out of `write_stdin --session-id 7 'text'`; the whole line when it is not exactly
 * that, so that nothing hides.
 */
export function typedText(command: string): string {
  const word = /^write_stdin --session-id \d+ ([\s\S]+)$/.exec(command)?.[1];
  return word === undefined ? command : (singleWord(word) ?? command);
}

/** The value of a POSIX shell word, or null when the text is not exactly one word without expansions. */
function singleWord(text: string): string | null {
  let value = '';
  let at = 0;
  while (at < text.length) {
    const unit = text[at]!;
    if (unit === "'") {
      const end = text.indexOf("'", at + 1);
      if (end < 0) return null;
      value += text.slice(at + 1, end);
      at = end + 1;
    } else if (unit === '"') {
      const quoted = doubleQuoted(text, at + 1);
      if (quoted === null) return null;
      value += quoted.value;
      at = quoted.end;
    } else if (unit === '\\') {
      if (at + 1 >= text.length || text[at + 1] === '\n') return null;
      value += text[at + 1];
      at += 2;
    } else if (/[A-Za-z0-9_@%+=:,./-]/.test(unit)) {
      value += unit;
      at += 1;
    } else return null;
  }
  return value === '' ? null : value;
}

function doubleQuoted(text: string, from: number): { value: string; end: number } | null {
  let value = '';
  for (let at = from; at < text.length; at += 1) {
    const unit = text[at]!;
    if (unit === '"') return { value, end: at + 1 };
    if (unit === '$' || unit === '`') return null;
    if (unit === '\\' && text[at + 1] === '\n') return null;
    if (unit === '\\' && /["\\$`]/.test(text[at + 1] ?? '')) {
      value += text[at + 1];
      at += 1;
    } else value += unit;
  }
  return null;
}
