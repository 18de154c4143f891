/**
 * How phones reach this host: the relay in it, on the local network and on what other programs publish of it, and relays of
 * the owner's. Starts what is embedded, keeps a link to each relay, and says under which addresses the host can be found.
 */
import type { Duplex } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import type { Bytes } from '../../../protocol/bytes.ts';
import type { Admission } from '../../../protocol/relay-frames.ts';
import { authorityOf } from '../../../protocol/relay-url.ts';
import type { Relay } from '../../../relay/server.ts';
import type { Clock } from '../clock.ts';
import type { LinkPlace } from '../devices/client-class.ts';
import type { HostIdentity } from '../identity.ts';
import type { HostOptions, Log } from '../options.ts';
import { WayKeeper, type WayProgram } from '../reach/way-keeper.ts';
import type { TailscaleProblem, TunnelProblem, Way } from '../reach/way-state.ts';
import { lanAddresses } from './addresses.ts';
import { type RememberedPort, startEmbeddedRelay } from './embedded-relay.ts';
import { type ChannelHandler, type ChannelPort, RelayLink, type RelayState } from './relay-link.ts';

/** Which ways the owner wants. */
export interface ReachChoice {
  /** Relays of the owner's, the first of which goes into links. */
  readonly relays: readonly string[];
  readonly tailscale: boolean;
  readonly quickTunnel: boolean;
}

export interface ReachPrograms {
  readonly tailscale: WayProgram<TailscaleProblem>;
  readonly tunnel: WayProgram<TunnelProblem>;
}

export interface ReachOptions {
  embedded: HostOptions['embedded'];
  programs: ReachPrograms;
  clientOrigin: string | null;
  identity: HostIdentity;
  clock: Clock;
  random: () => number;
  log: Log;
  admissions: () => Admission[];
  opened: (port: ChannelPort) => ChannelHandler;
  changed: () => void;
  port: RememberedPort;
}

/** A relay and how the host stands with it, since when. */
export interface RelayStanding {
  readonly url: string;
  readonly embedded: boolean;
  readonly state: RelayState;
  readonly since: number;
}

interface OwnLink {
  readonly link: RelayLink;
  since: number;
}

export class Reach {
  readonly #options: ReachOptions;
  readonly #tailscale: WayKeeper<TailscaleProblem>;
  readonly #tunnel: WayKeeper<TunnelProblem>;
  readonly #startedAt: number;
  #relay: Relay | null = null;
  #embedded: OwnLink | null = null;
  #relays: OwnLink[] = [];
  #choice: ReachChoice = { relays: [], tailscale: false, quickTunnel: false };
  /** Tailscale's name for this computer, which stays while it is asked for: a phone that is away finds it again. */
  #tailnet: string | null = null;
  /** Links that were given up, until they have ended. */
  #leaving: Promise<unknown> = Promise.resolve();
  readonly #waiters = new Set<() => void>();
  #admitted = '';
  #since: number;

  constructor(options: ReachOptions) {
    const { clock, random, programs } = options;
    this.#options = options;
    this.#startedAt = clock.now();
    this.#since = this.#startedAt;
    const kept = { clock, random, changed: () => this.#changed() };
    this.#tailscale = new WayKeeper({ ...kept, program: programs.tailscale });
    this.#tunnel = new WayKeeper({ ...kept, program: programs.tunnel });
  }

  /** @throws HostStartError `portInUse` for a port that was asked for by number. */
  async start(choice: ReachChoice): Promise<void> {
    const { embedded } = this.#options;
    if (embedded !== null) {
      const { identity, clientOrigin, log, port } = this.#options;
      const relay = await startEmbeddedRelay({
        ...{ embedded, clientOrigin, log, port, hostId: identity.id },
        published: () => this.#published(),
        // What publishes this relay runs on this machine, and says who came to it. Nobody else does.
        proxies: () => (this.#tailscale.isOn || this.#tunnel.isOn ? [dialled(embedded.bind)] : []),
      });
      this.#relay = relay;
      // The relay in this process is reached without the system between: a system call and a turn of the loop less.
      const url = `ws://${dialled(embedded.bind)}:${relay.port}`;
      this.#embedded = this.#linked(url, { connect: () => relay.connect() });
      this.#embedded.link.start();
    }
    this.choose(choice);
  }

  /** Opens the ways that are wanted, and closes those that are not any more. Phones are told before these close. */
  choose(choice: ReachChoice): void {
    if (isDeepStrictEqual(choice, this.#choice)) return;
    this.#choice = choice;
    const before = this.#relays;
    this.#relays = [...new Set(choice.relays)].map(
      (url) => before.find(({ link }) => link.url === url) ?? this.#linked(url),
    );
    if (!choice.tailscale) this.#tailnet = null;
    this.#changed();
    for (const { link } of this.#relays.filter((each) => !before.includes(each))) link.start();
    const left = before.filter((each) => !this.#relays.includes(each));
    this.#leaving = Promise.all([this.#leaving, ...left.map(({ link }) => link.close())]);
    this.#tailscale.turn(choice.tailscale ? this.#target() : null);
    this.#tunnel.turn(choice.quickTunnel ? this.#target() : null);
  }

  /** Tries again now what waits for its next try. */
  retry(way: 'local' | 'relay' | 'tailscale' | 'tunnel'): void {
    if (way === 'tailscale') this.#tailscale.retry();
    else if (way === 'tunnel') this.#tunnel.retry();
    else for (const { link } of this.#links()) link.retry();
  }

  /** Says to every relay whom to admit, if that changed. Resolves when those that are connected do so. */
  async readmit(): Promise<void> {
    const admitted = this.#options
      .admissions()
      .map(({ key, channels, secondsLeft }) => `${hexOf(key)} ${channels} ${secondsLeft === 0}`)
      .join();
    if (admitted === this.#admitted) return;
    this.#admitted = admitted;
    await Promise.all(this.#links().map(({ link }) => link.readmit()));
  }

  /** Resolves when a relay is connected, or after `ms` at the latest. */
  ready(ms: number): Promise<void> {
    return this.#until(() => this.connected, ms);
  }

  /** Resolves when it is known of each way that is wanted whether it leads here, or after `ms` at the latest. */
  settled(ms: number): Promise<void> {
    const isKnown = ({ way }: { way: Way<string> }) => way.state.kind !== 'starting';
    return this.#until(() => isKnown(this.#tailscale) && isKnown(this.#tunnel), ms);
  }

  get connected(): boolean {
    return this.#links().some(({ link }) => link.state().kind === 'connected');
  }

  /** Each relay and how the host stands with it; the one in this process first. */
  states(): RelayStanding[] {
    return this.#links().map((each) => ({
      url: each.link.url,
      embedded: each === this.#embedded,
      state: each.link.state(),
      since: each.since,
    }));
  }

  get since(): number {
    return this.#since;
  }

  get tailscale(): Way<TailscaleProblem> {
    return this.#choice.tailscale ? this.#orNoRelay(this.#tailscale.way) : this.#tailscale.way;
  }

  get tunnel(): Way<TunnelProblem> {
    return this.#choice.quickTunnel ? this.#orNoRelay(this.#tunnel.way) : this.#tunnel.way;
  }

  /** Whether the relay in this host serves the page. Who does can do what phones may do: where it has an origin of its own, nobody else does. */
  get servesPage(): boolean {
    return this.#options.clientOrigin === null && (this.#options.embedded?.clientFiles ?? null) !== null;
  }

  /** Where the relay in this host listens, as devices of the local network dial it. */
  localRoutes(): string[] {
    return this.#ownAddresses().map((address) => `ws://${address}:${this.#relay?.port}`);
  }

  /** Where devices find the host, in the order in which they should try. */
  routes(): string[] {
    return this.#routes(this.#tailnet).slice(0, 16);
  }

  /** What goes into a link: the first way that leads here now. */
  linkPlace(): LinkPlace {
    const relayUrl = this.#routes(this.#tailscale.url)[0] ?? 'ws://127.0.0.1';
    const clientOrigin = this.#options.clientOrigin ?? relayUrl.replace(/^ws/, 'http');
    return { clientOrigin: clientOrigin.replace(/\/$/, ''), relayUrl };
  }

  async close(): Promise<void> {
    await Promise.all([this.#leaving, ...this.#links().map(({ link }) => link.close())]);
    await this.#relay?.close();
    // Last, so that what phones are told gets through to those that came that way.
    await Promise.all([this.#tailscale.close(), this.#tunnel.close()]);
  }

  async #until(wanted: () => boolean, ms: number): Promise<void> {
    if (wanted()) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        cancel();
        this.#waiters.delete(look);
        resolve();
      };
      const look = () => {
        if (wanted()) done();
      };
      const cancel = this.#options.clock.after(ms, done);
      this.#waiters.add(look);
    });
  }

  #links(): OwnLink[] {
    return this.#embedded === null ? this.#relays : [this.#embedded, ...this.#relays];
  }

  #linked(url: string, way: { connect?: () => Duplex } = {}): OwnLink {
    const { identity, clock, random, log, admissions, opened } = this.#options;
    const changed = () => {
      own.since = clock.now();
      this.#since = own.since;
      this.#changed();
    };
    const link = new RelayLink({ url, identity, clock, random, log, admissions, opened, changed, ...way });
    const own: OwnLink = { link, since: clock.now() };
    return own;
  }

  #routes(tailnet: string | null): string[] {
    const published = [tailnet, this.#tunnel.url].filter((url) => url !== null);
    return [...this.#relays.map(({ link }) => link.url), ...published, ...this.localRoutes()];
  }

  #target(): string | null {
    const { embedded } = this.#options;
    return embedded === null || this.#relay === null
      ? null
      : `http://${dialled(embedded.bind)}:${this.#relay.port}`;
  }

  #orNoRelay<Kind extends string>(way: Way<Kind>): Way<Kind> {
    if (this.#relay !== null) return way;
    return { state: { kind: 'failed', problem: { kind: 'noRelay' } }, since: this.#startedAt };
  }

  #ownAddresses(): string[] {
    const { embedded } = this.#options;
    if (embedded === null || this.#relay === null) return [];
    if (embedded.bind !== '0.0.0.0') return [embedded.bind];
    const lan = lanAddresses();
    return lan.length > 0 ? lan : ['127.0.0.1'];
  }

  /** The authorities under which the relay in this host answers beyond this machine's own addresses. */
  #published(): string[] {
    return [this.#tailnet, this.#tunnel.url].filter((url) => url !== null).map(authorityOf);
  }

  #changed(): void {
    if (this.#choice.tailscale) this.#tailnet = this.#tailscale.url ?? this.#tailnet;
    for (const look of [...this.#waiters]) look();
    this.#options.changed();
  }
}

/** The name under which the host is signed for at its own relay, wherever else that listens. */
const dialled = (bind: string): string => (bind === '0.0.0.0' ? '127.0.0.1' : bind);
const hexOf = (key: Bytes): string => Buffer.from(key).toString('hex');
