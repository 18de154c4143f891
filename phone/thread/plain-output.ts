/** Terminal output as plain text: what a terminal would still show at the end, without its colours. Pure. */

// CSI (with its parameters), OSC (up to its terminator) and the two-character escapes, ECMA-48.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are made of control characters.
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*(?:[@-~]|$)|\][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|[ -/]*[0-~])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above; tab and line feed stay.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

export function plainOutput(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
  if (!/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(output)) return output;
  return output
    .replace(ESCAPES, '')
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map((line) => overwritten(line).replace(CONTROLS, ''))
    .join('\n');
}

/** A carriage return goes back to the start of the line; what follows overwrites it, as progress bars do. */
function overwritten(line: string): string {
  if (!line.includes('\r')) return line;
  const parts = line.split('\r').filter((part) => part !== '');
  return parts.reduce((shown, part) => part + shown.slice(part.length), '');
}

/** The end of an output, cut at a line: what is drawn while a long one runs. */
export function tail(output: string, length: number): { text: string; cut: boolean } {
  if (output.length <= length) return { text: output, cut: false };
  const end = output.slice(-length);
  const line = end.indexOf('\n');
  return { text: line >= 0 && line < end.length - 1 ? end.slice(line + 1) : end, cut: true };
}
