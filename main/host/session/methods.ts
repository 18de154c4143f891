/** What each method of the catalogue does. Parameters were parsed and the right was checked before. */
import { CARD_LIMIT } from '../../../protocol/session/approvals.ts';
import { type ErrorOf, METHODS, type Method, type Params } from '../../../protocol/session/catalogue.ts';
import type { ErrorCode } from '../../../protocol/session/errors.ts';
import type { Ability } from '../../../protocol/session/options.ts';
import { type Agent, AgentError, type Prompt } from '../agents/agent.ts';
import { LOCAL } from '../projects/projects.ts';
import { pauseThread } from '../threads/pause.ts';
import type { Core } from './core.ts';
import type { HomeFeed } from './home-feed.ts';
import { type Answer, failed } from './requests.ts';
import { sinceLastLook } from './since-last-look.ts';
import type { ThreadFeeds } from './thread-feed.ts';

/** One device's session, as its methods see it. */
export interface Caller {
  readonly core: Core;
  readonly device: { id: string; identityKey: string };
  /** Whose it is, in the owner's words; empty where nothing was said. */
  owner(): string;
  /** As the owner reads it now. */
  name(): string;
  right(): 'view' | 'answer' | 'start';
  readonly home: HomeFeed;
  readonly feeds: ThreadFeeds;
  /** A ping is about to be answered. */
  answersPing(): void;
  acknowledge(bytes: number): void;
  /** Ends the session with a goodbye, then drops the device's keys. */
  leave(): void;
}

/** A handler can answer no error that the catalogue does not list for its method. */
type AnswerOf<M extends Method> = Answer<ErrorOf<M>>;
type Handler<M extends Method> = (caller: Caller, params: Params<M>) => AnswerOf<M> | Promise<AnswerOf<M>>;

const CANNOT = 'This agent cannot do that with its threads. Nothing was changed.';
const UNWATCHABLE = 'This agent cannot be made to ask about everything. Nothing was changed.';

const ABILITIES: readonly Ability[] = ['fork', 'review', 'compact', 'goal', 'attach'];

const UNATTACHABLE =
  'This agent works on another computer and does not see files of this one, so nothing was sent. Send it without them.';

type Said = Pick<Params<'turn/start'>, 'text' | 'requestId' | 'options' | 'attachments'>;

const ok = (result: unknown = {}): Answer<never> => ({ ok: true, result });

export const HANDLERS: { [M in Method]: Handler<M> } = {
  'home/open': ({ home, name, right }) => ({
    ok: true,
    result: home.open({ device: { name: name(), right: right() } }),
    sent: () => home.opened(),
  }),

  'device/rename': async ({ core, device }, { name }) =>
    stored(async () => {
      await core.registry.rename(device.id, name, 'phone');
    }),

  // The answer and the goodbye go first: the relay cuts the channel as soon as the device's admission is withdrawn.
  'device/leave': (caller) => ({ ok: true, result: {}, sent: () => caller.leave() }),

  'thread/open': async ({ core, feeds }, { thread: id, sub, have, every }) => {
    const thread = core.threads.readable(id);
    if (thread === undefined) return failed('unknownThread');
    feeds.close(sub);
    if (feeds.full) return failed('tooManyOpen');
    return agentAnswer('thread/open', async () => {
      const opened = await feeds.open(sub, thread, { have, every });
      if (opened !== null) return { ok: true, ...opened };
      return failed(core.threads.readable(id) === thread ? 'stale' : 'unknownThread');
    });
  },

  'thread/close': ({ feeds }, { sub }) => {
    feeds.close(sub);
    return ok();
  },

  'thread/older': ({ core }, { thread: id, epoch, before, limit }) => {
    const log = core.threads.readable(id)?.log;
    if (log === undefined) return failed('unknownThread');
    if (log === null || log.epoch !== epoch) return failed('stale');
    return ok(log.older(before, limit));
  },

  'thread/changes': ({ core }, { thread: id, path }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    return agentAnswer('thread/changes', async () => ok(await core.threads.changes(thread, path)));
  },

  'image/read': async ({ core }, { thread: id, item, picture }) => {
    const thread = core.threads.readable(id);
    if (thread === undefined) return failed('unknownThread');
    const image = await core.threads.image(thread, item, picture);
    if (image.kind !== 'image') return failed(image.kind === 'tooLarge' ? 'tooLarge' : 'noImage');
    return ok({ type: image.type, data: image.data.toString('base64') });
  },

  'environment/connect': ({ core }, { environment }) => {
    const begun = core.connectEnvironment(environment);
    if (begun === 'unknown') return failed('unknownEnvironment');
    return begun === 'atDesk' ? failed('atDesk') : ok();
  },

  'attachment/put': async ({ core, device }, part) => {
    try {
      const received = await core.attachments.put(device.id, part);
      return typeof received === 'number' ? ok({ received }) : failed(received);
    } catch {
      return failed('storage');
    }
  },

  'attachment/remove': ({ core, device }, { attachment }) =>
    stored(() => core.attachments.remove(device.id, attachment)),

  'project/search': ({ core }, { project: id, query }) => {
    const project = core.projects.get(id);
    if (project === undefined) return failed('unknownProject');
    return agentAnswer('project/search', async () => {
      for (const { id: agentId, environment } of core.agents()) {
        const agent = environment === project.environment ? core.agent(agentId) : undefined;
        if (agent?.findFiles !== undefined) return ok({ files: await agent.findFiles(project.path, query) });
      }
      return ok({ files: [] });
    });
  },

  'host/offers': ({ core }, { project: id, agent: agentId }) => {
    const project = core.projects.get(id);
    if (project === undefined) return failed('unknownProject');
    const agent = core.agent(agentId);
    if (agent === undefined || agent.environment !== project.environment) return failed('agentUnavailable');
    return agentAnswer('host/offers', async () => {
      const [offers, git] = await Promise.all([
        agent.offers?.(project.path),
        project.environment === LOCAL ? core.git(project.path) : null,
      ]);
      return ok({ ...(offers ?? { servers: [], skills: [], hooks: [] }), git });
    });
  },

  'agent/choices': ({ core }, { agent: id }) => {
    const agent = core.agent(id);
    if (agent === undefined) return failed('agentUnavailable');
    return agentAnswer('agent/choices', async () => {
      const choices = (await agent.choices?.()) ?? { models: [], modes: [] };
      return ok({ ...choices, abilities: ABILITIES.filter((ability) => agent[ability] !== undefined) });
    });
  },

  'thread/start': async (caller, params) => {
    const { core } = caller;
    const project = core.projects.get(params.project);
    if (project === undefined) return failed('unknownProject');
    const agent = core.agent(params.agent);
    if (agent === undefined || agent.environment !== project.environment) return failed('agentUnavailable');
    return agentAnswer('thread/start', () =>
      saying(caller, params, agent, async (prompt) => {
        const { thread } = await agent.startThread(project.path, prompt);
        return ok({ thread: core.threads.idOf(agent, thread) });
      }),
    );
  },

  'turn/start': (caller, params) => {
    const { core } = caller;
    const thread = core.threads.visible(params.thread);
    if (thread === undefined) return failed('unknownThread');
    if (core.paused.has(thread.id)) return failed('paused');
    return agentAnswer('turn/start', () =>
      saying(caller, params, thread.agent, async (prompt) =>
        ok(await thread.agent.startTurn(thread.native.id, prompt)),
      ),
    );
  },

  'queue/add': (caller, params) => {
    const { core, device, name } = caller;
    const { thread: id } = params;
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    return agentAnswer('queue/add', () =>
      saying(caller, params, thread.agent, async ({ text, options, attachments }) => {
        let entry = '';
        const written = await stored(async () => {
          entry = await core.queue.add({
            thread: id,
            request: params.requestId,
            text,
            ...(options && { options }),
            ...(attachments && { attachments: [...attachments] }),
            device: { id: device.id, name: name() },
          });
        });
        return written.ok ? ok({ entry }) : written;
      }),
    );
  },

  'queue/read': ({ core }, { thread: id, entry }) => {
    if (core.threads.visible(id) === undefined) return failed('unknownThread');
    const read = core.queue.read(id, entry);
    if (read === undefined) return failed('notQueued');
    const { text, options } = read;
    return ok({ text, ...(options && { options }) });
  },

  'queue/remove': async ({ core }, { thread: id, entry }) => {
    if (core.threads.visible(id) === undefined) return failed('unknownThread');
    let there = true;
    const written = await stored(async () => {
      there = await core.queue.remove(id, entry);
    });
    return there ? written : failed('notQueued');
  },

  'queue/release': async ({ core }, { thread: id }) => {
    if (core.threads.visible(id) === undefined) return failed('unknownThread');
    if (core.paused.has(id)) return failed('paused');
    return stored(() => core.queue.release(id));
  },

  'turn/steer': ({ core }, { thread: id, turn, text, requestId }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    return agentAnswer('turn/steer', async () => {
      await thread.agent.steer(thread.native.id, turn, { text, request: requestId });
      return ok();
    });
  },

  'turn/stop': ({ core }, { thread: id, turn }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    return agentAnswer('turn/stop', async () => {
      await thread.agent.stop(thread.native.id, turn);
      return ok();
    });
  },

  'thread/watch': ({ core }, { thread: id, on }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    return agentAnswer('thread/watch', async () => {
      if (thread.agent.watch === undefined) throw new AgentError('agentRefused', UNWATCHABLE);
      await thread.agent.watch(thread.native.id, on);
      return ok();
    });
  },

  'thread/rename': ({ core }, { thread: id, title }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    return agentAnswer('thread/rename', async () => {
      if (thread.agent.rename === undefined) throw new AgentError('agentRefused', CANNOT);
      await thread.agent.rename(thread.native.id, title);
      return ok();
    });
  },

  'thread/fork': ({ core }, { thread: id }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    return agentAnswer('thread/fork', async () => {
      const { agent, native } = thread;
      if (agent.fork === undefined) throw new AgentError('agentRefused', CANNOT);
      return ok({ thread: core.threads.idOf(agent, (await agent.fork(native.id)).thread) });
    });
  },

  'thread/review': ({ core }, { thread: id }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    if (core.paused.has(id)) return failed('paused');
    return agentAnswer('thread/review', async () => {
      if (thread.agent.review === undefined) throw new AgentError('agentRefused', CANNOT);
      return ok(await thread.agent.review(thread.native.id));
    });
  },

  'thread/compact': ({ core }, { thread: id }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    if (core.paused.has(id)) return failed('paused');
    return agentAnswer('thread/compact', async () => {
      if (thread.agent.compact === undefined) throw new AgentError('agentRefused', CANNOT);
      await thread.agent.compact(thread.native.id);
      return ok();
    });
  },

  'thread/archive': ({ core, owner }, { thread: id, on }) =>
    agentAnswer('thread/archive', async () => {
      if (!on) {
        await core.archive.restore(id);
        // For the agent it has changed by that, which is no news to whoever did it.
        core.seen.mark(owner(), id, core.threads.visible(id)?.native.tokens ?? null);
        return ok();
      }
      const thread = core.threads.visible(id);
      if (thread === undefined) return failed('unknownThread');
      if (thread.agent.archive === undefined) throw new AgentError('agentRefused', CANNOT);
      await thread.agent.archive(thread.native.id, true);
      return ok();
    }),

  'archive/list': async ({ core }) => ok({ threads: await core.archive.list() }),

  'thread/pause': ({ core }, { thread: id, on }) => {
    if (core.threads.visible(id) === undefined) return failed('unknownThread');
    return agentAnswer('thread/pause', () => stored(() => pauseThread(core, id, on)));
  },

  'thread/since': ({ core, owner }, { thread: id }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    return agentAnswer('thread/since', async () => ok(await sinceLastLook(core, owner(), thread)));
  },

  'thread/seen': ({ core, owner }, { thread: id }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    core.seen.mark(owner(), id, thread.native.tokens ?? null);
    return ok();
  },

  'thread/goal': ({ core }, { thread: id, change }) => {
    const thread = core.threads.visible(id);
    if (thread === undefined) return failed('unknownThread');
    const begins = change.kind === 'set' || change.kind === 'resume';
    if (begins && core.paused.has(id)) return failed('paused');
    return agentAnswer('thread/goal', async () => {
      if (thread.agent.goal === undefined) throw new AgentError('agentRefused', CANNOT);
      await thread.agent.goal(thread.native.id, change);
      return ok();
    });
  },

  'approval/read': ({ core }, { approval }) => {
    if (!visibleApproval(core, approval)) return failed('unknownApproval');
    const card = core.approvals.card(approval, CARD_LIMIT);
    if (card === null) return failed('unknownApproval');
    return card === 'tooLarge' ? failed('tooLarge') : ok({ card });
  },

  'approval/decide': ({ core, device, name }, signed) => {
    const { id, identityKey } = device;
    // One that was revoked just now is refused elsewhere; until then it counts for the least.
    const client = core.registry.get(id)?.client ?? 'plainHttp';
    return visibleApproval(core, signed.approval) === false
      ? failed('unknownApproval')
      : core.approvals.decide({ id, name: name(), identityKey, client }, signed);
  },

  'session/ping': (caller) => {
    caller.answersPing();
    return ok();
  },

  'session/ack': (caller, { bytes }) => {
    caller.acknowledge(bytes);
    return ok();
  },
};

/** Makes a prompt of what a device says; the files that go with it are in use as soon as it was taken. */
async function saying<A extends Answer>(
  { core, device }: Caller,
  { text, requestId, options, attachments: ids = [] }: Said,
  agent: Agent,
  say: (prompt: Prompt) => Promise<A>,
): Promise<A | Answer<'unknownAttachment'>> {
  const attachments = core.attachments.find(device.id, ids);
  if (attachments === null) return failed('unknownAttachment');
  if (attachments.length > 0 && agent.attach !== true) throw new AgentError('agentRefused', UNATTACHABLE);
  const answer = await say({
    text,
    request: requestId,
    ...(options && { options }),
    ...(attachments.length > 0 && { attachments }),
  });
  if (answer.ok) core.attachments.sent(device.id, ids);
  return answer;
}

/** Whether the thread of an open approval is visible; undefined for an approval that is not open. */
function visibleApproval(core: Core, id: string): boolean | undefined {
  const approval = core.approvals.list().find((open) => open.id === id);
  return approval && core.threads.visible(approval.thread) !== undefined;
}

/** What an agent raises is among what the catalogue promises for `method`; anything else counts as its refusal. */
async function agentAnswer<
  M extends
    | 'agent/choices'
    | 'thread/open'
    | 'thread/changes'
    | 'thread/start'
    | 'host/offers'
    | 'project/search'
    | 'queue/add'
    | 'thread/compact'
    | 'thread/fork'
    | 'thread/goal'
    | 'thread/review'
    | 'thread/watch'
    | 'thread/rename'
    | 'thread/archive'
    | 'thread/pause'
    | 'thread/since'
    | 'turn/start'
    | 'turn/steer'
    | 'turn/stop',
>(method: M, act: () => Promise<AnswerOf<M>>): Promise<AnswerOf<M> | Answer<'agentRefused'>> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    const { code, message } = error;
    return foreseen(method, code) ? failed(code, message) : failed('agentRefused', message);
  }
}

const foreseen = <M extends Method>(method: M, code: ErrorCode): code is ErrorOf<M> =>
  (METHODS[method].errors as readonly ErrorCode[]).includes(code);

async function stored(write: () => Promise<void>): Promise<Answer<'storage'>> {
  try {
    await write();
    return ok();
  } catch (error) {
    if (error instanceof AgentError) throw error;
    return failed('storage');
  }
}
