import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localFolders } from '../../../../main/host/projects/local-folders.ts';
import { LOCAL, Projects } from '../../../../main/host/projects/projects.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';
import { HeldDisk } from '../devices/held-disk.ts';

let root: string;
let disk: HeldDisk;
let projects: Projects;
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-projects-'));
  for (const name of ['a', 'b']) await fs.mkdir(path.join(root, name));
  disk = new HeldDisk();
  projects = new Projects({
    folder: root,
    disk,
    now: () => 0,
    randomBytes: suite.randomBytes,
    folders: (environment) => (environment === LOCAL ? localFolders(os.homedir()) : undefined),
  });
  await projects.load();
});
afterEach(() => fs.rm(root, { recursive: true, force: true }));

test('a project that could not be opened takes none with it that was opened meanwhile', async () => {
  const held = disk.hold();
  const a = projects.add(path.join(root, 'a'));
  await held;
  const b = projects.add(path.join(root, 'b'));
  // The second is asked for while the first is still being written.
  await expect.poll(() => projects.list().length).toBe(2);
  disk.fail();
  await expect(a).rejects.toThrow('disk full');
  const opened = await b;
  expect(projects.list()).toEqual([opened]);
  const written = JSON.parse(await fs.readFile(path.join(root, 'projects.json'), 'utf8'));
  expect(written.projects).toEqual([opened]);
});

test('a folder whose name begins with two dots is inside its project, and the one beside the project is not', async () => {
  const project = await projects.add(path.join(root, 'a'));
  expect(projects.holding(LOCAL, path.join(project.path, '..config'))).toEqual(project);
  expect(projects.holding(LOCAL, path.join(project.path, '..', 'b'))).toBeNull();
});

test('an environment has projects of its own, also at the same path', async () => {
  const devbox = 'ssh:devbox';
  const there = new Map([['/src', { path: '/src', wide: false }]]);
  projects = new Projects({
    folder: root,
    disk,
    now: () => 0,
    randomBytes: suite.randomBytes,
    folders: (environment) =>
      environment === devbox ? { find: async (folder) => there.get(folder) ?? null } : undefined,
  });
  await projects.load();
  const project = await projects.add('/src', undefined, devbox);
  expect(project).toMatchObject({ environment: devbox, name: 'src', path: '/src' });
  expect(projects.holding(devbox, '/src/deep')).toEqual(project);
  expect(projects.holding(LOCAL, '/src/deep')).toBeNull();
  await expect(projects.add('/nowhere', undefined, devbox)).rejects.toThrow('is not a folder over there');
  await expect(projects.add('/src', undefined, 'ssh:other')).rejects.toThrow('is not connected');
});
