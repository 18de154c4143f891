/** The terminals in which ssh asks and tells, where node-pty could be built. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { loadPty } from '../../../../../main/host/ssh/connection/terminal.ts';

const pty = process.platform === 'win32' ? null : await loadPty();

describe.runIf(pty !== null)('a terminal', () => {
  test.each([10, 4_095, 9_000])(
    'is heard to its end, however busy this program was when the other one ended: %i bytes',
    async (length) => {
      let heard = '';
      const terminal = pty!.openTerminal({ columns: 80, rows: 24 }, (text) => {
        heard += text;
      });
      // Nothing is heard while it runs, and it has ended when this goes on.
      const script = `printf '%*s' ${length} ''; printf 'Größe'`;
      spawnSync('/bin/sh', ['-c', script], { stdio: ['ignore', terminal.slave, 'ignore'] });
      terminal.release();
      await terminal.ended;
      expect(heard).toBe(`${' '.repeat(length)}Größe`);
    },
  );
});
