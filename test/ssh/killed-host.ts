/** A host in a process of its own, so that a test can kill it and start it again on the same folder. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { HostState } from '../../main/contract/state.ts';
import { createHost } from '../../main/host/host.ts';
import type { HostAtHand } from './cut-world.ts';
import { hastyConnections } from './hasty-connections.ts';
import { PatientClock } from './patient-clock.ts';

interface Command {
  readonly name: string;
  readonly params: object;
}

export class KilledHost implements HostAtHand {
  readonly folder: string;
  readonly #root: string;
  readonly #config: string;
  #child: ChildProcess | null = null;
  #port = 0;
  /** One at a time, so an answer is that of the command before it. */
  #last: Promise<unknown> = Promise.resolve();

  readonly api: HostAtHand['api'] = {
    run: (name, params) => this.#ask({ name, params }) as never,
    snapshot: () => this.#ask({ name: 'snapshot', params: {} }) as Promise<HostState>,
  };

  private constructor(root: string, config: string) {
    this.#root = root;
    this.folder = path.join(root, 'data');
    this.#config = config;
  }

  /** @param config For `ssh -F`. */
  static async start(config: string): Promise<KilledHost> {
    const host = new KilledHost(await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-killed-')), config);
    await host.start();
    const { relay } = await host.api.snapshot();
    host.#port = Number(new URL(relay.routes[0]!).port);
    return host;
  }

  /** Everything that it logs. */
  get log(): string {
    return path.join(this.#root, 'log');
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  async start(): Promise<void> {
    const args = [this.folder, `${this.#port}`, this.#config, this.log];
    this.#child = fork(fileURLToPath(import.meta.url), args, { execArgv: ['--import', 'tsx'] });
    await once(this.#child, 'message');
  }

  async kill(): Promise<void> {
    const child = this.#child!;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await this.kill();
    await fs.rm(this.#root, { recursive: true, force: true, maxRetries: 5 });
  }

  #ask(command: Command): Promise<unknown> {
    const asked = this.#last.then(async () => {
      const answer = once(this.#child!, 'message');
      this.#child!.send(command);
      return (await answer)[0];
    });
    this.#last = asked.catch(() => {});
    return asked;
  }
}

// ---- In the process of its own

async function main([folder = '', port = '0', config = '', log = '']: string[]): Promise<void> {
  const where = { port: Number(port), bind: '127.0.0.1', clientFiles: null };
  const options = {
    version: '0.0.0',
    name: 'test host',
    relays: [],
    clientOrigin: null,
    codex: null,
    demo: false,
  };
  const host = await createHost(
    {
      ...options,
      folder,
      embedded: where,
      ssh: { config },
      log: pino({ level: 'trace' }, pino.destination(log)),
    },
    { agents: () => [], ssh: hastyConnections(new PatientClock()) },
  );
  await host.start();
  process.on('message', async ({ name, params }: Command) => {
    process.send?.(
      await (name === 'snapshot' ? host.api.snapshot() : host.api.run(name as never, params as never)),
    );
  });
  process.once('disconnect', () => process.exit());
  process.send?.('ready');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
