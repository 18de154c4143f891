import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { showProjectFolder } from '../../../main/desktop/project-folder.ts';
import { HostDouble } from '../host/local-socket/host-double.ts';

let folder: string;
let host: HostDouble;
let shown: string[];
const show = (id: unknown) => showProjectFolder(host, id, (at) => shown.push(at));

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-project-'));
  shown = [];
  host = new HostDouble();
  host.state.projects = [{ id: 'p1', name: 'garden', path: folder, environment: 'local' }];
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

test('the folder of a project is shown', async () => {
  expect(await show('p1')).toBe(true);
  expect(shown).toEqual([folder]);
});

test.each([['p2'], ['/etc'], [undefined], [{ id: 'p1' }], [['p1']]])(
  '%j is no project, and opens nothing',
  async (id) => {
    expect(await show(id)).toBe(false);
    expect(shown).toEqual([]);
  },
);

test('a folder that is gone, or became a file, is not shown', async () => {
  await fs.rm(folder, { recursive: true });
  expect(await show('p1')).toBe(false);
  await fs.writeFile(folder, '');
  expect(await show('p1')).toBe(false);
  expect(shown).toEqual([]);
});

test('a path of an SSH host opens nothing here, though there is one of the same name', async () => {
  host.state.projects = [{ id: 'p1', name: 'garden', path: folder, environment: 'ssh:devbox' }];
  expect(await show('p1')).toBe(false);
  expect(shown).toEqual([]);
});
