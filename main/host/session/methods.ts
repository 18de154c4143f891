/** What each method of the catalogue does. Parameters were parsed and the right was checked before. */
import { CARD_LIMIT } from '../../../protocol/session/approvals.ts';
import type { METHODS, Method, Params } from '../../../protocol/session/catalogue.ts';
import { type Agent, AgentError, type Prompt } from '../agents/agent.ts';
import type { Thread } from '../threads/threads.ts';
import type { Core } from './core.ts';
import type { HomeFeed } from './home-feed.ts';
import { type Answer, failed } from './requests.ts';
import type { ThreadFeeds } from './thread-feed.ts';

/** One device's session, as its methods see it. */
export interface Caller {
  readonly core: Core;
  readonly device: { id: string; identityKey: string };
  /** As the owner reads it now. */
  name(): string;
  right(): 'view' | 'answer' | 'start';
  readonly home: HomeFeed;
  readonly feeds: ThreadFeeds;
  acknowledge(bytes: number): void;
  /** Ends the session with a goodbye, then drops the device's keys. */
  leave(): void;
}

type Handler<M extends Method> = (caller: Caller, params: Params<M>) => Answer | Promise<Answer>;

const ok = (result: unknown = {}): Answer => ({ ok: true, result });

export const HANDLERS: { [M in Method]: Handler<M> } = {
  'home/open': ({ home, name, right }) => ({
    ok: true,
    result: home.open({ device: { name: name(), right: right() } }),
    sent: () => home.opened(),
  }),

  'device/rename': async ({ core, device }, { name }) =>
    stored(async () => {
      await core.registry.rename(device.id, name);
    }),

  // The answer and the goodbye go first: the relay cuts the channel as soon as the device's admission is withdrawn.
  'device/leave': (caller) => ({ ok: true, result: {}, sent: () => caller.leave() }),

  'thread/open': async ({ core, feeds }, { thread: id, sub, have }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    feeds.close(sub);
    if (feeds.full) return failed('tooLarge');
    try {
      await core.threads.open(thread);
    } catch (error) {
      return agentFailure<'thread/open'>(error);
    }
    if (core.threads.visible(id) !== thread) return failed('unknownThread');
    return { ok: true, result: feeds.open(sub, thread, have), sent: () => feeds.opened(sub) };
  },

  'thread/close': ({ feeds }, { sub }) => {
    feeds.close(sub);
    return ok();
  },

  'thread/older': ({ core }, { thread: id, epoch, before, limit }) => {
    const log = core.threads.visible(id)?.log;
    if (log === undefined) return failed('unknownThread');
    if (log === null || log.epoch !== epoch) return failed('stale');
    return ok(log.older(before, limit));
  },

  'thread/start': async ({ core }, { requestId, project: id, agent: agentId, text }) => {
    const project = core.projects.get(id);
    if (project === undefined) return failed('unknownProject');
    const agent = core.agent(agentId);
    if (agent === undefined || agent.environment !== project.environment) return failed('agentUnavailable');
    return acting<'thread/start'>(async () => {
      const { thread } = await agent.startThread(project.path, { text, request: requestId });
      return { thread: core.threads.idOf(agent, thread) };
    });
  },

  'turn/start': (caller, { thread, text, requestId }) =>
    inThread(caller, thread, ({ agent, native }) =>
      acting<'turn/start'>(() => agent.startTurn(native.id, { text, request: requestId } satisfies Prompt)),
    ),

  'turn/steer': (caller, { thread, turn, text, requestId }) =>
    inThread(caller, thread, ({ agent, native }) =>
      acting<'turn/steer'>(() => agent.steer(native.id, turn, { text, request: requestId })),
    ),

  'turn/stop': (caller, { thread, turn }) =>
    inThread(caller, thread, ({ agent, native }) => acting<'turn/stop'>(() => agent.stop(native.id, turn))),

  'approval/read': ({ core }, { approval }) => {
    const card = core.approvals.card(approval);
    if (card === null || !visibleApproval(core, approval)) return failed('unknownApproval');
    return card === 'tooLarge' || card.length > CARD_LIMIT ? failed('tooLarge') : ok({ card });
  },

  'approval/decide': ({ core, device, name }, signed) => {
    const open = core.approvals.list().find(({ id }) => id === signed.approval);
    if (open !== undefined && core.threads.visible(open.thread) === undefined)
      return failed('unknownApproval');
    return core.approvals.decide({ id: device.id, name: name(), identityKey: device.identityKey }, signed);
  },

  'session/ping': () => ok(),

  'session/ack': (caller, { bytes }) => {
    caller.acknowledge(bytes);
    return ok();
  },
};

function visibleApproval(core: Core, id: string): boolean {
  const approval = core.approvals.list().find((open) => open.id === id);
  return approval !== undefined && core.threads.visible(approval.thread) !== undefined;
}

function inThread(
  { core }: Caller,
  id: string,
  act: (thread: Thread & { agent: Agent }) => Promise<Answer>,
): Answer | Promise<Answer> {
  const thread = core.threads.visible(id);
  return thread === undefined ? failed('unknownThread') : act(thread);
}

async function acting<M extends Method>(act: () => Promise<unknown>): Promise<Answer> {
  try {
    return ok((await act()) ?? {});
  } catch (error) {
    return agentFailure<M>(error);
  }
}

/** The errors that an agent may raise in `M` are among those that the catalogue promises for it. */
function agentFailure<M extends Method>(error: unknown): Answer {
  if (!(error instanceof AgentError)) throw error;
  const code: (typeof METHODS)[M]['errors'][number] | AgentError['code'] = error.code;
  return failed(code, error.message);
}

async function stored(write: () => Promise<void>): Promise<Answer> {
  try {
    await write();
    return ok();
  } catch {
    return failed('storage');
  }
}
