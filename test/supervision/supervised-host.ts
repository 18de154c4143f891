/**
 * What a person supervises, all of it real: a host with its gate, its relay, Codex with a scripted model, and for each
 * person a way of their own to the relay that a test can break.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { createCodex } from '../../main/host/agents/codex/codex.ts';
import { type Connection, connectTo } from '../../main/host/agents/codex/connect.ts';
import { type Clock, systemClock } from '../../main/host/clock.ts';
import { createHost } from '../../main/host/host.ts';
import type { Host } from '../../main/host/options.ts';
import { cardDigestText } from '../../protocol/decision.ts';
import { type Relay, startRelay } from '../../relay/server.ts';
import { type CodexHome, codexCommand, endAll, startCodexHome } from '../codex/codex.ts';
import { Wire } from '../faults/wire.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';
import { removeFolder } from '../remove-folder.ts';

const CLIENT = join(import.meta.dirname, '../../dist/phone');
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

export interface SupervisedOptions {
  /** The model, which decides Codex's tools; see test/codex. */
  readonly model?: string;
  /** Goes to the end of Codex's config.toml. */
  readonly codexConfig?: string;
  /** Of host and relay. */
  readonly clock?: Clock;
}

/** What Codex itself keeps of a thread: who spoke, and what; of commands the text that was run. */
export interface Said {
  readonly by: 'user' | 'agent' | 'command';
  readonly text: string;
}

export class SupervisedHost {
  readonly model: ModelServer;
  readonly codex: CodexHome;
  /** The host's own way to its relay. */
  readonly hostWire: Wire;
  readonly #clock: Clock;
  readonly #ways: Wire[] = [];
  #relay: Relay;
  #host!: Host;
  #ownConnection: Connection | null = null;
  /** A new link ends the one before it. */
  #pairings: Promise<unknown> = Promise.resolve();

  private constructor(
    parts: Pick<SupervisedHost, 'model' | 'codex' | 'hostWire'>,
    relay: Relay,
    clock: Clock,
  ) {
    this.model = parts.model;
    this.codex = parts.codex;
    this.hostWire = parts.hostWire;
    this.#relay = relay;
    this.#clock = clock;
  }

  /** Resolves when its agent is ready and its relay is reached. */
  static async start(options: SupervisedOptions = {}): Promise<SupervisedHost> {
    const { model: slug, codexConfig, clock = systemClock } = options;
    const model = await startModelServer();
    const codex = startCodexHome({
      modelUrl: model.url,
      ...(slug !== undefined && { model: slug }),
    });
    if (codexConfig !== undefined) appendFileSync(join(codex.home, 'config.toml'), codexConfig);
    let names: string[] = [];
    const relay = await relayAt(0, () => names, clock);
    const hostWire = await Wire.start(relay.port);
    names = [`127.0.0.1:${hostWire.port}`];
    const supervised = new SupervisedHost({ model, codex, hostWire }, relay, clock);
    await supervised.#setUp();
    return supervised;
  }

  get host(): Host {
    return this.#host;
  }

  /** A way to the relay for one person; their page dials `port` instead of the relay's own. */
  async way(): Promise<Wire> {
    const way = await Wire.start(this.#relay.port);
    this.#ways.push(way);
    return way;
  }

  /** Gives a link to whoever pairs; the next person gets theirs when this one is done. */
  pairing<T>(pair: (link: string) => Promise<T>): Promise<T> {
    const done = this.#pairings.then(async () => {
      const opened = await this.#host.api.run('pairing/open', {});
      if (!opened.ok) throw new Error(opened.refusal.message);
      return pair(opened.value.link);
    });
    this.#pairings = done.catch(() => undefined);
    return done;
  }

  /** Says yes at the computer to whatever waits there next. */
  async approveAtDesk(): Promise<void> {
    await this.#reports(({ waiting }) => waiting.length > 0);
    const { id } = (await this.#host.api.snapshot()).waiting[0]!;
    const read = await this.#host.api.run('approval/read', { id });
    if (!read.ok) throw new Error(read.refusal.message);
    const cardDigest = cardDigestText(read.value.card);
    const answer = { id, decision: 'approve', scope: 'once', note: '', cardDigest } as const;
    const decided = await this.#host.api.run('approval/decide', answer);
    if (!decided.ok) throw new Error(decided.refusal.message);
  }

  /** What Codex itself keeps of the thread that begins with this prompt, read by a connection of our own. */
  async said(firstPrompt: string): Promise<Said[]> {
    return (await this.#turnsOf(firstPrompt)).flatMap(({ items }) => items.flatMap(saidIn));
  }

  /** Whether no turn of that thread runs, by Codex itself. */
  async rests(firstPrompt: string): Promise<boolean> {
    return (await this.#turnsOf(firstPrompt)).every(({ status }) => status !== 'inProgress');
  }

  async #turnsOf(firstPrompt: string) {
    this.#ownConnection ??= await connectTo(
      { unix: join(this.codex.runFolder, 'codex.sock') },
      {
        clientVersion: '0.0.0',
        clock: systemClock,
        log: quiet,
        handlers: { notification() {}, request() {} },
      },
      true,
    );
    const { rpc } = this.#ownConnection!;
    const { data } = await rpc.request('thread/list', {}, Listed);
    const found = data.find(({ preview }) => preview === firstPrompt);
    if (found === undefined) throw new Error(`Codex knows no thread that begins with “${firstPrompt}”`);
    const { thread } = await rpc.request('thread/read', { threadId: found.id, includeTurns: true }, Read);
    return thread.turns;
  }

  async restartRelay(): Promise<void> {
    const { port } = this.#relay;
    await this.#relay.close();
    this.#relay = await relayAt(port, () => [`127.0.0.1:${this.hostWire.port}`], this.#clock);
  }

  /** Codex goes on, as its server is not the host's own child. */
  async restartHost(): Promise<void> {
    await this.#host.close();
    await this.#startHost();
  }

  /** Its data folder is gone, at the same relay: it knows nobody any more, and has another key. */
  async resetHost(): Promise<void> {
    await this.#ownConnection?.close();
    this.#ownConnection = null;
    await this.#host.close();
    // The socket of Codex's server lay there too.
    await endAll(this.codex);
    await removeFolder(this.codex.runFolder);
    mkdirSync(this.codex.runFolder, { mode: 0o700 });
    await this.#setUp();
  }

  async close(): Promise<void> {
    await this.#ownConnection?.close();
    await this.#host.close();
    await Promise.all([this.hostWire, ...this.#ways].map((wire) => wire.close()));
    await this.#relay.close();
    await endAll(this.codex);
    await this.codex.remove();
    await this.model.close();
  }

  /** What an owner does on a computer on which the host has never run. */
  async #setUp(): Promise<void> {
    const { runFolder, workspace } = this.codex;
    // The page comes over plain http, which answers little unless the owner says so.
    const policy = 'preset = "team"\n\n[clients]\nplain_http = "expand"\n';
    writeFileSync(join(runFolder, 'policy.toml'), policy);
    await this.#startHost();
    const added = await this.host.api.run('project/add', { path: workspace });
    if (!added.ok) throw new Error(added.refusal.message);
  }

  async #startHost(): Promise<void> {
    const { codex } = this;
    this.#host = await createHost(
      {
        folder: codex.runFolder,
        version: '0.0.0',
        name: 'studio',
        embedded: null,
        relays: [`ws://127.0.0.1:${this.hostWire.port}`],
        clientOrigin: null,
        codex: null,
        demo: false,
      },
      {
        clock: this.#clock,
        agents: (_, gate) => [
          createCodex({
            command: codexCommand(),
            runFolder: codex.runFolder,
            environment: 'local',
            version: '0.0.0',
            env: codex.env,
            ...(gate !== undefined && { gate }),
          }),
        ],
      },
    );
    await this.#host.start();
    await this.#reports((state) => state.relay.state === 'up' && state.agents[0]?.state === 'ready');
  }

  async #reports(wanted: (state: Awaited<ReturnType<Host['api']['snapshot']>>) => boolean): Promise<void> {
    while (!wanted(await this.#host.api.snapshot())) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const relayAt = (port: number, names: () => readonly string[], clock: Clock): Promise<Relay> =>
  startRelay({ host: '127.0.0.1', port, names, clock, clientFiles: CLIENT });

const Listed = v.object({ data: v.array(v.looseObject({ id: v.string(), preview: v.string() })) });
const Read = v.object({
  thread: v.object({
    turns: v.array(v.object({ status: v.string(), items: v.array(v.looseObject({ type: v.string() })) })),
  }),
});
const UserMessage = v.object({
  type: v.literal('userMessage'),
  content: v.array(v.looseObject({ text: v.optional(v.string(), '') })),
});
const AgentMessage = v.object({ type: v.literal('agentMessage'), text: v.string() });
const Command = v.object({ type: v.literal('commandExecution'), command: v.string() });

/** Told plainly, not with the host's own functions: it is what these are compared with. */
function saidIn(item: unknown): Said[] {
  const user = v.safeParse(UserMessage, item);
  if (user.success) return [{ by: 'user', text: user.output.content.map(({ text }) => text).join('') }];
  const agent = v.safeParse(AgentMessage, item);
  if (agent.success) return agent.output.text === '' ? [] : [{ by: 'agent', text: agent.output.text }];
  const command = v.safeParse(Command, item);
  return command.success ? [{ by: 'command', text: command.output.command }] : [];
}
