/** Lines of code that are drawn together: while code streams in, those before them stay as they are. */
export const LINES_TOGETHER = 16;
