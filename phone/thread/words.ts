/** The first line of a text that says something, without its Markdown; `otherwise` where there is none. */
export function firstLine(text: string, otherwise: string): string {
  const line = text.split('\n').find((each) => each.trim() !== '') ?? '';
  const plain = line.replace(/^[#>\s]+|\*\*|__|`/g, '').trim();
  return plain === '' ? otherwise : plain;
}
