/** Lines of code that are drawn together: while code streams in, those before them stay as they are. */
export const LINES_TOGETHER = 16;

const PARTS = new RegExp(`(?:[^\\n]*\\n){${LINES_TOGETHER}}|[^]+$`, 'g');

/** @returns code in parts of so many lines, which joined are the code. Pure. */
export const codeParts = (code: string): string[] => code.match(PARTS) ?? [];
