import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { macCaffeinate } from '../../../../main/headless/power/mac-caffeinate.ts';
import { ProgramHold } from '../../../../main/headless/power/program-hold.ts';
import type { PowerSourceWatch } from '../../../../main/host/power/power-source.ts';
import { PATIENCE } from '../../../patience.ts';

/** Where the system says nothing that is understood here. */
const unknownPowerSource: PowerSourceWatch = { current: () => 'unknown', listen: () => () => {} };

let root: string;
let hold: ProgramHold;
let told: (string | null)[];
let unlisten: () => void;

beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-hold-'));
  const env = { PATH: `${root}:/usr/bin:/bin` };
  hold = new ProgramHold({ program: macCaffeinate(4711), source: unknownPowerSource, env });
  told = [];
  unlisten = hold.listen(() => told.push(hold.problem()));
});
afterEach(async () => {
  unlisten();
  hold.release();
  await fs.rm(root, { recursive: true, force: true });
});

/** A stand-in for caffeinate that leaves its process and its arguments behind. */
const install = () =>
  fs.writeFile(
    path.join(root, 'caffeinate'),
    `#!/bin/sh\necho "$$ $@" > ${root}/new && mv ${root}/new ${root}/ran\nexec sleep 1000\n`,
    { mode: 0o755 },
  );
const ran = async (): Promise<{ pid: number; args: string[] }> => {
  const text = await vi.waitFor(() => fs.readFile(path.join(root, 'ran'), 'utf8'), PATIENCE);
  await fs.rm(path.join(root, 'ran'));
  const [pid, ...args] = text.trim().split(' ');
  return { pid: Number(pid), args };
};
const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe.runIf(process.platform !== 'win32')('a hold by a program', () => {
  test('lasts from hold to release', async () => {
    await install();
    hold.hold();
    const { pid, args } = await ran();
    expect(args).toEqual(['-i', '-w', '4711']);
    expect(runs(pid)).toBe(true);
    hold.release();
    await expect.poll(() => runs(pid)).toBe(false);
    expect(told).toEqual([]);
  });

  test('that somebody else ends is told, and the next one works again', async () => {
    await install();
    hold.hold();
    process.kill((await ran()).pid);
    await expect.poll(() => told).toEqual([expect.stringContaining('caffeinate')]);
    hold.release();
    hold.hold();
    await expect.poll(() => told.at(-1)).toBeNull();
    expect(runs((await ran()).pid)).toBe(true);
  });

  test('by a program that is not there is told', async () => {
    hold.hold();
    await expect.poll(() => told.at(-1)).toContain('could not be started');
  });
});
