import type { ITheme } from '@xterm/xterm';

/**
 * The colours of the window, for the terminal. All that a program may write in has the contrast of text on the ground of the
 * terminal, in both themes; so black is not black where the ground is.
 */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const [ground, text, soft] = [token('sunken'), token('text'), token('text-soft')];
  const colours = {
    red: token('trouble'),
    green: token('done'),
    yellow: token('waiting'),
    blue: token('accent'),
    magenta: token('revealed'),
    cyan: token('working'),
  };
  return {
    background: ground,
    foreground: text,
    cursor: token('focus'),
    cursorAccent: ground,
    selectionBackground: token('accent'),
    selectionForeground: token('on-accent'),
    selectionInactiveBackground: token('pressed'),
    ...colours,
    black: soft,
    brightBlack: soft,
    white: text,
    brightWhite: text,
    brightRed: colours.red,
    brightGreen: colours.green,
    brightYellow: colours.yellow,
    brightBlue: colours.blue,
    brightMagenta: colours.magenta,
    brightCyan: colours.cyan,
  };
}

/** Of the text in the terminal: as small text elsewhere, and as large as the person has text. */
export function terminalTextSize(): { fontSize: number; fontFamily: string } {
  const style = getComputedStyle(document.documentElement);
  return {
    fontSize: Math.round(Number.parseFloat(style.fontSize) * 0.8125),
    fontFamily: style.getPropertyValue('--face-mono').trim(),
  };
}
