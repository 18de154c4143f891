// @ts-check
/** Figures as lines of text. */

/** @typedef {import('../../test/bench/figure.ts').Figure} Figure */

/** @param {number} value */
const number = (value) => (Number.isInteger(value) ? String(value) : value.toPrecision(4));

/**
 * @param {Figure} figure
 * @returns {boolean | undefined} `undefined` where there is no goal.
 */
export function isMet({ value, goal }) {
  if (goal === undefined) return undefined;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

/** @param {Figure} figure */
export function figureLines(figure) {
  const { name, value, unit, goal, raw } = figure;
  const verdict =
    goal === undefined
      ? ''
      : `  (goal: ${'atMost' in goal ? `at most ${number(goal.atMost)}` : `at least ${number(goal.atLeast)}`} ${unit}, ${isMet(figure) ? 'met' : 'missed'})`;
  const lines = [`  ${name}: ${number(value)} ${unit}${verdict}`];
  if (raw !== undefined) lines.push(`    raw: ${raw.map(number).join(' ')}`);
  return lines;
}
