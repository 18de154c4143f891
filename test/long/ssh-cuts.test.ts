/**
 * The way to a devbox breaks at many bytes, silently or with a reset: while a turn runs that asks, and while it is being
 * connected. test/e2e/ssh-cuts.test.ts breaks it at the worst ones, and kills processes. SEED has a run again.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCard } from '../../protocol/session/card.ts';
import { chosenSeed, randomOf } from '../faults/seed.ts';
import { canBeFarSide } from '../ssh/accounts.ts';
import { CutWorld, DEVBOX, eventually, type FarWorld, startFarWorld } from '../ssh/cut-world.ts';
import { tell } from './summary.ts';

const ROUNDS = 40;
/** Of a turn with its approval come about so many bytes from the far side, and of signing in. */
const TURN_BYTES = 12_000;
const SIGN_IN_BYTES = 5_000;
const PATIENCE_MS = 30_000;
const seed = chosenSeed();

describe.runIf(canBeFarSide)(`the way to a devbox breaks anywhere (SEED=${seed})`, () => {
  const random = randomOf(seed);
  let far: FarWorld;
  let world: CutWorld;

  beforeAll(async () => {
    far = await startFarWorld();
    world = await CutWorld.start(far);
    await world.connect();
  });
  afterAll(async () => {
    await world?.close();
    await far?.close();
  });

  /** @returns what it was, for a failure's message. */
  const plan = (most: number): string => {
    const [bytes, silent] = [1 + Math.floor(random() * most), random() < 0.5];
    if (silent) far.network.silenceAfter(bytes);
    else far.network.cutAfter(bytes);
    return `${silent ? 'silent' : 'cut'} after ${bytes} bytes (SEED=${seed})`;
  };

  test('while a turn runs that asks', async () => {
    let struck = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const name = path.join(far.codex.workspace, `round-${round}`);
      const thread = await world.say(`[ask-run echo once >> ${name}]`);
      const what = plan(TURN_BYTES);
      let [over, healed] = [false, 0];
      const healing = (async () => {
        for (; !over; await new Promise((resolve) => setTimeout(resolve, 20))) {
          if ((await world.agent()) === 'ready') continue;
          await world.back();
          healed += 1;
        }
      })();
      const asked: string[] = [];
      await eventually(`it is done, ${what}`, async () => {
        if (existsSync(name)) return true;
        const [open] = world.approvals();
        if (open === undefined) return false;
        asked.push(readCard(open.card!)!.source);
        await world.approveAgain();
        return false;
      });
      // By Codex; and by the gate before it, where the cut keeps the host from reading what Codex's rules over there allow.
      expect(new Set(asked).size, `${asked}, ${what}`).toBe(asked.length);
      await world.agrees(thread);
      world.leave(thread);
      over = true;
      await healing;
      await world.back();
      expect(readFileSync(name, 'utf8'), what).toBe('once\n');
      if (healed > 0) struck += 1;
    }
    expect(struck).toBeGreaterThan(0);
    tell(`ssh: ${ROUNDS} turns that asked, ${struck} of them with a cut in the middle (SEED=${seed})`);
  });

  test('while it is being connected: it is said why, nothing is left, and the next try works', async () => {
    let failed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      await world.run('ssh/disconnect', { environment: DEVBOX });
      const what = plan(SIGN_IN_BYTES);
      await world.run('ssh/connect', { alias: 'devbox' });
      const state = await eventually(`it is up or has failed, ${what}`, async () => {
        const view = await world.view();
        const decided = ['attention', 'retrying'].includes(view.state);
        if (decided || (await world.agent()) === 'ready') return view.state;
        // A silent network is given up by the clock of these tests.
        await world.clock.pass(PATIENCE_MS / 10, PATIENCE_MS / 10);
        await new Promise((resolve) => setTimeout(resolve, 200));
        return false;
      });
      if (state === 'attention') {
        failed += 1;
        expect((await world.view()).detail, what).toMatch(/devbox.*\./);
        await eventually(`nothing is left, ${what}`, () => world.ours().length === 0);
        far.network.speak();
        await world.run('ssh/connect', { alias: 'devbox' });
      }
      await world.back();
    }
    expect(failed).toBeGreaterThan(0);
    tell(`ssh: ${ROUNDS} connects, ${failed} of them cut before they were there (SEED=${seed})`);
  });
});
