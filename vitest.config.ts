import { defineConfig } from 'vitest/config';

// Three rings. `unit`: pure modules and real sockets on loopback, in parallel. `e2e`: real programs and a real
// browser, one file at a time so that two cores stay enough. `long`: soaks, fuzzers and matrices.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/{protocol,relay,main,phone,ui,renderer,scripts,attack,faults,fuzz}/**/*.test.{ts,tsx}',
          ],
          maxWorkers: 2,
          testTimeout: 15_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/{e2e,electron-double}/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 2_400_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
