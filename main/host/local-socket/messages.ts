/** What travels on the local socket, one JSON value a line. See README.md. */
import * as v from 'valibot';

/** Raised when a client of another Outpost could misunderstand; the client then asks for the same version. */
export const LOCAL_PROTOCOL = 1;

/** Bytes of one request, without its newline. */
export const REQUEST_LIMIT = 1024 * 1024;
/** Bytes of one answer or change; a snapshot holds all devices, projects and what waits. */
export const ANSWER_LIMIT = 16 * 1024 * 1024;

const RequestId = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const Hello = v.object({ outpost: v.number(), version: v.string() });

export const Request = v.variant('method', [
  v.object({ id: RequestId, method: v.literal('snapshot') }),
  /** Like `snapshot`; from then on every change follows, until the connection ends. */
  v.object({ id: RequestId, method: v.literal('watch') }),
  v.object({ id: RequestId, method: v.literal('run'), command: v.string(), params: v.unknown() }),
]);
export type Request = v.InferOutput<typeof Request>;

const RefusalSchema = v.object({ code: v.string(), message: v.string() });

/** `id` is null where the request could not be read. */
export const Answer = v.variant('ok', [
  v.object({ id: RequestId, ok: v.literal(true), value: v.unknown() }),
  v.object({ id: v.nullable(RequestId), ok: v.literal(false), refusal: RefusalSchema }),
]);
export type Answer = v.InferOutput<typeof Answer>;

/** Parsed further with the contract's `ChangeSchema`. */
export const ChangeMessage = v.object({ change: v.unknown() });

/** @returns `undefined` for what is not JSON, or not this shape. */
export function parseMessage<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : undefined;
}
