/** What the real `ssh -G` says of one host, bounded, and only for names that may be handed to it. */
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type EffectiveError,
  type EffectiveOptions,
  effectiveSettings,
  readEffective,
} from '../../../../../main/host/ssh/config/effective.ts';
import { type Scratch, scratch } from '../scratch.ts';

let home: Scratch;
beforeEach(async () => {
  home = await scratch();
});
afterEach(() => home.remove());

const ask = (alias: string, options: Partial<EffectiveOptions> = {}) =>
  effectiveSettings(alias, {
    program: 'ssh',
    env: process.env,
    configFile: join(home.home, 'config'),
    ...options,
  });
const refused = (code: EffectiveError['code'], message: RegExp) =>
  expect.objectContaining({ name: 'EffectiveError', code, message: expect.stringMatching(message) });

/** A stand-in for ssh. */
async function program(script: string): Promise<string> {
  const file = await home.write('ssh', `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

test('address, user, port, and every other setting', async () => {
  await home.write(
    'config',
    'Host a\n HostName %h.corp\n User ada\n Port 2222\n IdentityFile ~/x\n IdentityFile ~/y\n',
  );
  const found = await ask('a');
  expect(found).toMatchObject({ alias: 'a', hostName: 'a.corp', user: 'ada', port: 2222 });
  expect(found.settings.get('identityfile')).toEqual(['~/x', '~/y']);
  expect(found.settings.get('forwardagent')).toEqual(['no']);
});

test('it runs Match exec, which is why it is only asked when a person wants it', async () => {
  const ran = join(home.home, 'ran');
  await home.write('config', `Match exec "touch ${ran}"\n User ada\n`);
  expect((await ask('a')).user).toBe('ada');
  expect(await readFile(ran, 'utf8')).toBe('');
});

describe('refused', () => {
  test.each(['-oProxyCommand=touch x', 'a b', 'a;b', '%h', 'a@b', ''])(
    '%j never reaches ssh',
    async (alias) => {
      const ran = join(home.home, 'ran');
      const stand = await program(`touch ${ran}`);
      await expect(ask(alias, { program: stand })).rejects.toEqual(refused('alias', /cannot be used/));
      await expect(readFile(ran)).rejects.toThrow('ENOENT');
    },
  );

  test('a configuration with an error, in the words of ssh', async () => {
    await home.write('config', 'Host a\n Nonsense x\n');
    await expect(ask('a')).rejects.toEqual(refused('refused', /^ssh says: .*bad configuration option/i));
  });

  test('an answer that says nothing', async () => {
    await expect(ask('a', { program: await program('echo host a') })).rejects.toEqual(
      refused('refused', /does not say/),
    );
    expect(() => readEffective('a', '\0\n\n x')).toThrow();
  });
});

describe('it ends', () => {
  test('where there is no such program', async () => {
    await expect(ask('a', { program: '/nowhere/ssh' })).rejects.toEqual(
      refused('unanswered', /could not be started/),
    );
  });

  test('with all that it started, when it takes too long', async () => {
    const pid = join(home.home, 'pid');
    const stand = await program(`sleep 1000 & echo $! > ${pid}; wait`);
    await expect(ask('a', { program: stand, timeoutMs: 500 })).rejects.toEqual(
      refused('unanswered', /did not answer/),
    );
    const sleeper = Number(await readFile(pid, 'utf8'));
    await gone(sleeper);
  });

  test('when it says too much', async () => {
    await expect(ask('a', { program: await program('yes') })).rejects.toEqual(
      refused('unanswered', /more than can be read/),
    );
  });

  test('when nobody wants it any more', async () => {
    const control = new AbortController();
    const asked = ask('a', { program: await program('sleep 1000'), signal: control.signal });
    control.abort();
    await expect(asked).rejects.toEqual(refused('unanswered', /stopped|not started/));
    await expect(ask('a', { signal: AbortSignal.abort() })).rejects.toEqual(
      refused('unanswered', /not started/),
    );
  });
});

/** Resolves when the process has ended; a zombie that nobody waits for has. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z ');
    if (/ Z /.test(state)) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
