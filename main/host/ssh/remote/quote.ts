/** A word for a POSIX shell: whatever it holds, it is that one word. @throws when it holds a NUL, which no shell can take. */
export function quoteWord(text: string): string {
  if (text.includes('\0')) throw new TypeError('a word with a NUL');
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
