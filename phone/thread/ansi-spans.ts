/** Text with the styles of a terminal as pieces, each with the names of its looks. Pure: what draws them escapes them. */
import Anser from 'anser';

export type Ink = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'soft';

export interface AnsiSpan {
  text: string;
  ink: Ink | null;
  /** The colour behind the text; `plain`: one without a hue. */
  ground: Ink | 'plain' | null;
  looks: readonly ('bold' | 'dim' | 'italic' | 'underline' | 'strikethrough')[];
}

const LOOKS = ['bold', 'dim', 'italic', 'underline', 'strikethrough'] as const;

/** @returns the pieces of `text`, whose joined texts are `text` without its styles. What a style would hide is shown. */
export function ansiSpans(text: string): AnsiSpan[] {
  const entries = new Anser().ansiToJson(text, { json: true, use_classes: true, remove_empty: true });
  return entries.map((entry) => {
    const inverted = entry.decorations.includes('reverse') && entry.fg === null && entry.bg === null;
    const ground = hue(entry.bg, entry.bg_truecolor);
    return {
      text: entry.content,
      ink: inkOf(hue(entry.fg, entry.fg_truecolor)),
      ground: inverted ? 'plain' : ground,
      looks: LOOKS.filter((look) => entry.decorations.includes(look)),
    };
  });
}

const inkOf = (hue: Ink | 'plain' | null): Ink | null => (hue === 'plain' ? null : hue);

const NAMED: readonly (Ink | 'plain')[] = [
  'plain',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'plain',
];
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/**
 * The nearest of the inks that are readable on every ground, light or dark: a terminal's own colours are chosen for one.
 * Null: no colour.
 */
function hue(name: string | null, truecolor: string | null): Ink | 'plain' | null {
  if (name === null) return null;
  if (name === 'ansi-truecolor') return nearest((truecolor ?? '').split(',').map(Number));
  const palette = /^ansi-palette-(\d+)$/.exec(name);
  if (palette !== null) return ofPalette(Number(palette[1]));
  if (name === 'ansi-bright-black') return 'soft';
  return NAMED[NAMES.indexOf(name.replace(/^ansi-(bright-)?/, ''))] ?? 'plain';
}

/** The 256 colours of xterm: 16 named ones, a cube of 6 × 6 × 6, and greys. */
function ofPalette(index: number): Ink | 'plain' {
  if (index < 8) return NAMED[index]!;
  if (index === 8) return 'soft';
  if (index < 16) return NAMED[index - 8]!;
  if (index >= 232) return index >= 240 && index < 248 ? 'soft' : 'plain';
  const at = index - 16;
  return nearest([Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((step) => step * 51));
}

function nearest([r = 0, g = 0, b = 0]: readonly number[]): Ink | 'plain' {
  const most = Math.max(r, g, b);
  const range = most - Math.min(r, g, b);
  if (!Number.isFinite(range) || range < 40) return most > 90 && most < 190 ? 'soft' : 'plain';
  const sector = most === r ? (g - b) / range : most === g ? 2 + (b - r) / range : 4 + (r - g) / range;
  const degrees = (sector * 60 + 360) % 360;
  if (degrees < 20 || degrees >= 345) return 'red';
  if (degrees < 70) return 'yellow';
  if (degrees < 160) return 'green';
  if (degrees < 200) return 'cyan';
  return degrees < 262 ? 'blue' : 'magenta';
}
