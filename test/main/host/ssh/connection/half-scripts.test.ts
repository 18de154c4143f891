/** A connection that is cut while a script is on its way. The far side is a shell of this computer, behind a pipe that ends. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SshShell } from '../../../../../main/host/ssh/connection/remote-shell.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'outpost-half-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** @param bytes that get through */
const shellBehind = (bytes: number): SshShell =>
  new SshShell({
    alias: 'box',
    program: '/bin/sh',
    env: process.env,
    inlet: { near: '', open: () => Promise.reject(new Error('not here')), close: async () => {} },
    session: (command) => ['-c', 'head -c "$1" | eval "$2"', 'sh', `${bytes}`, command],
  });

it.runIf(process.platform !== 'win32')(
  'runs all of it or nothing',
  async () => {
    const begun = path.join(folder, 'begun');
    const script = `: > '${begun}'\nfor each in 1 2 3; do\n  echo "$each"\ndone`;
    // The line before it: two marks of 33 characters.
    const first = `printf ${'0'.repeat(32)}b; printf ${'0'.repeat(32)}b >&2; exec /bin/sh\n`.length;
    const whole = first + `(\n${script}\n)`.length;
    for (let bytes = 0; bytes < whole; bytes += 6) {
      await expect(shellBehind(bytes).run(script), `${bytes} bytes`).rejects.toMatchObject({
        name: 'SshError',
      });
      expect(existsSync(begun), `${bytes} bytes`).toBe(false);
    }
    expect(await shellBehind(100_000).run(script)).toEqual({ code: 0, stdout: '1\n2\n3\n', stderr: '' });
    expect(existsSync(begun)).toBe(true);
  },
  60_000,
);
