import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canBeFarSide } from '../../../ssh/accounts.ts';
import { FarSide } from '../../../ssh/far-side.ts';
import { processesNaming } from '../../../ssh/processes.ts';

const run = promisify(execFile);

describe.runIf(canBeFarSide)('the far side of the tests', () => {
  let far: FarSide;
  beforeAll(async () => {
    far = await FarSide.start();
  }, 60_000);
  afterAll(() => far?.stop(), 60_000);

  const over = async (alias: string, script: string): Promise<string> =>
    (await run('ssh', ['-F', far.config, '-o', 'BatchMode=yes', alias, script])).stdout;

  it('lets in an account, behind a second server and a network of its own too', async () => {
    await far.jump();
    const proxy = await far.proxy();
    for (const [alias, options] of [
      ['plain', {}],
      ['jumped', { jumped: true, shell: '/usr/bin/fish' }],
      ['proxied', { through: proxy }],
    ] as const) {
      const account = await far.account(alias, options);
      expect(await over(alias, 'id -un')).toBe(`${account.name}\n`);
    }
    expect(proxy.accepted).toBe(1);
  }, 60_000);

  it('leaves nothing behind', async () => {
    const other = await FarSide.start();
    const account = await other.account('short');
    await other.stop();
    expect(readFileSync('/etc/passwd', 'utf8')).not.toContain(account.name);
    expect(existsSync(account.home)).toBe(false);
    expect(existsSync(other.folder)).toBe(false);
    expect(processesNaming(other.folder)).toEqual([]);
  }, 60_000);
});
