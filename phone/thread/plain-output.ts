/** Terminal output as what a terminal would still show at the end of it. Pure, and linear in the length of the text. */
import { codePoint } from '../../ui/reveal.ts';

// CSI (with its parameters), OSC (up to its terminator) and the two-character escapes, ECMA-48.
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are made of control characters.
  /\u001b(?:\[[0-?]*[ -/]*(?:[@-~]|$)|\][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|[ -/]*[0-~])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const STYLES = /\u001b\[[0-9;:]*m/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const STYLE = /^\u001b\[[0-9;:]*m$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above; tab and line feed stay, and an escape that begins a style.
const CONTROLS = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]|\u001b(?!\[[0-9;:]*m)/g;
/** They would turn what stands around them, here and in what is copied. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const SPECIAL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** States of one line, overwritten one after the other, of which the last are looked at. */
const STATES = 50;
/** Styles that are taken along from what is not shown any more. */
const MOST_STYLES = 16;

/** The text as it stands at the end, with its styles (`ESC [ … m`) and no other control sequence. */
export function settled(output: string): string {
  if (!SPECIAL.test(output)) return output;
  return output
    .replace(ESCAPES, (sequence) => (STYLE.test(sequence) ? sequence : ''))
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map((line) => overwritten(line).replace(CONTROLS, ''))
    .join('\n')
    .replace(TURNING, (mark) => `⟨${codePoint(mark.codePointAt(0)!)}⟩`);
}

/** The same without its styles. */
export const plainOutput = (output: string): string => settled(output).replace(STYLES, '');

/** The styles that hold at the end of `text`, as the sequences that set them. */
export function stylesAfter(text: string): string {
  const found = text.match(STYLES);
  if (found === null) return '';
  const reset = found.findLastIndex((style) => /\[0*m$/.test(style));
  return found
    .slice(reset + 1)
    .slice(-MOST_STYLES)
    .join('');
}

/** A carriage return goes back to the start of the line; what follows overwrites it, as progress bars do. */
function overwritten(line: string): string {
  if (!line.includes('\r')) return line;
  const states = line.split('\r').filter((state) => state !== '');
  return states.slice(-STATES).reduce((shown, state) => {
    const styles = stylesAfter(shown);
    const rest = withoutBeginning(shown, state.replace(STYLES, '').length);
    return styles + state + (rest === '' ? '' : `\u001b[0m${rest}`);
  }, '');
}

/** What is left of a line when `count` characters of it are overwritten, in its own style. */
function withoutBeginning(line: string, count: number): string {
  let seen = 0;
  let at = 0;
  for (const { index, 0: style } of line.matchAll(STYLES)) {
    if (seen + index - at > count) break;
    seen += index - at;
    at = index + style.length;
  }
  const rest = line.slice(at + count - seen);
  return rest.replace(STYLES, '') === '' ? '' : stylesAfter(line.slice(0, at)) + rest;
}
