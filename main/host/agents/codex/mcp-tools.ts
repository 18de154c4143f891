/**
 * Which MCP server a tool is of. A hook is told one name for both, `mcp__server__tool`, and either may hold two low lines
 * itself: so Codex is asked which of the possible servers has such a tool.
 */
import * as v from 'valibot';
import { line } from './bounds.ts';
import { type McpTool, partings } from './hook-input.ts';
import { type Rpc, RpcError } from './rpc.ts';

/** Names whose tool is remembered; the oldest is forgotten first. */
const MOST = 500;
const Hint = v.nullish(v.boolean(), null);
const Tool = v.object({
  description: v.nullish(v.string(), null),
  annotations: v.nullish(
    v.object({ readOnlyHint: Hint, destructiveHint: Hint, idempotentHint: Hint, openWorldHint: Hint }),
    null,
  ),
});
const Servers = v.object({
  data: v.array(v.object({ name: v.string(), tools: v.record(v.string(), v.unknown()) })),
});

export class McpTools {
  readonly #known = new Map<string, McpTool>();

  /** A server that goes away with its Codex may be another one when it is back. */
  forget(): void {
    this.#known.clear();
  }

  /** @returns null when no server or more than one has a tool of this name, or Codex does not say. Never rejects. */
  async find(rpc: Rpc | null, threadId: string, name: string): Promise<McpTool | null> {
    // A project can have servers of its own.
    const key = `${threadId} ${name}`;
    const known = this.#known.get(key);
    if (known !== undefined || rpc === null) return known ?? null;
    const found = await Promise.all(
      partings(name).map(async ({ server, tool }) => toolOf(rpc, threadId, server, tool)),
    );
    const [only, ...others] = found.filter((each) => each !== null);
    if (only === undefined || others.length > 0) return null;
    this.#known.set(key, only);
    if (this.#known.size > MOST) this.#known.delete(this.#known.keys().next().value!);
    return only;
  }
}

async function toolOf(rpc: Rpc, threadId: string, server: string, name: string): Promise<McpTool | null> {
  try {
    const params = { threadId, serverName: server, detail: 'toolsAndAuthOnly' };
    const { data } = await rpc.request('mcpServerStatus/list', params, Servers);
    const tools = data.find((each) => each.name === server)?.tools ?? {};
    const tool = v.safeParse(Tool, Object.hasOwn(tools, name) ? tools[name] : undefined);
    if (!tool.success) return null;
    const { description, annotations } = tool.output;
    return {
      server: line(server),
      tool: line(name),
      description: description === '' ? null : description,
      hints: {
        readOnly: annotations?.readOnlyHint ?? null,
        destructive: annotations?.destructiveHint ?? null,
        idempotent: annotations?.idempotentHint ?? null,
        openWorld: annotations?.openWorldHint ?? null,
      },
    };
  } catch (error) {
    if (error instanceof RpcError) return null;
    throw error;
  }
}
