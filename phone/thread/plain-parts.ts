/** Text that is shown without its Markdown, in parts: what is laid out anew while it grows is the last one. Pure. */

/** UTF-16 units of a part, about. */
const PART = 2 * 1024;
/** Paragraphs that stand apart as they do in Markdown; a text of more of them is cut by its length alone. */
const MOST_PARAGRAPHS = 400;

export interface PlainPart {
  text: string;
  /** Goes on where the one before ends, without a gap. */
  onward: boolean;
}

export function plainParts(text: string): PlainPart[] {
  const paragraphs = text.split(/\n{2,}/, MOST_PARAGRAPHS + 1);
  return (paragraphs.length > MOST_PARAGRAPHS ? [text] : paragraphs).flatMap(cut);
}

function cut(paragraph: string): PlainPart[] {
  const parts: PlainPart[] = [];
  for (let at = 0; at < paragraph.length; ) {
    const end = partEnd(paragraph, at);
    parts.push({ text: paragraph.slice(at, end), onward: at > 0 });
    at = end;
  }
  return parts;
}

/** Behind a line end, else behind a blank, else between two characters. */
function partEnd(text: string, at: number): number {
  const far = at + PART;
  if (far >= text.length) return text.length;
  const near = text.slice(at, far);
  for (const mark of ['\n', ' ']) {
    const last = near.lastIndexOf(mark);
    if (last >= PART / 2) return at + last + 1;
  }
  const code = text.charCodeAt(far);
  return code >= 0xdc00 && code <= 0xdfff ? far + 1 : far;
}
