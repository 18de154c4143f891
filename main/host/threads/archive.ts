/** Threads that were put away, at their agents: asked for when somebody wants to see them, and kept nowhere here. */
import type { ThreadSummary } from '../../../protocol/session/values.ts';
import { type Agent, AgentError, type NativeThread } from '../agents/agent.ts';
import type { Projects } from '../projects/projects.ts';
import type { Threads } from './threads.ts';

/** As the catalogue bounds its list. */
const MAX_SHOWN = 200;

export interface ArchiveOptions {
  agents: () => readonly Agent[];
  projects: Pick<Projects, 'holding'>;
  threads: Pick<Threads, 'idOf'>;
}

interface Archived {
  readonly agent: Agent;
  readonly native: NativeThread;
  readonly summary: ThreadSummary;
}

export class Archive {
  readonly #options: ArchiveOptions;

  constructor(options: ArchiveOptions) {
    this.#options = options;
  }

  /** Those of open projects, the latest first; of agents that cannot be asked there are none. */
  async list(): Promise<ThreadSummary[]> {
    const each = await Promise.all(this.#options.agents().map((agent) => this.#of(agent).catch(none)));
    return each
      .flat()
      .map(({ summary }) => summary)
      .sort((a, b) => b.updatedAt - a.updatedAt)
      .slice(0, MAX_SHOWN);
  }

  /** Back into the lists. Rejects with AgentError; one of a folder that is not open is not there. */
  async restore(id: string): Promise<void> {
    const { agents, threads } = this.#options;
    const agent = agents().find((each) => id.startsWith(threads.idOf(each, '')));
    const found = agent && (await this.#of(agent)).find(({ summary }) => summary.id === id);
    if (found === undefined) throw new AgentError('unknownThread', 'This thread was not put away.');
    await found.agent.archive?.(found.native.id, false);
  }

  async #of(agent: Agent): Promise<Archived[]> {
    const { projects, threads } = this.#options;
    const natives = (await agent.archived?.()) ?? [];
    return natives.flatMap((native) => {
      const project = projects.holding(agent.environment, native.cwd);
      if (project === null) return [];
      const summary: ThreadSummary = {
        id: threads.idOf(agent, native.id),
        environment: agent.environment,
        agent: agent.id,
        project: project.id,
        title: native.title.slice(0, 200),
        status: 'idle',
        updatedAt: native.updatedAt,
      };
      return [{ agent, native, summary }];
    });
  }
}

function none(error: unknown): Archived[] {
  if (error instanceof AgentError) return [];
  throw error;
}
