/** A host with its gate, in a process of its own, so that a test can kill it and start it again. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HostState } from '../../main/contract/state.ts';
import { createCodex } from '../../main/host/agents/codex/codex.ts';
import { createHost } from '../../main/host/host.ts';
import { cardDigestText } from '../../protocol/decision.ts';
import { type Card, readCard } from '../../protocol/session/card.ts';
import { type CodexHome, codexCommand } from './codex.ts';

interface Command {
  readonly name: string;
  readonly params: object;
}

export class GatedHost {
  readonly #codex: CodexHome;
  #child: ChildProcess | null = null;
  /** One at a time, so an answer is that of the command before it. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param codex Its home; the host's data folder is its run folder. */
  constructor(codex: CodexHome) {
    this.#codex = codex;
  }

  async start(): Promise<void> {
    this.#child = fork(fileURLToPath(import.meta.url), [this.#codex.runFolder], {
      execArgv: ['--import', 'tsx'],
      env: this.#codex.env,
    });
    await once(this.#child, 'message');
  }

  async kill(): Promise<void> {
    const child = this.#child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  startThread(cwd: string, text: string): Promise<{ thread: string; turn: string }> {
    return this.#ask({ name: 'thread', params: { cwd, text } }) as never;
  }

  snapshot(): Promise<HostState> {
    return this.#ask({ name: 'snapshot', params: {} }) as Promise<HostState>;
  }

  async card(id: string): Promise<Card> {
    return readCard(await this.#text(id))!;
  }

  async decide(id: string, decision: 'approve' | 'decline'): Promise<unknown> {
    const cardDigest = cardDigestText(await this.#text(id));
    const params = { id, decision, scope: 'once', note: '', cardDigest };
    return this.#ask({ name: 'approval/decide', params });
  }

  async #text(id: string): Promise<string> {
    const read = (await this.#ask({ name: 'approval/read', params: { id } })) as { value: { card: string } };
    return read.value.card;
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

async function main(folder: string): Promise<void> {
  let codex: ReturnType<typeof createCodex> | null = null;
  const host = await createHost(
    {
      folder,
      version: '0.0.0',
      name: 'test host',
      embedded: null,
      relays: [],
      clientOrigin: null,
      codex: null,
      demo: false,
    },
    {
      agents: (_, gate) => {
        codex = createCodex({
          command: codexCommand(),
          runFolder: folder,
          environment: 'local',
          version: '0.0.0',
          gate,
        });
        return [codex];
      },
    },
  );
  await host.start();
  const answer = async ({ name, params }: Command): Promise<unknown> => {
    if (name === 'snapshot') return host.api.snapshot();
    if (name !== 'thread') return host.api.run(name as 'approval/read', params as { id: string });
    const { cwd, text } = params as { cwd: string; text: string };
    return codex!.startThread(cwd, { text, request: null });
  };
  process.on('message', async (command: Command) => {
    process.send?.(await answer(command).catch((error: unknown) => ({ failed: String(error) })));
  });
  process.send?.('up');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2]!);
