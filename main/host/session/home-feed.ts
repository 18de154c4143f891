/**
 * What a device knows of the host as a whole: a snapshot, then what changed. While the way is blocked nothing is
 * queued: only the names of what changed are kept, and the values are read when it is free again.
 */

import type { Approval } from '../../../protocol/session/approvals.ts';
import type { EventName, EventParams } from '../../../protocol/session/events.ts';
import type { Home } from '../../../protocol/session/home.ts';
import type { ThreadSummary } from '../../../protocol/session/values.ts';
import type { ClientClass } from '../devices/device.ts';
import type { Core } from './core.ts';
import type { Wire } from './wire.ts';

/** Something that changed, by name; `read` gives the event for it as it stands when it is sent. */
type Pending = () => { [E in EventName]: [E, EventParams<E>] }[EventName] | null;

/** What differs from device to device in what they are told. */
export interface DeviceFacts {
  /** Who serves its page. */
  client(): ClientClass;
  /** Whose it is. */
  owner(): string;
}

export class HomeFeed {
  readonly #core: Core;
  readonly #wire: Wire;
  #state: 'closed' | 'opening' | 'open' = 'closed';
  readonly #pending = new Map<string, Pending>();

  readonly #device: DeviceFacts;

  constructor(core: Core, wire: Wire, device: DeviceFacts) {
    this.#core = core;
    this.#wire = wire;
    this.#device = device;
  }

  /** The snapshot. What changes from now on is told after `opened`, so that it cannot overtake the snapshot. */
  open(home: Omit<Home, 'environments' | 'agents' | 'projects' | 'threads' | 'approvals'>): Home {
    this.#state = 'opening';
    this.#pending.clear();
    const { environments, agents, projects, threads, approvals } = this.#core;
    return {
      ...home,
      environments: environments(),
      agents: agents(),
      projects: [...projects.list()],
      threads: threads.list().map((thread) => this.#asSeen(thread)),
      approvals: approvals
        .list()
        .filter(({ thread }) => threads.visible(thread) !== undefined)
        .map((approval) => this.#forDevice(approval)),
    };
  }

  environments(): void {
    this.#changed('environments', () => [
      'environments/changed',
      { environments: this.#core.environments() },
    ]);
  }

  agent(id: string): void {
    this.#changed(`agent ${id}`, () => {
      const agent = this.#core.agents().find((info) => info.id === id);
      return agent === undefined ? null : ['agent/changed', { agent }];
    });
  }

  project(id: string): void {
    this.#changed(`project ${id}`, () => {
      const project = this.#core.projects.get(id);
      return project === undefined ? ['project/removed', { id }] : ['project/changed', { project }];
    });
  }

  thread(id: string): void {
    this.#changed(`thread ${id}`, () => {
      const thread = this.#core.threads.visible(id);
      return thread === undefined
        ? ['thread/removed', { id }]
        : ['thread/changed', { thread: this.#asSeen(this.#core.threads.summary(thread)) }];
    });
  }

  /** A closed approval is read nowhere later, so the latest of each is kept as it was told. */
  approval(approval: Approval): void {
    if (this.#core.threads.visible(approval.thread) === undefined) return;
    this.#changed(`approval ${approval.id}`, () => [
      'approval/changed',
      { approval: this.#forDevice(approval) },
    ]);
  }

  /** Whether this device may say yes, so that it does not offer what would be refused. */
  #forDevice(approval: Approval): Approval {
    return { ...approval, refusal: this.#core.approvals.refusal(approval.id, this.#device.client()) };
  }

  #asSeen(thread: ThreadSummary): ThreadSummary {
    return { ...thread, unseen: thread.updatedAt > this.#core.seen.last(this.#device.owner(), thread.id).at };
  }

  opened(): void {
    this.#state = 'open';
    this.flush();
  }

  flush(): void {
    if (this.#state !== 'open') return;
    for (const [name, read] of this.#pending) {
      if (this.#wire.blocked()) return;
      this.#pending.delete(name);
      const event = read();
      if (event !== null) this.#wire.event(event[0], event[1] as never);
    }
  }

  #changed(name: string, read: Pending): void {
    if (this.#state === 'closed') return;
    this.#pending.delete(name);
    this.#pending.set(name, read);
    this.flush();
  }
}
