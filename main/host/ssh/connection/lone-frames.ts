/**
 * Where one ssh has to carry everything (no ControlMaster: Windows), scripts and what they print go through its one terminal.
 * That of Windows draws what it is given anew, wraps it, repeats it and shows what is typed, so all that travels are short
 * words of plain letters, each with its number. Pure.
 *
 *   near → far   `+<piece of a script>;` …, then `=<request>.<most bytes>;`      one line each; pieces as `printf %b` reads them
 *   far → near   `~<mark>.up~`                                                 it listens
 *                `~<mark>.<request>.o.<number>.<hex>~`, `….r.…`                 of stdout, of stderr; without bytes: its end
 *                `~<mark>.<request>.e.<status>~`                               after both ends
 *
 * The mark is random, so that nothing which a login shell prints, or which is typed, looks like an answer.
 */

/** Of a line that is typed, its marks left out: a terminal may take no more than 255 bytes at once. */
const LINE = 160;
const MOST_STDERR = 64 * 1024;
/** An answer's word has at most 16 bytes of output in it. */
const LONGEST_WORD = 160;

/**
 * What runs over there: it takes scripts from its stdin and runs each beside itself, its output bounded. One line without `!`,
 * backslash or single quote, which csh and fish would read in their own way, and of less than 1,024 letters, which is the
 * longest word of csh. A script may leave nothing running that holds its output open.
 *
 * @param mark letters and digits
 */
export const loneCommand = (mark: string): string =>
  `exec /bin/sh -c '${[
    `m=${mark}; exec 4>&1`,
    'e() { head -c "$3" | od -An -v -tx1 | { n=0; while read -r x; do echo "~$m.$1.$2.$n.$x~"; n=$((n+1)); done; echo "~$m.$1.$2.$n.~"; }; }',
    // Descriptor 3 carries the status out of the pipeline, 4 is what goes to the near side.
    `j() { c=$({ { { ( eval "$2" ) </dev/null 3>&- 4>&-; echo "$?" >&3; } | e "$1" o "$3" >&4; } 2>&1 | e "$1" r ${MOST_STDERR} >&4; } 3>&1); echo "~$m.$1.e.$c~"; }`,
    't=; echo "~$m.up~"; while IFS= read -r l; do case "$l" in ' +
      // biome-ignore lint/suspicious/noTemplateCurlyInString: of the shell over there.
      '"+"*) l=${l#+}; t=$t${l%;*} ;; ' +
      // biome-ignore lint/suspicious/noTemplateCurlyInString: of the shell over there.
      '"="*) l=${l#=}; l=${l%;*}; s=$(printf %b "$t"); t=; j "${l%.*}" "$s" "${l#*.}" & ;; esac; done',
  ].join('; ')}'`;

/** What is typed for one script. @param most bytes of stdout that are wanted; one more comes where there is more */
export function requestText(request: number, script: string, most: number): string {
  const pieces: string[] = [];
  const encoded = escaped(script);
  for (let at = 0; at < encoded.length; at += LINE) pieces.push(`+${encoded.slice(at, at + LINE)};\r`);
  return `${pieces.join('')}=${request}.${most + 1};\r`;
}

/** As `printf %b` reads it; only letters that a terminal passes on. */
const escaped = (script: string): string =>
  [...Buffer.from(script)]
    .map((byte) => {
      if (byte === 0x0a) return '\\n';
      if (byte === 0x5c) return '\\\\';
      return byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte)
        : `\\0${byte.toString(8).padStart(3, '0')}`;
    })
    .join('');

export type Frame =
  | { readonly frame: 'up' }
  /** `bytes` empty: the end of that output. */
  | {
      readonly frame: 'output';
      readonly request: number;
      readonly of: 'stdout' | 'stderr';
      readonly number: number;
      readonly bytes: Buffer;
    }
  | { readonly frame: 'end'; readonly request: number; readonly code: number };

/** Escape sequences of a terminal, whole (ECMA-48); and the beginning of one at the end. */
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)|[ -/]*[0-OQ-WYZ\\`-~])/g;
const UNFINISHED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  /\u001b(?:\[[0-?]*[ -/]*|[\]PX^_][^\u0007\u001b]*\u001b?|[ -/]*)?$/;
/** A window's title may be long, and is not longer than this. */
const LONGEST_SEQUENCE = 4_096;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const BLANK = /[\u0000-\u0020\u007f]+/g;

/** Finds the answers in what a terminal shows. */
export class FrameReader {
  readonly #word: RegExp;
  #sequence = '';
  #rest = '';

  constructor(mark: string) {
    this.#word = new RegExp(`~${mark}\\.([0-9a-z.]{1,${LONGEST_WORD}})~`, 'g');
  }

  push(text: string): Frame[] {
    const raw = this.#sequence + text;
    const cut = UNFINISHED.exec(raw)?.index ?? raw.length;
    this.#sequence = raw.length - cut > LONGEST_SEQUENCE ? '' : raw.slice(cut);
    const shown = this.#rest + raw.slice(0, cut).replace(SEQUENCE, '').replace(BLANK, '');
    const frames: Frame[] = [];
    let end = 0;
    for (const found of shown.matchAll(this.#word)) {
      end = found.index + found[0].length;
      const frame = frameOf(found[1] as string);
      if (frame !== null) frames.push(frame);
    }
    this.#rest = shown.slice(Math.max(end, shown.length - 2 * LONGEST_WORD));
    return frames;
  }
}

function frameOf(word: string): Frame | null {
  if (word === 'up') return { frame: 'up' };
  const end = /^(\d{1,9})\.e\.(\d{1,3})$/.exec(word);
  if (end !== null) return { frame: 'end', request: Number(end[1]), code: Number(end[2]) };
  const output = /^(\d{1,9})\.([or])\.(\d{1,9})\.((?:[0-9a-f]{2})*)$/.exec(word);
  if (output === null) return null;
  return {
    frame: 'output',
    request: Number(output[1]),
    of: output[2] === 'o' ? 'stdout' : 'stderr',
    number: Number(output[3]),
    bytes: Buffer.from(output[4] as string, 'hex'),
  };
}
