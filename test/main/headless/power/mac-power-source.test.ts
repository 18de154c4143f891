import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawnFrom, MacPowerSource } from '../../../../main/headless/power/mac-power-source.ts';

let root: string;
let unlisten = (): void => {};
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-pmset-'));
});
afterEach(async () => {
  unlisten();
  await fs.rm(root, { recursive: true, force: true });
});

test.each([
  ["Now drawing from 'AC Power'", 'mains'],
  [" Now drawing from 'Battery Power'", 'battery'],
  ["Now drawing from 'UPS Power'", 'battery'],
  ["Now drawing from 'Something New'", 'unknown'],
  [' -InternalBattery-0 (id=4653155)\t80%; discharging; 5:12 remaining present: true', null],
])('“%s” is %s', (line, source) => {
  expect(drawnFrom(line)).toBe(source);
});

test.runIf(process.platform !== 'win32')(
  'is told now and at every change, until the program ends',
  async () => {
    const feed = path.join(root, 'log');
    const pid = path.join(root, 'pid');
    await fs.writeFile(feed, '');
    // A stand-in for pmset, which says what the test writes.
    await fs.writeFile(
      path.join(root, 'pmset'),
      `#!/bin/sh\nif [ "$2" = batt ]; then echo "Now drawing from 'AC Power'"; exit; fi\n` +
        `echo $$ > ${pid}\nexec tail -n +1 -f ${feed}\n`,
      { mode: 0o755 },
    );
    const told: string[] = [];
    const source = new MacPowerSource({ PATH: `${root}:/usr/bin:/bin` });
    unlisten = source.listen(() => told.push(source.current()));
    await expect.poll(() => told).toEqual(['mains']);
    await fs.appendFile(feed, "Logging IOPS power source events\nNow drawing from 'Battery Power'\n");
    await expect.poll(() => told).toEqual(['mains', 'battery']);
    process.kill(Number(await fs.readFile(pid, 'utf8')));
    await expect.poll(() => told).toEqual(['mains', 'battery', 'unknown']);
  },
);
