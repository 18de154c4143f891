/**
 * What Codex tells its hook of an action, made into an ask. Pure. It is as hostile as everything that comes from an agent:
 * parsed, bounded, and declined where it cannot be shown whole.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { Ask, type ToolHints } from '../../../../protocol/session/card.ts';
import { line, wholeJson } from './bounds.ts';
import { wholeChanges } from './diff.ts';
import { readPatch } from './patch.ts';

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Input = v.object({
  hook_event_name: v.literal('PreToolUse'),
  /** The thread of a person, also where a sub-agent acts. */
  session_id: Id,
  turn_id: Id,
  /** The thread of the sub-agent that acts. */
  agent_id: v.optional(v.nullable(Id), null),
  cwd: v.pipe(v.string(), v.maxLength(4096)),
  tool_name: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  tool_input: v.optional(v.unknown()),
  /** The id of the item that follows. */
  tool_use_id: Id,
});
export type HookInput = v.InferOutput<typeof Input>;

export function readHookInput(text: string): HookInput | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Input), text);
  return parsed.success ? parsed.output : null;
}

/**
 * The same when a wrapper calls again, after a restart of the host; another one for anything else, so that an answer never
 * goes to an action that differs from what was shown.
 */
export const keyOfCall = (text: string): string =>
  `hook-${createHash('sha256').update(text).digest('base64url')}`;

/**
 * Codex's own tools that do nothing but talk: with a person, with sub-agents, whose actions ask by themselves, and with
 * itself about its plan. A hook is told their name behind that of their group, without anything in between.
 */
const TALK: ReadonlySet<string> = new Set([
  ...['request_user_input', 'request_user_input_async', 'update_plan'],
  ...['get_goal', 'create_goal', 'update_goal', 'clockcurr_time', 'clocksleep'],
  ...['collaborationspawn_agent', 'collaborationsend_message', 'collaborationfollowup_task'],
  ...['collaborationinterrupt_agent', 'collaborationlist_agents', 'collaborationwait_agent'],
]);
export const onlyTalks = ({ tool_name }: HookInput): boolean => TALK.has(tool_name);

/** The server of tools that are Codex's own. */
export const BUILT_IN = '';
/** Stands for a server that is not known by that name. */
export const UNKNOWN_SERVER = 'not known (MCP)';

/** A tool of an MCP server, as its server tells of it. */
export interface McpTool {
  server: string;
  tool: string;
  description: string | null;
  hints: ToolHints;
}

const NO_HINTS: ToolHints = { readOnly: null, destructive: null, idempotent: null, openWorld: null };
const Command = v.object({ command: v.string() });

/** Where `mcp__a__b__c` can be parted into a server and a tool; the shortest name of a server first. Empty: not such a name. */
export function partings(name: string): { server: string; tool: string }[] {
  if (!name.startsWith('mcp__')) return [];
  const rest = name.slice('mcp__'.length);
  const all: { server: string; tool: string }[] = [];
  for (let at = rest.indexOf('__', 1); at >= 0 && all.length < 16; at = rest.indexOf('__', at + 1)) {
    const [server, tool] = [rest.slice(0, at), rest.slice(at + 2)];
    if (tool !== '') all.push({ server, tool });
  }
  return all;
}

/** @param mcp What is known of a tool whose name begins with `mcp__`. @returns null for what cannot be shown whole */
export function askOfInput({ tool_name, tool_input, cwd }: HookInput, mcp: McpTool | null): Ask | null {
  const ask = shown(tool_name, tool_input, cwd, mcp);
  return ask !== null && v.is(Ask, ask) ? ask : null;
}

function shown(name: string, input: unknown, cwd: string, mcp: McpTool | null): Ask | null {
  const command = v.safeParse(Command, input);
  if (name === 'Bash' && command.success)
    return { kind: 'command', command: command.output.command, cwd: line(cwd), network: null };
  if (name === 'apply_patch' && command.success) {
    const patch = readPatch(command.output.command, cwd);
    const changes = patch === null ? null : wholeChanges(patch, cwd);
    if (changes !== null) return { kind: 'change', cwd: line(cwd), changes };
  }
  const text = wholeJson(input ?? {}, '\t');
  if (text === null) return null;
  if (mcp !== null) return { kind: 'tool', ...mcp, arguments: text };
  const server = name.startsWith('mcp__') ? UNKNOWN_SERVER : BUILT_IN;
  return { kind: 'tool', server, tool: name, description: null, arguments: text, hints: NO_HINTS };
}
