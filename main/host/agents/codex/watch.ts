/**
 * A thread that asks before every command and patch, here and in the terminal that it was begun in: `untrusted`, with a
 * permission profile of the owner's `config.toml` by which a yes never runs a command twice. Codex keeps it by itself, so a
 * terminal goes on asking when Outpost is gone; whoever changes it there has the last word.
 */
import * as v from 'valibot';
import { WATCH_PROFILE } from '../../../contract/watching.ts';
import { AgentError } from '../agent.ts';
import { type Rpc, RpcError } from './rpc.ts';

/** What Codex says of a thread's settings: what watching changes of it, and what a person chooses. */
export const ThreadSettings = v.object({
  /** A word, or an object of kinds. */
  approvalPolicy: v.unknown(),
  approvalsReviewer: v.optional(v.string(), 'user'),
  activePermissionProfile: v.nullish(v.object({ id: v.string() }), null),
  sandboxPolicy: v.optional(v.object({ type: v.string() })),
  model: v.optional(v.string()),
  effort: v.nullish(v.string(), null),
  collaborationMode: v.nullish(v.object({ mode: v.string() }), null),
});
export type ThreadSettings = v.InferOutput<typeof ThreadSettings>;

const Config = v.object({
  config: v.looseObject({
    default_permissions: v.nullish(v.string(), null),
    permissions: v.nullish(v.record(v.string(), v.unknown()), null),
  }),
});
const Profile = v.object({
  extends: v.literal(WATCH_PROFILE.extends),
  filesystem: v.looseObject({ [WATCH_PROFILE.denied]: v.literal('deny') }),
});
const Anything = v.looseObject({});

const WATCHED = {
  approvalPolicy: 'untrusted',
  approvalsReviewer: 'user',
  permissions: WATCH_PROFILE.name,
} as const;
/** What Codex gives a thread by itself in a folder that it may write to. */
const UNWATCHED = { approvalPolicy: 'on-request', permissions: ':workspace' } as const;

export const isWatched = (settings: ThreadSettings): boolean =>
  settings.approvalPolicy === WATCHED.approvalPolicy &&
  settings.approvalsReviewer === WATCHED.approvalsReviewer &&
  settings.activePermissionProfile?.id === WATCHED.permissions;

/** Has a loaded thread ask, from its next turn on. Rejects with AgentError or RpcError; then nothing was changed. */
export async function watch(rpc: Rpc, thread: string, cwd: string, now: ThreadSettings | null) {
  if (now === null) throw refused(UNKNOWN);
  // The profile lets the folder be written: nobody's narrower choice is to be undone from a phone.
  const own = now.activePermissionProfile?.id.startsWith(':') === false;
  if (own || now.sandboxPolicy?.type === 'readOnly') throw refused(NARROWER);
  if (!(await hasProfile(rpc, cwd))) throw refused(NO_PROFILE);
  await rpc.request('thread/settings/update', { threadId: thread, ...WATCHED }, Anything);
}

export async function unwatch(rpc: Rpc, thread: string): Promise<void> {
  await rpc.request('thread/settings/update', { threadId: thread, ...UNWATCHED }, Anything);
}

/**
 * A new process of Codex keeps `untrusted` and loses the profile (measured, 0.169.0); one that a person put back has another
 * policy. @returns whether the thread, which was watched, is so again. Rejects with nothing but a bug.
 */
export async function watchAgain(
  rpc: Rpc,
  thread: string,
  cwd: string,
  now: ThreadSettings,
): Promise<boolean> {
  if (isWatched(now)) return true;
  if (now.approvalPolicy !== WATCHED.approvalPolicy) return false;
  try {
    await watch(rpc, thread, cwd, now);
    return true;
  } catch (error) {
    if (error instanceof AgentError || error instanceof RpcError) return false;
    throw error;
  }
}

async function hasProfile(rpc: Rpc, cwd: string): Promise<boolean> {
  const { config } = await rpc.request('config/read', { includeLayers: false, cwd }, Config);
  return config.default_permissions !== null && v.is(Profile, config.permissions?.[WATCH_PROFILE.name]);
}

const refused = (sentence: string): AgentError => new AgentError('agentRefused', sentence);

const NO_PROFILE =
  'Codex does not have what watching needs, so nothing was changed. At the computer, put the lines that Outpost shows under Settings, Agent, into Codex’s config.toml ("outpost watch" prints them), then try again.';
const NARROWER =
  'This thread may do less than a watched one could, so nothing was changed. At the computer, let it write to its folder first, with /permissions in its terminal.';
const UNKNOWN = 'Codex does not say what this thread may do, so nothing was changed. Update Codex.';
