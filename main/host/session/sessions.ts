/** All live sessions, at most one for each device: a new one of a device ends its older one. */
import type { Approval } from '../../../protocol/session/approvals.ts';
import type { Device } from '../devices/device.ts';
import type { DeviceRegistry } from '../devices/registry.ts';
import { errorName } from '../error-name.ts';
import type { Log } from '../options.ts';
import type { ChannelUser, OpenChannel } from './channel.ts';
import type { Core } from './core.ts';
import { Session } from './session.ts';

export interface SessionsOptions {
  core: Core;
  log: Log;
  /** A device came or went. */
  changed: () => void;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, Session>();
  #routes = '';
  #environments = '';

  constructor(options: SessionsOptions) {
    this.#options = options;
    const { projects, threads, approvals, registry, seen } = options.core;
    projects.listen({
      changed: ({ id }) => this.#each((session) => session.home.project(id)),
      removed: (id) => this.#each((session) => session.home.project(id)),
    });
    threads.listen({
      changed: ({ id }) => this.#each((session) => session.home.thread(id)),
      // Its approvals were told to nobody while it was not visible.
      appeared: (id) => {
        for (const approval of approvals.list()) {
          if (approval.thread === id) this.#each((session) => session.home.approval(approval));
        }
      },
      removed: (id) => this.#each((session) => session.home.thread(id)),
    });
    approvals.listen({ changed: (approval) => this.#approval(approval) });
    seen.listen((owner, thread) =>
      this.#each((session) => {
        if (session.owner === owner) session.home.thread(thread);
      }),
    );
    this.#follow(registry);
  }

  get count(): number {
    return this.#sessions.size;
  }

  has(device: string): boolean {
    return this.#sessions.has(device);
  }

  open(device: Device, channel: OpenChannel): ChannelUser {
    this.#sessions.get(device.id)?.bye('replaced', 'superseded');
    const session = new Session({
      core: this.#options.core,
      log: this.#options.log,
      device,
      channel,
      ended: (ended) => this.#ended(ended),
    });
    this.#sessions.set(device.id, session);
    this.#options.changed();
    return session;
  }

  /** Told where what devices are shown of them differs. */
  environmentsChanged(): void {
    const text = JSON.stringify(this.#options.core.environments());
    if (text === this.#environments) return;
    this.#environments = text;
    this.#each((session) => session.home.environments());
  }

  agentChanged(id: string): void {
    this.#each((session) => session.home.agent(id));
  }

  deviceChanged(id: string): void {
    this.#sessions.get(id)?.deviceChanged();
  }

  /** Where the host can be found; told to who is connected when it differs from what they know. */
  routes(routes: string[]): void {
    const text = routes.join(' ');
    if (text === this.#routes) return;
    this.#routes = text;
    this.#each((session) => session.routesChanged(routes));
  }

  closeAll(): void {
    this.#each((session) => session.bye('hostStopping', 'stopping'));
  }

  #approval(approval: Approval): void {
    this.#options.core.threads.touchId(approval.thread);
    this.#each((session) => session.home.approval(approval));
  }

  #follow(registry: DeviceRegistry): void {
    registry.listen({
      changed: () => {},
      dropped: (id, why) => {
        this.#sessions.get(id)?.bye(why === 'replaced' ? 'replaced' : 'revoked', 'ended');
      },
      // It comes back at once, and hears under seal why it may not.
      suspended: (id) => this.#sessions.get(id)?.bye('expired', 'ended'),
    });
  }

  #ended(session: Session): void {
    if (this.#sessions.get(session.deviceId) === session) this.#sessions.delete(session.deviceId);
    this.#options.core.registry
      .seen(session.deviceId)
      .catch((error: unknown) =>
        this.#options.log.warn({ error: errorName(error) }, 'when a phone was seen could not be kept'),
      );
    this.#options.changed();
  }

  #each(tell: (session: Session) => void): void {
    for (const session of [...this.#sessions.values()]) tell(session);
  }
}
