/** A press as long as a button takes that asks to be held; one that does not, takes it as any other. */
export const HELD = { delay: 1200 } as const;
