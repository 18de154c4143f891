/**
 * What MCP servers ask through Codex (`mcpServer/elicitation/request`): a tool that wants to run, a form, a page to
 * open. Pure. A form or a kind of approval that cannot be shown whole is none.
 */
import * as v from 'valibot';
import type { Answers } from '../../../../protocol/session/approvals.ts';
import type { Ask, FormField } from '../../../../protocol/session/card.ts';
import type { NativeAnswer } from '../agent.ts';
import { wholeJson } from './bounds.ts';

export const Elicitation = v.object({
  threadId: v.string(),
  turnId: v.nullish(v.string(), null),
  serverName: v.string(),
  mode: v.string(),
  message: v.nullish(v.string(), ''),
  requestedSchema: v.optional(v.unknown()),
  url: v.nullish(v.string(), null),
  _meta: v.nullish(v.looseObject({ codex_approval_kind: v.optional(v.unknown()) }), null),
});
export type Elicitation = v.InferOutput<typeof Elicitation>;

export interface Elicited {
  ask: Ask;
  /** Whether "for this session" is offered. */
  session: boolean;
  /** The result for Codex; null: not an answer to this. */
  result(answer: NativeAnswer): object | null;
}

const result = (
  action: 'accept' | 'decline' | 'cancel',
  content: object | null = null,
  meta: object | null = null,
) => ({
  action,
  content,
  _meta: meta,
});

export function mapElicitation(elicitation: Elicitation): Elicited | null {
  const { mode, _meta } = elicitation;
  if (mode === 'url') return link(elicitation);
  if (mode !== 'form') return null;
  if (_meta?.codex_approval_kind === undefined) return form(elicitation);
  return _meta.codex_approval_kind === 'mcp_tool_call' ? tool(elicitation) : null;
}

const Hint = v.nullish(v.boolean(), null);
const ToolCall = v.object({
  tool_name: v.string(),
  tool_description: v.nullish(v.string(), null),
  tool_params: v.optional(v.unknown()),
  tool_annotations: v.nullish(
    v.object({ readOnlyHint: Hint, destructiveHint: Hint, idempotentHint: Hint, openWorldHint: Hint }),
    null,
  ),
  persist: v.optional(v.unknown()),
});

function tool({ serverName, requestedSchema, _meta }: Elicitation): Elicited | null {
  const call = v.safeParse(ToolCall, _meta);
  if (!call.success || fieldsOf(requestedSchema)?.length !== 0) return null;
  const { tool_name, tool_description, tool_params = {}, tool_annotations, persist } = call.output;
  // Tabs, because a card marks blanks in a row.
  const text = wholeJson(tool_params, '\t');
  if (text === null) return null;
  const ask: Ask = {
    kind: 'tool',
    server: serverName,
    tool: tool_name,
    description: tool_description === '' ? null : tool_description,
    arguments: text,
    hints: {
      readOnly: tool_annotations?.readOnlyHint ?? null,
      destructive: tool_annotations?.destructiveHint ?? null,
      idempotent: tool_annotations?.idempotentHint ?? null,
      openWorld: tool_annotations?.openWorldHint ?? null,
    },
  };
  const session = persist === 'session' || (Array.isArray(persist) && persist.includes('session'));
  return {
    ask,
    session,
    // `always` would outlive the session, and is never sent.
    result: (answer) =>
      answer.decision === 'approve'
        ? result('accept', {}, session && answer.scope === 'session' ? { persist: 'session' } : null)
        : refused(answer),
  };
}

function form({ serverName, message, requestedSchema }: Elicitation): Elicited | null {
  const fields = fieldsOf(requestedSchema);
  if (fields === null) return null;
  return {
    ask: { kind: 'form', server: serverName, message, fields },
    session: false,
    result: (answer) => {
      if (answer.decision === 'approve') return fields.length === 0 ? result('accept', {}) : null;
      if (answer.decision === 'answer') return result('accept', contentOf(fields, answer.answers));
      return refused(answer);
    },
  };
}

/** An address without anything that could be read as another one. */
const PLAIN_URL = /^https?:\/\/[\x21-\x7e]+$/i;

function link({ serverName, message, url }: Elicitation): Elicited | null {
  if (url === null || !PLAIN_URL.test(url) || !URL.canParse(url)) return null;
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') return null;
  return {
    ask: { kind: 'link', server: serverName, message, url },
    session: false,
    result: (answer) => (answer.decision === 'approve' ? result('accept') : refused(answer)),
  };
}

const refused = ({ decision }: NativeAnswer): object | null =>
  decision === 'decline' ? result('decline') : decision === 'stop' ? result('cancel') : null;

const Optional = <S extends v.GenericSchema>(schema: S) => v.nullish(schema, null);
const Choice = v.object({ const: v.string(), title: v.string() });
const Described = { title: Optional(v.string()), description: Optional(v.string()) };
const Bound = Optional(v.pipe(v.number(), v.finite()));
const Property = v.variant('type', [
  v.object({ ...Described, type: v.literal('boolean') }),
  v.object({ ...Described, type: v.picklist(['number', 'integer']), minimum: Bound, maximum: Bound }),
  v.object({
    ...Described,
    type: v.literal('string'),
    minLength: Bound,
    maxLength: Bound,
    format: Optional(v.picklist(['email', 'uri', 'date', 'date-time'])),
    enum: Optional(v.array(v.string())),
    enumNames: Optional(v.array(v.string())),
    oneOf: Optional(v.array(Choice)),
  }),
  v.object({
    ...Described,
    type: v.literal('array'),
    minItems: Bound,
    maxItems: Bound,
    items: v.union([
      v.object({ type: v.literal('string'), enum: v.array(v.string()) }),
      v.object({ anyOf: v.array(Choice) }),
    ]),
  }),
]);
type Property = v.InferOutput<typeof Property>;
const Schema = v.object({
  type: v.literal('object'),
  properties: v.custom<object>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  ),
  required: v.nullish(v.array(v.string()), []),
});

const MAX_FIELDS = 20;
/** Names that mean something to JavaScript itself; no answer can hold them. */
const RESERVED = new Set(['', '__proto__', 'constructor', 'prototype']);
const FORMATS = { email: 'email', uri: 'url', date: 'date', 'date-time': 'dateTime' } as const;

/** The fields of a schema, in its order; null when one cannot be shown. */
function fieldsOf(schema: unknown): FormField[] | null {
  const parsed = v.safeParse(Schema, schema);
  if (!parsed.success) return null;
  const { properties, required } = parsed.output;
  const names = Object.keys(properties);
  if (names.length > MAX_FIELDS || names.some((name) => RESERVED.has(name))) return null;
  if (required.length > MAX_FIELDS || required.some((name) => !names.includes(name))) return null;
  const fields: FormField[] = [];
  for (const [id, raw] of Object.entries(properties)) {
    const property = v.safeParse(Property, raw);
    if (!property.success) return null;
    const { title, description } = property.output;
    const field = fieldOf(property.output);
    if ((field.type === 'choice' || field.type === 'choices') && field.options.length === 0) return null;
    fields.push({
      id,
      label: title ?? id,
      description: description ?? '',
      required: required.includes(id),
      ...field,
    });
  }
  return fields;
}

function fieldOf(property: Property): Pick<FormField, 'type' | 'options' | 'least' | 'most'> {
  const unbound = { options: [], least: null, most: null };
  switch (property.type) {
    case 'boolean':
      return { ...unbound, type: 'yesNo' };
    case 'number':
    case 'integer':
      return { type: property.type, options: [], least: property.minimum, most: property.maximum };
    case 'string': {
      const { format, minLength, maxLength } = property;
      const options = property.oneOf?.map(titled) ?? named(property.enum, property.enumNames);
      if (options !== null) return { ...unbound, type: 'choice', options };
      return {
        type: format === null ? 'text' : FORMATS[format],
        options: [],
        least: minLength,
        most: maxLength,
      };
    }
    case 'array': {
      const { items, minItems, maxItems } = property;
      const options = 'anyOf' in items ? items.anyOf.map(titled) : named(items.enum, null)!;
      return { type: 'choices', options, least: minItems, most: maxItems };
    }
  }
}

const titled = ({ const: value, title }: v.InferOutput<typeof Choice>) => ({ value, label: title });
const named = (values: readonly string[] | null, labels: readonly string[] | null) =>
  values === null ? null : values.map((value, at) => ({ value, label: labels?.[at] ?? value }));

/** The answers as the schema wants them. That they fit was checked by the host; what was not asked is left out. */
function contentOf(fields: readonly FormField[], answers: Answers): object {
  const given = fields.flatMap(({ id, type }): [string, unknown][] => {
    const values = Object.hasOwn(answers, id) ? answers[id]! : [];
    return values.length === 0 ? [] : [[id, typedValue(type, values)]];
  });
  return Object.fromEntries(given);
}

function typedValue(type: FormField['type'], values: readonly string[]): unknown {
  switch (type) {
    case 'choices':
      return values;
    case 'yesNo':
      return values[0] === 'true';
    case 'number':
    case 'integer':
      return Number(values[0]);
    default:
      return values[0];
  }
}
