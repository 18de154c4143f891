import { defineConfig } from 'vitest/config';
import { PATIENCE } from './test/patience.ts';

// Whoever runs the tests may have SSH hosts: no test sees them.
const env = { OUTPOST_SSH_CONFIG: '/dev/null' };

// Three rings. `unit`: pure modules and real sockets on loopback. `e2e`: real programs and a real browser. `long`: soaks,
// fuzzers and matrices. The first two wait for programs and deadlines about as long as they work, so more of their files run
// at a time than the smallest machine, of two cores, has cores.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          env,
          include: [
            'test/{protocol,relay,main,phone,ui,renderer,scripts,attack,faults,fuzz,corpus}/**/*.test.{ts,tsx}',
          ],
          maxWorkers: 4,
          // No module keeps state of its own, so a process can go on with the next file: that halves the work.
          isolate: false,
          expect: { poll: PATIENCE },
          testTimeout: 45_000,
        },
      },
      {
        test: {
          name: 'e2e',
          env,
          include: ['test/{e2e,electron-double}/**/*.test.ts'],
          maxWorkers: 3,
          // As in the unit ring: three processes import what sixty would.
          isolate: false,
          expect: { poll: PATIENCE },
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: 'long',
          env,
          include: ['test/long/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 2_400_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
