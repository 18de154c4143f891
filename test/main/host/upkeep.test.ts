import * as v from 'valibot';
import { expect, test } from 'vitest';
import { UpkeepView } from '../../../main/contract/state.ts';
import { upkeepOf } from '../../../main/host/upkeep.ts';

test.each(['darwin', 'linux', 'win32'] as const)(
  '%s: power failure, sleep, and the disk that asks',
  (platform) => {
    const upkeep = upkeepOf(platform);
    expect(v.is(v.array(UpkeepView), upkeep)).toBe(true);
    const ids = upkeep.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['power-failure', 'sleep', 'disk-encryption']));
    expect(new Set(ids).size).toBe(ids.length);
    // One line that can be pasted: nothing that runs a second thing, nothing that is filled in.
    for (const { command } of upkeep) if (command !== null) expect(command).toMatch(/^[\w .,:/-]+$/);
  },
);

test('a Mac is told of FileVault, and a system that nobody knows of nothing', () => {
  expect(upkeepOf('darwin').find(({ id }) => id === 'disk-encryption')).toMatchObject({
    title: expect.stringContaining('FileVault'),
    command: 'fdesetup status',
  });
  expect(upkeepOf('freebsd')).toEqual([]);
});
