/**
 * How phones reach this host: the embedded relay, other relays, or both. Starts what is embedded, keeps a link to
 * each, and says under which addresses the host can be found.
 */
import type { Bytes } from '../../../protocol/bytes.ts';
import type { Admission } from '../../../protocol/relay-frames.ts';
import { type Relay, startRelay } from '../../../relay/server.ts';
import type { Clock } from '../clock.ts';
import type { ClientClass } from '../devices/device.ts';
import type { HostIdentity } from '../identity.ts';
import { type HostOptions, HostStartError, type Log } from '../options.ts';
import { authorities, lanAddresses } from './addresses.ts';
import { type ChannelHandler, type ChannelPort, RelayLink, type RelayState } from './relay-link.ts';

export const DEFAULT_PORT = 8722;

export interface ReachOptions {
  embedded: HostOptions['embedded'];
  relays: readonly string[];
  clientOrigin: string | null;
  identity: HostIdentity;
  clock: Clock;
  random: () => number;
  log: Log;
  admissions: () => Admission[];
  opened: (port: ChannelPort) => ChannelHandler;
  changed: () => void;
  /** The port of the last start, and where to remember this one. */
  port: { remembered: number | null; remember: (port: number) => Promise<void> };
}

export class Reach {
  readonly #options: ReachOptions;
  #relay: Relay | null = null;
  #links: RelayLink[] = [];
  readonly #waiters = new Set<() => void>();
  #admitted = '';
  #since: number;

  constructor(options: ReachOptions) {
    this.#options = options;
    this.#since = options.clock.now();
  }

  /** @throws HostStartError `portInUse` for a port that was asked for by number. */
  async start(): Promise<void> {
    const { embedded, relays, identity, clock, random, log, admissions, opened } = this.#options;
    const urls = [...relays];
    if (embedded !== null) {
      this.#relay = await this.#startRelay(embedded);
      urls.unshift(`ws://${dialled(embedded.bind)}:${this.#relay.port}`);
    }
    const changed = (_state: RelayState) => this.#changed();
    const relay = this.#relay;
    this.#links = urls.map((url, index) => {
      // The relay in this process is reached without the system between: a system call and a turn of the loop less.
      const connect = relay !== null && index === 0 ? { connect: () => relay.connect() } : {};
      return new RelayLink({ url, identity, clock, random, log, admissions, opened, changed, ...connect });
    });
    for (const link of this.#links) link.start();
  }

  /** Says to every relay whom to admit, if that changed. Resolves when those that are connected do so. */
  async readmit(): Promise<void> {
    const admitted = this.#options
      .admissions()
      .map(({ key, channels, secondsLeft }) => `${hexOf(key)} ${channels} ${secondsLeft === 0}`)
      .join();
    if (admitted === this.#admitted) return;
    this.#admitted = admitted;
    await Promise.all(this.#links.map((link) => link.readmit()));
  }

  /** Resolves when a relay is connected, or after `ms` at the latest. */
  async ready(ms: number): Promise<void> {
    if (this.connected) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        cancel();
        this.#waiters.delete(done);
        resolve();
      };
      const cancel = this.#options.clock.after(ms, done);
      this.#waiters.add(done);
    });
  }

  get connected(): boolean {
    return this.#links.some((link) => link.state().kind === 'connected');
  }

  /** Each relay and how the host stands with it. */
  states(): { url: string; embedded: boolean; state: RelayState }[] {
    return this.#links.map((link, index) => ({
      url: link.url,
      embedded: index === 0 && this.#relay !== null,
      state: link.state(),
    }));
  }

  get since(): number {
    return this.#since;
  }

  /** Where devices find the host, in the order in which they should try. */
  routes(): string[] {
    const own = this.#ownAddresses().map((address) => `ws://${address}:${this.#relay?.port}`);
    return [...this.#options.relays, ...own].slice(0, 16);
  }

  /** What goes into a link. */
  linkPlace(): { clientOrigin: string; relayUrl: string } {
    const relayUrl = this.routes()[0] ?? 'ws://127.0.0.1';
    const clientOrigin = this.#options.clientOrigin ?? relayUrl.replace(/^ws/, 'http');
    return { clientOrigin: clientOrigin.replace(/\/$/, ''), relayUrl };
  }

  /** Who serves the page of a device that comes by such a link. */
  clientClass(): ClientClass {
    const { clientOrigin, relayUrl } = this.linkPlace();
    if (clientOrigin.startsWith('http://')) return 'plainHttp';
    return new URL(clientOrigin).host === new URL(relayUrl).host ? 'relay' : 'ownOrigin';
  }

  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
    await this.#relay?.close();
  }

  #ownAddresses(): string[] {
    const { embedded } = this.#options;
    if (embedded === null || this.#relay === null) return [];
    if (embedded.bind !== '0.0.0.0') return [embedded.bind];
    const lan = lanAddresses();
    return lan.length > 0 ? lan : ['127.0.0.1'];
  }

  async #startRelay(embedded: NonNullable<HostOptions['embedded']>): Promise<Relay> {
    const { clientOrigin, port: stored } = this.#options;
    const listen = (port: number) => {
      let own: Relay | null = null;
      return startRelay({
        host: embedded.bind,
        port,
        names: () => (own === null ? [] : authorities(own.port)),
        allowedHosts: [this.#options.identity.id],
        ...(embedded.clientFiles === null ? {} : { clientFiles: embedded.clientFiles }),
        ...(clientOrigin === null ? {} : { clientOrigins: [new URL(clientOrigin).origin] }),
        log: (event, numbers) => this.#options.log.debug(numbers, `embedded relay: ${event}`),
      }).then((relay) => {
        own = relay;
        return relay;
      });
    };
    const wanted = embedded.port ?? stored.remembered ?? DEFAULT_PORT;
    let relay: Relay;
    try {
      relay = await listen(wanted);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (embedded.port !== null) {
        throw new HostStartError(
          'portInUse',
          `Port ${wanted} is used by another program. Choose another one, or leave the choice to Outpost.`,
        );
      }
      relay = await listen(0);
    }
    if (embedded.port === null && relay.port !== stored.remembered) {
      try {
        await stored.remember(relay.port);
      } catch (error) {
        // A start that fails leaves nothing behind that would be in the way of the next.
        await relay.close();
        throw error;
      }
    }
    return relay;
  }

  #changed(): void {
    this.#since = this.#options.clock.now();
    if (this.connected) for (const tell of [...this.#waiters]) tell();
    this.#options.changed();
  }
}

/** The name under which the host is signed for at its own relay, wherever else that listens. */
const dialled = (bind: string): string => (bind === '0.0.0.0' ? '127.0.0.1' : bind);
const hexOf = (key: Bytes): string => Buffer.from(key).toString('hex');
