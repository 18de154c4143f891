import type { Terminal } from '@xterm/xterm';

/** What a program can ask a terminal, which would answer by typing: its kind, where its cursor is, its modes, its size. */
const QUESTIONS = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { prefix: '>', final: 'q' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { final: 't' },
];
/** Colours: asked for, and set, by which text could be hidden. */
const COLOURS = [4, 10, 11, 12, 104, 110, 111, 112];
/** Reports of the mouse, and of the focus. */
const REPORTS = new Set([9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016]);

/**
 * Nothing but what a person types is typed. What is printed comes from another computer, and is shown again each time the
 * terminal is opened: an answer of the terminal's own would stand in the password that ssh waits for.
 */
export function onlyPeopleType({ parser }: Terminal): void {
  const drop = (): boolean => true;
  for (const question of QUESTIONS) parser.registerCsiHandler(question, drop);
  for (const colour of COLOURS) parser.registerOscHandler(colour, drop);
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, drop);
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) =>
    modes.flat().some((mode) => REPORTS.has(mode)),
  );
}
