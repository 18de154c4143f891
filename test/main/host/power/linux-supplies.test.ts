import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  hasBattery,
  powerSourceOf,
  readSupplies,
  type Supply,
} from '../../../../main/host/power/linux-supplies.ts';

const supply = (fields: Partial<Supply>): Supply => ({
  type: '',
  scope: '',
  online: '',
  status: '',
  ...fields,
});
const cable = (online: '0' | '1', type = 'Mains') => supply({ type, online });
const battery = (status: string) => supply({ type: 'Battery', status });
const mouse = supply({ type: 'Battery', scope: 'Device', status: 'Discharging' });

test.each([
  ['a machine without any', [], 'mains'],
  ['a desktop with a mouse that has a battery', [mouse], 'mains'],
  ['a notebook at its cable', [cable('1'), battery('Charging')], 'mains'],
  ['a full notebook at its cable', [cable('1'), battery('Full')], 'mains'],
  ['a notebook without its cable', [cable('0'), battery('Discharging')], 'battery'],
  ['a cable that delivers too little', [cable('1'), battery('Discharging')], 'mains'],
  ['a battery that does not say that it drains yet', [cable('0'), battery('Unknown')], 'battery'],
  ['charging over USB', [cable('0'), cable('1', 'USB'), battery('Charging')], 'mains'],
  ['a battery alone, draining', [battery('Discharging')], 'battery'],
  ['a battery alone, charging', [battery('Charging')], 'mains'],
  ['two batteries, one of which drains', [battery('Full'), battery('Discharging')], 'battery'],
  ['USB ports that deliver nothing, on a board without a battery', [cable('0', 'USB')], 'mains'],
] as const)('%s: %#', (_, supplies, source) => {
  expect(powerSourceOf(supplies)).toBe(source);
});

test('a battery of its own is one that can change what it runs on', () => {
  expect(hasBattery([cable('1'), mouse])).toBe(false);
  expect(hasBattery([battery('Full')])).toBe(true);
});

test('is read from one folder for each supply; what is missing is empty', async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-supplies-'));
  await fs.mkdir(path.join(folder, 'AC'));
  await fs.writeFile(path.join(folder, 'AC', 'type'), 'Mains\n');
  await fs.writeFile(path.join(folder, 'AC', 'online'), '1\n');
  expect(await readSupplies(folder)).toEqual([cable('1')]);
  await fs.rm(folder, { recursive: true });
  expect(await readSupplies(folder)).toBeNull();
});
