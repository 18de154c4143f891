/**
 * Proof that a disguise is one: real Bash runs it where every dangerous program is a stub that only writes down how it was
 * called. `PATH` holds nothing but those stubs and a few programs that do no harm, `HOME` and the folder are new and empty.
 */
import { spawn } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { removeFolder } from '../../remove-folder.ts';
import type { Disguised } from '../disguises.ts';
import { DANGEROUS } from './dangerous.ts';

/** They do nothing to anything but what they are given. */
const REAL = [
  ...[
    'env',
    'nohup',
    'nice',
    'setsid',
    'timeout',
    'stdbuf',
    'xargs',
    'find',
    'base64',
    'tr',
    'rev',
    'head',
    'tail',
  ],
  ...['sleep', 'tee', 'true', 'false', 'ls', 'diff', 'yes', 'time', 'test', 'dirname', 'basename'],
];
/** Called by what stands around a dangerous command. */
const STUBS = ['npm', 'grep', 'ionice', 'flock', 'nc'];
/** Should a real program be reached after all, it finds no server. */
const NOWHERE = {
  DOCKER_HOST: 'unix:///nowhere',
  KUBECONFIG: '/nowhere',
  PGHOST: '/nowhere',
  GIT_CONFIG_NOSYSTEM: '1',
};
/** The last is one that every process inherits and none uses: it closes when all have ended. */
const STDIO = [
  'ignore',
  'pipe',
  'pipe',
  ...Array.from({ length: 6 }, () => 'ignore' as const),
  'pipe',
] as const;
const TIME = 20_000;

export interface Sandbox {
  /** Whether Bash takes each of these for shell text; the ones that it does not. */
  refused(texts: readonly string[]): Promise<string[]>;
  /** Runs the disguise, and tells whether the dangerous program was called. */
  runs(disguised: Disguised): Promise<boolean>;
  remove(): Promise<void>;
}

export async function openSandbox(): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'outpost-disguises-'));
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const bash = await programAt('bash');
  if (bash === null) throw new Error('Bash is not here.');
  await symlink(bash, join(bin, 'bash'));
  await symlink(bash, join(bin, 'sh'));
  for (const name of REAL) {
    const path = await programAt(name);
    if (path !== null) await symlink(path, join(bin, name));
  }
  const stub = `#!${bash}\nprintf '%s\\0' "\${0##*/}" "$@" $'\\n' > "$OUTPOST_CALLS/$$"\n`;
  for (const name of new Set([...DANGEROUS.map(({ words }) => words[0]!), ...STUBS])) {
    if (REAL.includes(name)) throw new Error(`${name} would really run.`);
    // What gives text to others has to give it to them here too.
    const gives = ['cat', 'echo', 'printf'].includes(name);
    await writeFile(join(bin, name), gives ? `${stub}exec ${await programAt(name)} "$@"\n` : stub);
    await chmod(join(bin, name), 0o700);
  }
  let run = 0;
  const entered = async (): Promise<{
    home: string;
    cwd: string;
    calls: string;
    env: Record<string, string>;
  }> => {
    run += 1;
    const home = join(folder, `home-${run}`);
    const cwd = join(home, 'shop');
    await mkdir(join(home, '.ssh'), { recursive: true });
    const calls = join(home, 'calls');
    await mkdir(calls, { recursive: true });
    await mkdir(join(cwd, 'src'), { recursive: true });
    await writeFile(join(home, '.ssh', 'id_ed25519'), 'key\n');
    await writeFile(join(cwd, 'notes.txt'), 'notes\n');
    // A shell that logs in begins with a search path of the machine's.
    for (const file of ['.bash_profile', '.profile']) await writeFile(join(home, file), `PATH=${bin}\n`);
    return { home, cwd, calls, env: { PATH: bin, HOME: home, OUTPOST_CALLS: calls, ...NOWHERE } };
  };
  // Whatever else is wrong here, a program that could do harm must not be the one that is found.
  for (const shell of ['bash -c', 'bash -lc', 'sh -lc', '/bin/bash -lc', 'env bash -lc']) {
    const { cwd, env } = await entered();
    const { output } = await bashed(bash, ['-c', `${shell} 'type -p git docker rm'`], { cwd, env });
    if (output !== ['git', 'docker', 'rm'].map((name) => `${join(bin, name)}\n`).join(''))
      throw new Error(`In \`${shell}\` the stubs are not what is found: ${output}`);
  }

  return {
    async refused(texts) {
      const files = await Promise.all(
        texts.map(async (text, at) => {
          const file = join(folder, `text-${at}`);
          await writeFile(file, text);
          return file;
        }),
      );
      const script = join(folder, 'check');
      await writeFile(
        script,
        files.map((file) => `${bash} -n ${file} >/dev/null 2>&1 || echo ${file}`).join('\n'),
      );
      const { output } = await bashed(bash, [script], { cwd: folder, env: { PATH: bin } });
      const bad = new Set(output.split('\n'));
      return texts.filter((_text, at) => bad.has(files[at]!));
    },

    async runs({ command, plain, proved }) {
      if (!proved || plain.proof === null) throw new Error('This one is not to be run.');
      const { home, cwd, calls, env } = await entered();
      await bashed(bash, ['-c', command], { cwd, env });
      if ('file' in plain.proof)
        return (await readFile(join(home, plain.proof.file)).catch(() => '')).length > 0;
      const wanted = plain.proof.call.map((word) => word.replace(/^~(?=\/)/, home));
      for (const call of await readdir(calls))
        if (follow((await readFile(join(calls, call), 'utf8')).split('\0'), wanted)) return true;
      return false;
    },

    remove: () => removeFolder(folder),
  };
}

/** Whether `wanted` stands in `words` in this order, the program first. */
function follow(words: readonly string[], wanted: readonly string[]): boolean {
  if (words[0] !== wanted[0]) return false;
  let at = 0;
  // A home with or without a slash at its end is the same.
  for (const word of words)
    if (at < wanted.length && word.replace(/\/$/, '') === wanted[at]!.replace(/\/$/, '')) at += 1;
  return at === wanted.length;
}

async function programAt(name: string): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return null;
}

function bashed(
  bash: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: Record<string, string> },
): Promise<{ output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(bash, args, { cwd, env, stdio: [...STDIO], detached: true, timeout: TIME });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.resume();
    (child.stdio as unknown as (Readable | null)[])[9]?.resume();
    child.once('error', reject);
    // `close` waits for every process that still writes.
    child.once('close', () => resolve({ output }));
  });
}
