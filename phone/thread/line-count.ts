/** @returns how many lines each of several texts has, of which each is mostly the one before with more at its end. */
export function lineCount(): (text: string) => number {
  let before = '';
  let ends = 0;
  return (text) => {
    ends = text.startsWith(before) ? ends + lineEnds(text, before.length) : lineEnds(text, 0);
    before = text;
    return text === '' || text.endsWith('\n') ? ends : ends + 1;
  };
}

function lineEnds(text: string, from: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
