/** The JSON-RPC 2.0 envelope of a session, parsed before anything else looks at a message. */
import * as v from 'valibot';

/** Requests and events share one shape: an event has no id. `jsonrpc` is implied by the protocol version. */
const Call = v.object({
  id: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))),
  method: v.pipe(v.string(), v.maxLength(64)),
  params: v.optional(v.unknown()),
});
const Success = v.object({ id: v.pipe(v.number(), v.integer()), result: v.unknown() });
const RpcFailure = v.object({
  code: v.pipe(v.number(), v.integer()),
  message: v.pipe(v.string(), v.maxLength(4096)),
  data: v.optional(v.object({ code: v.optional(v.string()), path: v.optional(v.string()) })),
});
export type RpcFailure = v.InferOutput<typeof RpcFailure>;
const Failure = v.object({ id: v.pipe(v.number(), v.integer()), error: RpcFailure });

/** JSON-RPC's own codes; every error of the catalogue travels as APPLICATION with its code in `data.code`. */
export const RPC = {
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
  INTERNAL: -32603,
  APPLICATION: -32000,
} as const;

export type Message =
  | { kind: 'call'; id: number | undefined; method: string; params: unknown }
  | { kind: 'success'; id: number; result: unknown }
  | { kind: 'failure'; id: number; error: RpcFailure };

/** @returns the message, or null when the text is not one. Never throws. */
export function parseMessage(text: string): Message | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const call = v.safeParse(Call, value);
  if (call.success) {
    return { kind: 'call', id: call.output.id, method: call.output.method, params: call.output.params ?? {} };
  }
  const failure = v.safeParse(Failure, value);
  if (failure.success) return { kind: 'failure', ...failure.output };
  const success = v.safeParse(Success, value);
  if (success.success && Object.hasOwn(value as object, 'result'))
    return { kind: 'success', ...success.output };
  return null;
}

/** The path at fault, as `params.thread`, for an INVALID_PARAMS answer. */
export function issuePath(issues: readonly v.BaseIssue<unknown>[]): string {
  const path = issues[0]?.path?.map((part) => String(part.key)).join('.') ?? '';
  return path === '' ? 'params' : `params.${path}`;
}
