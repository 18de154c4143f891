import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  makeRunFolder,
  socketIn,
  sweepRunFolder,
} from '../../../../../main/host/ssh/connection/run-folder.ts';

describe('the folder of the sockets', () => {
  let data: string;
  beforeEach(async () => {
    data = await mkdtemp(path.join(tmpdir(), 'outpost-run-'));
  });
  afterEach(() => rm(data, { recursive: true }));

  it('is its owner’s only, and short enough for a socket that ssh names', async () => {
    const folder = await makeRunFolder(data);
    expect(folder).toBe(path.join(data, 'ssh'));
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await makeRunFolder(data)).toBe(folder);
  });

  it('is below the temporary folder where the path is long, the same one each time', async () => {
    const long = path.join(data, 'a'.repeat(80));
    const folder = await makeRunFolder(long);
    expect(path.dirname(folder)).toBe(tmpdir());
    expect(Buffer.byteLength(socketIn(folder, 'x'.repeat(255)))).toBeLessThanOrEqual(104 - 1 - 17);
    expect(await makeRunFolder(long)).toBe(folder);
    await rm(folder, { recursive: true });
  });

  it('is refused where somebody else may look or write, or where it leads elsewhere', async () => {
    await mkdir(path.join(data, 'ssh'), { mode: 0o755 });
    await expect(makeRunFolder(data)).rejects.toThrow(/not a folder of yours alone/);
    await rm(path.join(data, 'ssh'), { recursive: true });
    await mkdir(path.join(data, 'other'), { mode: 0o700 });
    await symlink(path.join(data, 'other'), path.join(data, 'ssh'));
    await expect(makeRunFolder(data)).rejects.toThrow(/not a folder of yours alone/);
  });

  it('is swept of sockets and of copies of a configuration, and of nothing else', async () => {
    const folder = await makeRunFolder(data);
    const server = createServer();
    // One that nobody listens on any more, as a killed ssh leaves it.
    await new Promise<void>((done) => server.listen(path.join(folder, 'left'), done));
    await writeFile(path.join(folder, 'kept'), '');
    await mkdir(path.join(folder, 'config-Ab12cd'));
    await writeFile(path.join(folder, 'config-Ab12cd', 'config'), '');
    await sweepRunFolder(folder);
    await expect(stat(path.join(folder, 'config-Ab12cd'))).rejects.toThrow('ENOENT');
    await expect(stat(path.join(folder, 'left'))).rejects.toThrow('ENOENT');
    await stat(path.join(folder, 'kept'));
    await new Promise((done) => server.close(done));
  });
});
