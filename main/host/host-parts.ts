/** What a host is built from beside its options. */
import { nodeSuite } from '../../protocol/node/suite.ts';
import type { SyncSuite } from '../../protocol/suite.ts';
import type { Agent } from './agents/agent.ts';
import { installedAgents } from './agents/installed.ts';
import { type Clock, systemClock } from './clock.ts';
import { Pairing, type PairingOptions } from './devices/pairing.ts';
import { DeviceRegistry, type RegistryOptions } from './devices/registry.ts';
import { type Disk, nodeDisk } from './files/disk.ts';
import type { Gate } from './gate/gate.ts';
import type { HostOptions } from './options.ts';
import { Door, type DoorOptions } from './session/door.ts';
import { Requests, type RequestsOptions } from './session/requests.ts';
import type { SshHosts, SshHostsOptions } from './ssh/hosts.ts';
import type { Weighing } from './weigher.ts';

/** What a host is built from beside its options; tests and other shells hand in their own. */
export interface HostParts {
  clock: Clock;
  disk: Disk;
  random: () => number;
  suite: SyncSuite;
  agents: (options: HostOptions, gate: Gate | null) => Agent[];
  /** Whether agents ask before each action; without it they do by themselves what their sandbox lets them, and say so. */
  gate: boolean;
  /** The SSH hosts that there are, and the way to one. */
  ssh: (options: SshHostsOptions) => Promise<SshHosts>;
  /** What decides who comes in, and what is done once. Handed in by tests that show what for, by going without. */
  pairing: (options: PairingOptions) => Pairing;
  registry: (options: RegistryOptions) => DeviceRegistry;
  door: (options: DoorOptions) => Door;
  requests: (options: RequestsOptions) => Requests;
  /** Says how far an action reaches. */
  weighing: () => Promise<Weighing>;
  /** The environment of this process: where the programs of others are looked for, and what they are started with. */
  env: NodeJS.ProcessEnv;
}

export const defaultParts: HostParts = {
  clock: systemClock,
  disk: nodeDisk,
  random: Math.random,
  suite: nodeSuite,
  agents: installedAgents,
  // There is none on Windows yet.
  gate: process.platform !== 'win32',
  ssh: async (options) => (await import('./ssh/hosts.ts')).sshHosts(options),
  pairing: (options) => new Pairing(options),
  registry: (options) => new DeviceRegistry(options),
  door: (options) => new Door(options),
  requests: (options) => new Requests(options),
  weighing: () => import('./weighing.ts'),
  env: process.env,
};
