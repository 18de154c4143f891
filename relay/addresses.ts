/** What one network address may take up. Addresses live in memory only, as long as they are needed. */
import { isIP } from 'node:net';
import type { CloseName } from '../protocol/relay-frames.ts';
import type { Clock } from './clock.ts';
import type { Limits } from './limits.ts';

const MINUTE = 60_000;

/** Beyond so many addresses refused within a minute, further ones are not remembered. */
const REMEMBERED = 10_000;

export class Addresses {
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #connections = new Map<string, number>();
  readonly #hosts = new Map<string, number>();
  #refusals = new Map<string, number>();
  #minuteEnds = 0;
  #total = 0;

  constructor(limits: Limits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Counts a connection in, or says why it may not come in. Each one counted must `leave`. */
  enter(address: string): CloseName | undefined {
    if (this.#total >= this.#limits.connections) return 'connections';
    if ((this.#connections.get(address) ?? 0) >= this.#limits.addressConnections) return 'addressConnections';
    if ((this.#currentRefusals().get(address) ?? 0) >= this.#limits.addressRefusals) return 'addressRefusals';
    this.#total += 1;
    add(this.#connections, address, 1);
    return undefined;
  }

  leave(address: string): void {
    this.#total -= 1;
    add(this.#connections, address, -1);
  }

  /** The same for a host among them. */
  enterAsHost(address: string): CloseName | undefined {
    if ((this.#hosts.get(address) ?? 0) >= this.#limits.addressHosts) return 'addressHosts';
    add(this.#hosts, address, 1);
    return undefined;
  }

  leaveAsHost(address: string): void {
    add(this.#hosts, address, -1);
  }

  refused(address: string): void {
    const refusals = this.#currentRefusals();
    if (refusals.size < REMEMBERED || refusals.has(address)) add(refusals, address, 1);
  }

  #currentRefusals(): Map<string, number> {
    const now = this.#clock.now();
    if (now >= this.#minuteEnds) {
      this.#minuteEnds = now + MINUTE;
      this.#refusals = new Map();
    }
    return this.#refusals;
  }
}

function add(counts: Map<string, number>, address: string, step: number): void {
  const count = (counts.get(address) ?? 0) + step;
  if (count > 0) counts.set(address, count);
  else counts.delete(address);
}

/**
 * The address that limits count for. A proxy's `X-Forwarded-For` counts only when the proxy is trusted, and only
 * from the right, where trusted proxies wrote: what stands further left is the client's own word.
 */
export function clientAddress(
  remote: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: ReadonlySet<string>,
): string {
  let address = plainAddress(remote ?? '');
  const hops = (forwardedFor ?? '').split(',').map((hop) => plainAddress(hop.trim()));
  while (trustedProxies.has(address)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    address = hop;
  }
  return isIP(address) === 6 ? networkOf(address) : address;
}

/** IPv4 as such also where it comes mapped into IPv6. */
function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}

/** The first 64 bits: what one subscriber has is at least that. */
function networkOf(address: string): string {
  const [head = '', tail] = (address.split('%')[0] as string).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
