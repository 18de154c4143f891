/**
 * How a test of real programs waits for what has to come: for the thing itself, and so long that two busy cores are no
 * reason to fail. `expect.poll` does so by itself (vitest.config.ts); `vi.waitFor` has to be told.
 */
export const PATIENCE = { interval: 20, timeout: 30_000 } as const;
