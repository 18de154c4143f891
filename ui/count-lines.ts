/** How many lines hunks add and remove, without parsing them: what a list shows beside a file. */
export function countLines(text: string): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (let at = 0; at < text.length; ) {
    if (text[at] === '+') added += 1;
    else if (text[at] === '-') removed += 1;
    const end = text.indexOf('\n', at);
    if (end < 0) break;
    at = end + 1;
  }
  return { added, removed };
}
