import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LinuxPowerSource } from '../../../../main/host/power/linux-power-source.ts';

let root: string;
let told: string[];
let unlisten: () => void;

beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-source-'));
  told = [];
  unlisten = () => {};
});
afterEach(async () => {
  unlisten();
  await fs.rm(root, { recursive: true, force: true });
});

const supplies = () => path.join(root, 'supplies');
async function notebook(): Promise<void> {
  for (const [name, attribute, value] of [
    ['AC', 'type', 'Mains'],
    ['BAT0', 'type', 'Battery'],
    ['BAT0', 'status', 'Charging'],
  ] as const) {
    await fs.mkdir(path.join(supplies(), name), { recursive: true });
    await fs.writeFile(path.join(supplies(), name, attribute), `${value}\n`);
  }
  await cable('1');
}
const cable = (online: string) => fs.writeFile(path.join(supplies(), 'AC', 'online'), `${online}\n`);

/** A stand-in for udevadm that says what the test writes into a pipe. @returns what says it. */
async function udevadm(): Promise<(lines: string) => Promise<void>> {
  const programs = path.join(root, 'bin');
  const feed = path.join(root, 'events');
  await fs.mkdir(programs);
  await fs.writeFile(feed, '');
  await fs.writeFile(
    path.join(programs, 'udevadm'),
    `#!/bin/sh\necho "$@" > ${root}/arguments\necho 'KERNEL - the kernel uevent'\nexec tail -n +1 -f ${feed}\n`,
    { mode: 0o755 },
  );
  return (lines) => fs.appendFile(feed, lines);
}

function listen(): LinuxPowerSource {
  const env = { PATH: `${path.join(root, 'bin')}:/usr/bin:/bin` };
  const source = new LinuxPowerSource({ env, folder: supplies() });
  unlisten = source.listen(() => told.push(source.current()));
  return source;
}
const EVENT = 'KERNEL[1.0] change   /devices/AC (power_supply)\n';

describe.runIf(process.platform !== 'win32')('the power source on Linux', () => {
  test('is told when the cable is pulled, also after thousands of other changes', async () => {
    await notebook();
    const say = await udevadm();
    listen();
    await expect.poll(() => told).toEqual(['mains']);
    await say(EVENT.repeat(5_000));
    await cable('0');
    await say(EVENT);
    await expect.poll(() => told).toEqual(['mains', 'battery']);
    await cable('1');
    await say(EVENT);
    await expect.poll(() => told).toEqual(['mains', 'battery', 'mains']);
    expect(await fs.readFile(path.join(root, 'arguments'), 'utf8')).toBe(
      'monitor --kernel --subsystem-match=power_supply\n',
    );
  });

  test('without a battery it is read once, and nothing is watched', async () => {
    await fs.mkdir(supplies());
    await udevadm();
    const source = listen();
    await expect.poll(() => told).toEqual(['mains']);
    unlisten();
    expect(source.current()).toBe('mains');
    await expect(fs.access(path.join(root, 'arguments'))).rejects.toThrow();
  });

  test('where nobody tells of changes, it is not known', async () => {
    await notebook();
    // The programs of a machine without udev.
    const env = { PATH: path.join(root, 'none') };
    const source = new LinuxPowerSource({ env, folder: supplies() });
    unlisten = source.listen(() => told.push(source.current()));
    await expect.poll(() => told).toEqual(['mains', 'unknown']);
  });
});
