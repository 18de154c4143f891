/**
 * The SSH hosts of this machine's owner, as environments: which there are, which are connected, and what is asked of their
 * owner meanwhile. One that was connected is connected again when the host starts, as far as that needs nobody.
 */
import type { Environment as DeviceEnvironment } from '../../../../protocol/session/values.ts';
import type { CommandParams } from '../../../contract/contract.ts';
import type {
  EnvironmentFinding,
  EnvironmentView,
  SshHostPage,
  SshHostView,
  SshState,
} from '../../../contract/environments.ts';
import { HOST_PAGE_LIMIT, LISTED_HOSTS } from '../../../contract/environments.ts';
import type { Agent } from '../../agents/agent.ts';
import type { Clock } from '../../clock.ts';
import type { Guarded } from '../../gate/guarded.ts';
import type { Folders } from '../../projects/projects.ts';
import { orderHosts, searchHosts, shortList } from '../config/short-list.ts';
import type { TerminalText } from '../connection/connection.ts';
import type { SshHosts } from '../hosts.ts';
import type { ServerKeys } from '../remote/server-keys.ts';
import type { Environment, MakeAgent } from './environment.ts';
import { environmentId } from './environment-id.ts';
import type { EnvironmentStore, KeptHost } from './environment-store.ts';

/** The hosts of the owner's OpenSSH configuration. */
export interface HostSource {
  /** In the order in which they stand there. */
  hosts(): readonly { readonly alias: string; readonly about: string; readonly unusable: string | null }[];
  /** What is wrong with it, in words, with file and line. */
  problems(): readonly string[];
  /** @returns a function that ends it. */
  listen(changed: () => void): () => void;
  close(): void;
}

export interface EnvironmentsOptions {
  readonly store: EnvironmentStore;
  /** Asked once, when it is loaded. */
  readonly hosts: () => Promise<SshHosts>;
  readonly serverKeys: ServerKeys;
  readonly agent: MakeAgent;
  /** As of an environment. */
  readonly guarded: Guarded | null;
  /** An environment came up for the first time since the start. */
  readonly add: (agent: Agent) => void;
  /** As the setting `remote_connections` says. */
  readonly enabled: () => boolean;
  /** As the setting `connect_from_phones` says. */
  readonly devicesMayConnect: () => boolean;
  readonly clock: Clock;
  readonly random: () => number;
  /** What the owner's surfaces or devices are shown of environments may differ. */
  readonly changed: (what: 'environments' | 'hosts') => void;
  /** The disk refused. */
  readonly unwritten: () => void;
}

type PageAsked = CommandParams<'ssh/hosts'>;

/** Devices choose among a few. */
const MOST_FOR_DEVICES = 50;
const DEVICE_STATE = {
  off: 'off',
  connecting: 'connecting',
  retrying: 'connecting',
  asking: 'atDesk',
  attention: 'atDesk',
  up: 'up',
} as const satisfies Record<EnvironmentView['state'], DeviceEnvironment['state']>;
const AT_DESK = 'It has to be looked at, at the computer that runs Outpost.';
const CONNECTING = 'It is being connected.';

/** A person has to do something first; the message is a sentence for them. */
export class EnvironmentError extends Error {
  readonly code: 'unknownHost' | 'unusableHost' | 'disabled' | 'unknownEnvironment';
  constructor(code: EnvironmentError['code'], message: string) {
    super(message);
    this.name = 'EnvironmentError';
    this.code = code;
  }
}

/** What is of no use before the host has started. */
interface Loaded extends SshHosts {
  readonly Environment: typeof Environment;
}

export class Environments {
  readonly #options: EnvironmentsOptions;
  #loaded: Loaded | null = null;
  readonly #environments = new Map<string, Environment>();
  /** Null until it is followed. */
  #unlisten: (() => void) | null = null;
  /** As it was when it was last followed. */
  #enabled = false;

  constructor(options: EnvironmentsOptions) {
    this.#options = options;
  }

  /**
   * Before, there are no hosts and nothing is followed. Rejects where a file of Outpost is missing or damaged. To be called
   * once.
   */
  async load(): Promise<void> {
    const [{ Environment }, hosts] = await Promise.all([import('./environment.ts'), this.#options.hosts()]);
    this.#loaded = { ...hosts, Environment };
  }

  /**
   * Obeys the setting, once it is loaded: what was connected when the host ended, or when it was switched off, is connected again without
   * asking anybody. Nothing is told before the first call: whoever is told may not be built yet.
   */
  follow(): void {
    const { enabled, changed } = this.#options;
    if (this.#loaded === null) return;
    this.#unlisten ??= this.#loaded.source.listen(() => {
      // The configuration is read after the start, and one that was broken may be whole now.
      this.#resume();
      changed('hosts');
    });
    if (enabled() === this.#enabled) return;
    this.#enabled = enabled();
    if (this.#enabled) this.#resume();
    else for (const environment of this.#environments.values()) void environment.close();
    changed('environments');
    changed('hosts');
  }

  /** The computer woke up, or its network changed. */
  woke(): void {
    for (const environment of this.#environments.values()) environment.woke();
  }

  /** Resolves when no process and no file of any connection is left. What was wanted is wanted at the next start. */
  async close(): Promise<void> {
    this.#unlisten?.();
    this.#loaded?.source.close();
    await Promise.all([...this.#environments.values()].map((environment) => environment.close()));
  }

  /** Those that are connected or were since the start, in that order. */
  views(): EnvironmentView[] {
    return [...this.#environments.values()].map((environment) => environment.view());
  }

  state(): SshState {
    const { enabled } = this.#options;
    const { hosts, more } = shortList(this.#listed(), LISTED_HOSTS);
    return {
      enabled: enabled(),
      hosts,
      total: hosts.length + more,
      problems: (this.#loaded?.source.problems() ?? []).slice(0, 20),
    };
  }

  page({ search = '', hidden: all = false, offset = 0, limit = HOST_PAGE_LIMIT }: PageAsked): SshHostPage {
    const listed = this.#listed();
    const found = all && search.trim() === '' ? orderHosts(listed) : searchHosts(listed, search);
    return { hosts: found.slice(offset, offset + limit), total: found.length };
  }

  /** @returns the id of the environment. @throws EnvironmentError */
  connect(alias: string): string {
    if (!this.#options.enabled())
      throw new EnvironmentError('disabled', 'SSH hosts are switched off in the settings.');
    const host = this.#host(alias);
    if (host === undefined)
      throw new EnvironmentError('unknownHost', 'The SSH configuration has no host of this name.');
    if (host.unusable !== null) throw new EnvironmentError('unusableHost', host.unusable);
    const environment = this.#environment(alias);
    environment.connect();
    return environment.id;
  }

  /** @throws EnvironmentError · SshError when `stop` could not be done; it is disconnected all the same. */
  disconnect(id: string, stop: boolean): Promise<void> {
    return this.#get(id).disconnect(stop);
  }

  /** @returns whether this was asked. @throws EnvironmentError */
  answer(id: string, question: string, text: string): boolean {
    return this.#get(id).answer(question, text);
  }

  /** @throws EnvironmentError */
  type(id: string, data: string): void {
    this.#get(id).type(data);
  }

  /** @throws EnvironmentError */
  resize(id: string, columns: number, rows: number): void {
    this.#get(id).resize(columns, rows);
  }

  /** @throws EnvironmentError */
  terminal(id: string, from: number): TerminalText {
    return this.#get(id).terminal(from);
  }

  /** @throws EnvironmentError */
  check(id: string): Promise<EnvironmentFinding[]> {
    return this.#get(id).check();
  }

  /** @throws EnvironmentError */
  async hide(alias: string, hidden: boolean): Promise<void> {
    if (this.#host(alias) === undefined && this.#options.store.get(alias).usedAt === null)
      throw new EnvironmentError('unknownHost', 'The SSH configuration has no host of this name.');
    await this.#options.store.change(alias, { hidden });
    this.#options.changed('hosts');
  }

  /** What devices are shown: those that their owner has used, and did not hide. */
  forDevices(): DeviceEnvironment[] {
    const { enabled, devicesMayConnect } = this.#options;
    if (!enabled()) return [];
    const mayConnect = devicesMayConnect();
    return this.#listed()
      .filter(({ usedAt, hidden, unusable }) => usedAt !== null && !hidden && unusable === null)
      .slice(0, MOST_FOR_DEVICES)
      .map(({ alias, environment: id }) => {
        const view = this.#environments.get(id)?.view();
        const state = DEVICE_STATE[view?.state ?? 'off'];
        // What is printed and asked while it connects is between the owner and ssh.
        const detail = state === 'off' || state === 'up' ? '' : state === 'atDesk' ? AT_DESK : CONNECTING;
        return { id, name: alias, state, detail, connectable: mayConnect && state === 'off' };
      });
  }

  connectForDevice(id: string): 'connecting' | 'unknown' | 'atDesk' {
    const offered = this.forDevices().find((environment) => environment.id === id);
    if (offered === undefined) return 'unknown';
    if (offered.state === 'up' || offered.state === 'connecting') return 'connecting';
    if (!offered.connectable) return 'atDesk';
    const environment = this.#environment(offered.name);
    environment.want();
    environment.reconnect();
    return 'connecting';
  }

  /** Null: not one of these. */
  nameOf(id: string): string | null {
    return this.#environments.get(id)?.alias ?? null;
  }

  /** Undefined: there is no such environment, or it is not up. */
  folders(id: string): Folders | undefined {
    return this.#environments.get(id)?.folders();
  }

  /** What is wanted and off. One that is lost already comes back by itself. */
  #resume(): void {
    if (!this.#enabled) return;
    for (const { alias, wanted } of this.#options.store.all()) {
      if (!wanted || this.#host(alias)?.unusable !== null) continue;
      const environment = this.#environment(alias);
      if (environment.isOff) environment.reconnect();
    }
  }

  #get(id: string): Environment {
    const environment = this.#environments.get(id);
    if (environment === undefined)
      throw new EnvironmentError(
        'unknownEnvironment',
        'This SSH host was not connected since Outpost started.',
      );
    return environment;
  }

  #host(alias: string) {
    return this.#hosts().find((host) => host.alias === alias);
  }

  #hosts(): ReturnType<HostSource['hosts']> {
    return this.#loaded?.source.hosts() ?? [];
  }

  /** Of a host that is listed, so that it is loaded. */
  #environment(alias: string): Environment {
    const id = environmentId(alias);
    const known = this.#environments.get(id);
    if (known !== undefined) return known;
    if (this.#loaded === null) throw new Error('what reaches SSH hosts is not loaded yet');
    const { Environment, connection } = this.#loaded;
    const { store, serverKeys, agent, guarded, add, clock, random, changed, unwritten } = this.#options;
    const environment = new Environment({
      id,
      alias,
      clock,
      random,
      connection: connection(alias, () => store.get(alias).server?.port ?? null),
      serverKeys,
      agent,
      guarded,
      kept: () => store.get(alias),
      keep: (change: Partial<Omit<KeptHost, 'alias'>>) => {
        store.change(alias, change).catch(unwritten);
        changed('hosts');
      },
      changed: () => changed('environments'),
    });
    this.#environments.set(id, environment);
    add(environment.agent);
    return environment;
  }

  /** All of them, as they stand in the configuration. */
  #listed(): SshHostView[] {
    const { store } = this.#options;
    return this.#hosts().map(({ alias, about, unusable }): SshHostView => {
      const { usedAt, hidden } = store.get(alias);
      return { alias, environment: environmentId(alias), about, unusable, usedAt, hidden };
    });
  }
}
