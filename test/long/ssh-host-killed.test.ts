/** The host itself is killed while something on its devbox waits for an answer, or starts there for the first time; then started again on the same folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { canBeFarSide } from '../ssh/accounts.ts';
import { CutWorld, DEVBOX, eventually, startFarWorld } from '../ssh/cut-world.ts';
import { KilledHost } from '../ssh/killed-host.ts';
import { serversOf } from '../ssh/processes.ts';

test.runIf(canBeFarSide)('a host that is killed comes back to its devbox, and asks the same', async () => {
  const far = await startFarWorld();
  const host = await KilledHost.start(far.far.config);
  const other = await CutWorld.start(far, host);
  try {
    await other.connect();
    const name = path.join(far.codex.workspace, 'made');
    const thread = await other.say(`[ask-run echo once >> ${name}]`);
    const { id } = await other.asked();
    // Shown at once and written behind that; one that was not written yet would be asked for anew.
    const kept = path.join(host.folder, 'approvals.json');
    await eventually('it is kept', () => existsSync(kept) && readFileSync(kept, 'utf8').includes(id));
    await host.kill();
    // Nothing that it started outlives it, though it could not end it.
    await eventually('no ssh is left', () => other.ours().length === 0);
    await host.start();
    await other.ready();
    expect(await other.approveAgain()).toBe(id);
    await eventually('it is done', () => existsSync(name));
    await other.agrees(thread);
    expect(readFileSync(name, 'utf8')).toBe('once\n');
    expect(await other.run('ssh/disconnect', { environment: DEVBOX, stop: true })).toMatchObject({
      ok: true,
    });
    expect(serversOf(far.devbox.uid)).toEqual([]);
    expect(other.ours()).toEqual([]);
    expect(readdirSync(other.runFolder)).toEqual([]);
  } finally {
    await other.close();
    await far.close();
  }
});

test.runIf(canBeFarSide)(
  'a host that is killed in a first start over there goes on with it, and asks nobody twice',
  async () => {
    const far = await startFarWorld({}, { copied: false });
    const host = await KilledHost.start(far.far.config);
    const other = await CutWorld.start(far, host);
    const question = async () => (await other.view()).question;
    try {
      await other.dial();
      const { id } = await eventually('it is asked', async () => (await question()) ?? false);
      expect(await other.run('ssh/answer', { environment: DEVBOX, question: id, text: 'yes' })).toMatchObject(
        {
          ok: true,
        },
      );
      await eventually('it copies', () => existsSync(path.join(far.codex.home, 'packages')));
      const kept = path.join(host.folder, 'environments.json');
      await eventually('what was allowed is kept', () =>
        /"mayCopy":\s*true/.test(readFileSync(kept, 'utf8')),
      );
      await host.kill();
      await eventually('no ssh is left', () => other.ours().length === 0);
      await host.start();
      await other.ready();
      expect(await question()).toBeNull();
      expect(serversOf(far.devbox.uid)).toHaveLength(1);
      expect(await other.run('ssh/disconnect', { environment: DEVBOX, stop: true })).toMatchObject({
        ok: true,
      });
      expect(other.ours()).toEqual([]);
      expect(readdirSync(other.runFolder)).toEqual([]);
    } finally {
      await other.close();
      await far.close();
    }
  },
);
