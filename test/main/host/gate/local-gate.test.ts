import { existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../../main/host/clock.ts';
import { nodeDisk } from '../../../../main/host/files/disk.ts';
import { Guarded } from '../../../../main/host/gate/guarded.ts';
import { LocalGate, type LocalGateOptions } from '../../../../main/host/gate/local-gate.ts';
import { temporaryFolder } from '../../../codex/codex.ts';
import { removeFolder } from '../../../remove-folder.ts';

let folder: string;
let gates: LocalGate[];
beforeEach(() => {
  folder = temporaryFolder('gate');
  gates = [];
});
afterEach(async () => {
  for (const gate of gates) await gate.close();
  await removeFolder(folder);
});

async function open(more: Partial<LocalGateOptions> = {}): Promise<LocalGate> {
  const gate = new LocalGate({ folder, disk: nodeDisk, clock: systemClock, ...more });
  gates.push(gate);
  await gate.open();
  return gate;
}

test('a hook that the agent gives up on behind the wrapper, and the wrapper behind the host', async () => {
  const gate = await open();
  expect(gate.hook).toMatchObject({ timeoutS: 84_000, command: expect.stringMatching(/ 83400 60\)/) });
  expect(existsSync(join(folder, 'gate.sock'))).toBe(true);
});

test.each<[string, () => Partial<LocalGateOptions>, string]>([
  ['a temporary data folder', () => ({ folder: '/tmp/outpost' }), 'is a temporary one'],
  ['a long path', () => ({ folder: join(folder, 'x'.repeat(100)) }), 'too long'],
  ['a path with a quote', () => ({ folder: join(folder, "it's") }), 'a quote'],
  ['no Perl', () => ({ perl: join(folder, 'perl') }), 'needs Perl'],
  ['a folder that is not there', () => ({ folder: join(folder, 'gone') }), 'could not be made'],
])('%s: there is none, and it says why', async (_, more, words) => {
  const gate = await open(more());
  expect(gate.hook).toEqual({ problem: expect.stringContaining(words) });
});

test('what could reach it', async () => {
  const data = join(folder, 'data');
  mkdirSync(data);
  mkdirSync(join(folder, 'project'));
  symlinkSync(folder, join(folder, 'project', 'link'));
  const gate = await open({ folder: data });
  const reach = (path: string) => gate.withinReach(path);
  expect(await Promise.all([folder, data, join(folder, 'project', 'link'), '/'].map(reach))).not.toContain(
    false,
  );
  const outside = [join(folder, 'project'), join(data, 'below'), `${realpathSync(data)}-2`];
  expect(await Promise.all(outside.map(reach))).not.toContain(true);
});

test('threads of the gate are remembered, and not those that could not be written', async () => {
  const guarded = () => new Guarded({ folder, disk: nodeDisk, now: () => 0 });
  const first = guarded();
  await first.load();
  await first.add('codex', 't1');
  const full = new Guarded({
    folder,
    disk: { ...nodeDisk, writeDurably: () => Promise.reject(new Error('full')) },
    now: () => 0,
  });
  await full.load();
  await expect(full.add('codex', 't2')).rejects.toThrow();
  expect([full.has('codex', 't1'), full.has('codex', 't2'), full.has('other', 't1')]).toEqual([
    true,
    false,
    false,
  ]);
  const next = guarded();
  expect(await next.load()).toBeNull();
  expect([next.has('codex', 't1'), next.has('codex', 't2')]).toEqual([true, false]);
});
