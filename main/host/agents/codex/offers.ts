/** MCP servers, skills and hooks that Codex has in a folder. Commands and addresses are left out: they may hold secrets. */
import * as v from 'valibot';
import type { Offers } from '../../../../protocol/session/offers.ts';
import { head, known } from './bounds.ts';
import type { Rpc } from './rpc.ts';

const MOST = 100;
const NAME = 200;
const SENTENCE = 500;

const List = v.object({ data: v.array(v.unknown()) });
const Server = v.object({
  name: v.string(),
  runtimeStatus: v.nullish(v.string(), null),
  authStatus: v.optional(v.string(), 'unknown'),
  tools: v.optional(v.record(v.string(), v.unknown()), {}),
  toolsError: v.nullish(v.string(), null),
});
const Skills = v.object({ skills: v.array(v.unknown()) });
const Skill = v.object({
  name: v.string(),
  description: v.optional(v.string(), ''),
  shortDescription: v.optional(v.string()),
  enabled: v.optional(v.boolean(), true),
});
const Hooks = v.object({ hooks: v.array(v.unknown()) });
const Hook = v.object({
  eventName: v.string(),
  source: v.optional(v.string(), 'unknown'),
  enabled: v.optional(v.boolean(), true),
});

type ServerState = Offers['servers'][number]['state'];
const STATE: Readonly<Record<string, ServerState>> = {
  connected: 'ready',
  notStarted: 'ready',
  starting: 'starting',
  authenticationRequired: 'signedOut',
  failed: 'failed',
  cancelled: 'failed',
  disabled: 'off',
};

/** Rejects with RpcError. */
export async function offersOf(rpc: Rpc, folder: string): Promise<Offers> {
  const [servers, skills, hooks] = await Promise.all([
    rpc.request('mcpServerStatus/list', { limit: MOST }, List),
    rpc.request('skills/list', { cwds: [folder] }, List),
    rpc.request('hooks/list', { cwds: [folder] }, List),
  ]);
  return {
    servers: each(servers.data, Server, (server) => ({
      name: head(server.name, NAME),
      state: stateOf(server),
      tools: Object.keys(server.tools).length,
    })),
    skills: each(
      inner(skills.data, Skills, ({ skills }) => skills),
      Skill,
      ({ name, description, shortDescription, enabled }) =>
        enabled
          ? { name: head(name, NAME), description: head(shortDescription ?? description, SENTENCE) }
          : null,
    ),
    hooks: each(
      inner(hooks.data, Hooks, ({ hooks }) => hooks),
      Hook,
      ({ eventName, source, enabled }) => ({
        moment: head(eventName, NAME),
        source: head(source, NAME),
        on: enabled,
      }),
    ),
  };
}

const stateOf = ({ runtimeStatus, authStatus, toolsError }: v.InferOutput<typeof Server>): ServerState => {
  if (authStatus === 'notLoggedIn') return 'signedOut';
  if (toolsError !== null) return 'failed';
  return runtimeStatus === null ? 'ready' : (known(STATE, runtimeStatus) ?? 'failed');
};

function inner<S extends v.GenericSchema>(
  data: readonly unknown[],
  schema: S,
  of: (value: v.InferOutput<S>) => unknown[],
): unknown[] {
  return data.flatMap((raw) => {
    const parsed = v.safeParse(schema, raw);
    return parsed.success ? of(parsed.output) : [];
  });
}

/** What makes sense of it, at most so many. */
function each<S extends v.GenericSchema, T>(
  data: readonly unknown[],
  schema: S,
  map: (value: v.InferOutput<S>) => T | null,
): T[] {
  return data
    .flatMap((raw) => {
      const parsed = v.safeParse(schema, raw);
      const mapped = parsed.success ? map(parsed.output) : null;
      return mapped === null ? [] : [mapped];
    })
    .slice(0, MOST);
}
