/** What may be logged of an error: its kind. A message may hold what is never logged. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
