/** `outpost start` as it is built, in a process of its own, with one folder open to phones. */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROGRAM = join(import.meta.dirname, '../../dist/headless/outpost.mjs');

export interface Outpost {
  /** The pairing link that it printed. */
  readonly link: string;
  end(): Promise<void>;
}

export interface OutpostOptions {
  /** The data folder, where its agent's socket is too. */
  readonly data: string;
  readonly project: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The Codex to start; without, one has to run there already. */
  readonly codex?: string;
  /** For Node, as `--cpu-prof`. */
  readonly nodeFlags?: readonly string[];
}

/** Resolves when it has printed its link; rejects when it ends before. */
export async function startOutpost(options: OutpostOptions): Promise<Outpost> {
  const { data, project, env = process.env, codex, nodeFlags = [] } = options;
  const program = [...nodeFlags, PROGRAM];
  const where = ['--bind', '127.0.0.1', '--port', '0', '--name', 'bench'];
  const agent = codex === undefined ? [] : ['--codex', codex];
  const host = spawn(process.execPath, [...program, 'start', '--data', data, ...where, ...agent], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const ended = new Promise((resolve) => host.once('close', resolve));
  const end = async () => {
    host.kill('SIGTERM');
    await ended;
  };
  try {
    const link = await new Promise<string>((resolve, reject) => {
      let out = '';
      host.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
        const found = /^http:\S+#\S+(?=\n)/m.exec(out)?.[0];
        if (found !== undefined) resolve(found);
      });
      host.once('exit', (code) => reject(new Error(`outpost ended with ${code} before it showed a link`)));
    });
    await promisify(execFile)(process.execPath, [PROGRAM, 'projects', 'add', project, '--data', data], {
      env,
    });
    return { link, end };
  } catch (error) {
    await end();
    throw error;
  }
}
