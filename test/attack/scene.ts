/** A real host and real phones, with a hostile relay as the only way between them. Ends with its test. */
import { expect, onTestFinished } from 'vitest';
import type { HostParts } from '../../main/host/host-parts.ts';
import type { HostOptions } from '../../main/host/options.ts';
import type { Environment } from '../../phone/client/environment.ts';
import type { Suite } from '../../protocol/suite.ts';
import { type HostFixture, startHost } from '../main/host/host-fixture.ts';
import { type NodeDevice, nodeEnvironment, pairedDevice, until } from '../main/host/node-device.ts';
import { HostileRelay, type Line } from './hostile-relay.ts';
import type { LeapClock } from './leap-clock.ts';

export interface Scene {
  readonly relay: HostileRelay;
  readonly host: HostFixture;
  /** A paired phone, connected. */
  phone(name?: string, environment?: Environment): Promise<NodeDevice>;
}

export async function startRelay(): Promise<HostileRelay> {
  const relay = await HostileRelay.start();
  onTestFinished(() => relay.close());
  return relay;
}

export async function scene(parts: Partial<HostParts> = {}, relay?: HostileRelay): Promise<Scene> {
  const way = relay ?? (await startRelay());
  const host = await hostAt(way.url, {}, parts);
  return {
    relay: way,
    host,
    async phone(name, environment) {
      return keep(await pairedDevice(await host.pair(), name, environment));
    },
  };
}

export async function hostAt(
  relay: string,
  options: Partial<HostOptions> = {},
  parts: Partial<HostParts> = {},
): Promise<HostFixture> {
  const host = await startHost({ embedded: null, relays: [relay], ...options }, parts);
  onTestFinished(() => host.close());
  return host;
}

/** Closes it when the test ends. */
export function keep(device: NodeDevice): NodeDevice {
  onTestFinished(() => device.close());
  return device;
}

/** A phone's world with other primitives, or with a clock that a test holds. */
export function environment(
  { suite, ...changed }: Partial<Omit<Environment, 'suite'>> & { suite?: Suite } = {},
  clock?: LeapClock,
): Environment {
  const time = clock && {
    now: () => clock.now(),
    after: (ms: number, run: () => void) => clock.after(ms, run),
  };
  return { ...nodeEnvironment(), ...time, ...changed, ...(suite && { suite: async () => suite }) };
}

/** Asked again and again, for as long as a busy machine may take. */
export const eventually = <T>(read: () => T | Promise<T>) =>
  expect.poll(read, { interval: 10, timeout: 10_000 });

export const requestId = (n: number): string => `attack-request-${String(n).padStart(6, '0')}`;

export const begin = (host: HostFixture, on: NodeDevice, text: string, n = 1) =>
  on.connection.call('thread/start', {
    requestId: requestId(n),
    project: host.project.id,
    agent: 'scripted',
    text,
  });

export const prompts = ({ agent }: HostFixture): string[] => agent.prompts.map(({ text }) => text);

/** The channel of the session that a phone has now. */
export const lastLine = ({ relay }: Scene): Line => relay.lines.at(-1)!;

export const names = async ({ host }: HostFixture): Promise<string[]> =>
  (await host.api.snapshot()).devices.map(({ name }) => name);

/** The relay stops its mischief: the phone is back, and what it asks for is done, once. */
export async function recovers({ relay, host }: Scene, phone: NodeDevice): Promise<void> {
  const before = host.agent.prompts.length;
  relay.behave();
  await until(phone, ({ kind }) => kind !== 'connected');
  phone.connection.wake();
  await until(phone, ({ kind }) => kind === 'connected');
  await begin(host, phone, 'I am back', 900 + before);
  if (host.agent.prompts.length !== before + 1) throw new Error('it is not back');
}
