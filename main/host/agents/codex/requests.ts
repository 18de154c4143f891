/**
 * What Codex asks its clients, made into asks, and a person's answer made into Codex's. Pure.
 *
 * Only what can be shown whole is offered for a decision. Everything else is declined at once, by name, with a notice
 * for the thread: a request that Outpost does not know, or a known one that would grant more than its card says.
 * The answer that lets a rule outlive the session (`acceptWithExecpolicyAmendment`) is never sent.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { Ask } from '../../../../protocol/session/card.ts';
import type { NativeAnswer, NativeAsk } from '../agent.ts';
import { boundedId, line } from './bounds.ts';
import { type CodexChange, wholeChanges } from './diff.ts';
import { Elicitation, mapElicitation } from './elicitation.ts';
import { CodexPermissions, granted, shownPermissions } from './permissions.ts';
import { shownCommand, typedText } from './shell.ts';

/** A request that Codex sends to every client of the thread; the first answer counts. */
export interface ServerRequest {
  id: string | number;
  method: string;
  params: unknown;
}

/** What goes back to Codex for a request. */
export type Reply = { result: unknown } | { error: { code: number; message: string } };

export interface OpenRequest {
  ask: NativeAsk;
  /** Null: of no turn that Codex could name. */
  turn: string | null;
  /** The reply for an answer, and whether the turn must be interrupted besides; null: not an answer to this. */
  reply(answer: NativeAnswer): { reply: Reply; interrupt: boolean } | null;
}

export type Mapped =
  | { kind: 'ask'; open: OpenRequest }
  /** `thread` null: of no thread that could show it. */
  | {
      kind: 'declined';
      reply: Reply;
      thread: string | null;
      turn: string | null;
      key: string;
      notice: string;
    };

/** What a request does not hold itself. */
export interface RequestContext {
  /** Changes of a fileChange item that was announced and is not finished. */
  changes(thread: string, item: string): readonly CodexChange[] | null;
  /** The command of a commandExecution item that was announced and is not finished, as a person reads it. */
  command(thread: string, item: string): string | null;
  /** The folder of a thread; empty when unknown. */
  cwd(thread: string): string;
}

const Place = {
  threadId: v.string(),
  turnId: v.nullish(v.string(), null),
  itemId: v.nullish(v.string(), null),
  approvalId: v.nullish(v.string(), null),
};
const AnyPlace = v.object({ ...Place, threadId: v.nullish(v.string(), null) });
const Reason = v.nullish(v.string(), null);

const CommandRequest = v.object({
  ...Place,
  turnId: v.string(),
  /** `humanCommand` exists too, and was never seen. */
  kind: v.optional(v.picklist(['command', 'writeStdin']), 'command'),
  reason: Reason,
  command: v.nullish(v.string(), null),
  cwd: v.nullish(v.string(), null),
  networkApprovalContext: v.nullish(v.object({ host: v.string(), protocol: v.string() }), null),
  /** A yes grants these too. */
  additionalPermissions: v.nullish(CodexPermissions, null),
});
const ChangeRequest = v.object({
  ...Place,
  turnId: v.string(),
  itemId: v.string(),
  reason: Reason,
  /** A yes would open this whole folder for the session. */
  grantRoot: v.nullish(v.null(), null),
});
const PermissionsRequest = v.object({
  ...Place,
  turnId: v.string(),
  cwd: v.string(),
  reason: Reason,
  permissions: CodexPermissions,
});
const QuestionRequest = v.object({
  ...Place,
  turnId: v.string(),
  questions: v.array(
    v.object({
      id: v.string(),
      header: v.string(),
      question: v.string(),
      isOther: v.boolean(),
      isSecret: v.boolean(),
      options: v.nullish(v.array(v.object({ label: v.string(), description: v.string() })), null),
    }),
  ),
});

export function mapRequest(request: ServerRequest, context: RequestContext): Mapped {
  const open = mapAsk(request, context);
  if (open !== null && v.is(Ask, open.ask.ask)) return { kind: 'ask', open };
  const place = v.safeParse(AnyPlace, request.params);
  const { threadId: thread, turnId: turn } = place.success ? place.output : { threadId: null, turnId: null };
  return {
    kind: 'declined',
    reply: refusal(request.method),
    thread,
    turn,
    key: keyOf(request),
    notice: `Codex asked for something that Outpost cannot show on a phone, so it was declined: ${nameOf(request)}.`,
  };
}

function mapAsk(request: ServerRequest, context: RequestContext): OpenRequest | null {
  const { method, params } = request;
  switch (method) {
    case 'item/commandExecution/requestApproval': {
      const parsed = v.safeParse(CommandRequest, params);
      if (!parsed.success) return null;
      const { kind, command, cwd, networkApprovalContext: network, threadId, turnId, reason } = parsed.output;
      if (kind === 'writeStdin') return typed(request, parsed.output, context);
      if (command === null && network === null) return null;
      const { additionalPermissions } = parsed.output;
      const permissions = additionalPermissions === null ? null : shownPermissions(additionalPermissions);
      if (permissions !== null && network !== null) return null;
      // A network request names the place only; the command that wants it is announced after it, if at all.
      return opened(request, threadId, turnId, reason, permissions === null, {
        kind: 'command',
        command: command === null ? '' : shownCommand(command),
        cwd: line(cwd ?? context.cwd(threadId)),
        network: network === null ? null : { host: network.host, protocol: network.protocol },
        ...(permissions === null ? {} : { permissions }),
      });
    }
    case 'item/fileChange/requestApproval': {
      const parsed = v.safeParse(ChangeRequest, params);
      if (!parsed.success) return null;
      const { threadId, turnId, itemId, reason } = parsed.output;
      const announced = context.changes(threadId, itemId);
      const changes = announced === null ? null : wholeChanges(announced, context.cwd(threadId));
      if (changes === null || changes.length === 0) return null;
      const cwd = context.cwd(threadId);
      return opened(request, threadId, turnId, reason, true, {
        kind: 'change',
        ...(cwd !== '' && { cwd: line(cwd) }),
        changes,
      });
    }
    case 'item/tool/requestUserInput': {
      const parsed = v.safeParse(QuestionRequest, params);
      if (!parsed.success) return null;
      const { threadId, turnId, questions } = parsed.output;
      return opened(request, threadId, turnId, null, false, {
        kind: 'question',
        questions: questions.map((question) => ({
          id: question.id,
          header: question.header,
          text: question.question,
          options: question.options ?? [],
          free: question.isOther || (question.options ?? []).length === 0,
          secret: question.isSecret,
        })),
      });
    }
    case 'item/permissions/requestApproval': {
      const parsed = v.safeParse(PermissionsRequest, params);
      if (!parsed.success) return null;
      const { threadId, turnId, reason, cwd, permissions: wanted } = parsed.output;
      const permissions = shownPermissions(wanted);
      if (permissions === null) return null;
      const ask: Ask = { kind: 'permissions', cwd, permissions };
      return {
        ...opened(request, threadId, turnId, reason, true, ask),
        reply: (answer) => permissionsReply(wanted, answer),
      };
    }
    case 'mcpServer/elicitation/request': {
      const parsed = v.safeParse(Elicitation, params);
      const elicited = parsed.success ? mapElicitation(parsed.output) : null;
      if (!parsed.success || elicited === null) return null;
      const { threadId, turnId } = parsed.output;
      return {
        ...opened(request, threadId, turnId, null, elicited.session, elicited.ask),
        reply: (answer) => {
          const result = elicited.result(answer);
          return result && { reply: { result }, interrupt: answer.decision === 'stop' };
        },
      };
    }
    default:
      return null;
  }
}

/** Codex shows it as a command of its own, and names the one that it goes to by its item. */
function typed(
  request: ServerRequest,
  { command, cwd, threadId, turnId, itemId, reason }: v.InferOutput<typeof CommandRequest>,
  context: RequestContext,
): OpenRequest | null {
  if (command === null) return null;
  return opened(request, threadId, turnId, reason, false, {
    kind: 'stdin',
    text: typedText(command),
    command: itemId === null ? null : context.command(threadId, itemId),
    cwd: line(cwd ?? context.cwd(threadId)),
  });
}

/** What a yes to each kind means. On request, Codex asks only for what goes beyond its sandbox. */
function meaningOf(ask: Ask): NativeAsk['meaning'] {
  switch (ask.kind) {
    case 'question':
    case 'form':
    case 'link':
      return 'answer';
    case 'permissions':
      return 'insideSandbox';
    case 'command':
      return ask.permissions === undefined ? 'outsideSandbox' : 'insideSandbox';
    // A terminal or a tool may have been started outside; neither is told.
    case 'stdin':
    case 'tool':
    case 'change':
      return 'outsideSandbox';
  }
}

function opened(
  request: ServerRequest,
  thread: string,
  turn: string | null,
  reason: string | null,
  session: boolean,
  ask: Ask,
): OpenRequest {
  return {
    turn,
    ask: {
      key: keyOf(request),
      thread,
      source: 'agent',
      meaning: meaningOf(ask),
      reason: reason === null ? null : line(reason),
      ask,
      session,
    },
    reply: (answer) =>
      ask.kind === 'question' ? questionReply(ask, answer) : approvalReply(session, answer),
  };
}

function approvalReply(session: boolean, answer: NativeAnswer): { reply: Reply; interrupt: boolean } | null {
  const decided = (decision: string) => ({ reply: { result: { decision } }, interrupt: false });
  switch (answer.decision) {
    case 'approve':
      return decided(answer.scope === 'session' && session ? 'acceptForSession' : 'accept');
    case 'decline':
      return decided('decline'); // never listed in availableDecisions, and works
    case 'stop':
      return decided('cancel');
    default:
      return null;
  }
}

/** Codex has no word for a refusal here: nothing is granted. */
function permissionsReply(
  wanted: CodexPermissions,
  answer: NativeAnswer,
): { reply: Reply; interrupt: boolean } | null {
  const granting = (permissions: object, scope: 'turn' | 'session', interrupt: boolean) => ({
    reply: { result: { permissions, scope } },
    interrupt,
  });
  switch (answer.decision) {
    case 'approve':
      return granting(granted(wanted), answer.scope === 'session' ? 'session' : 'turn', false);
    case 'decline':
      return granting({}, 'turn', false);
    case 'stop':
      return granting({}, 'turn', true);
    default:
      return null;
  }
}

function questionReply(
  ask: Extract<Ask, { kind: 'question' }>,
  answer: NativeAnswer,
): { reply: Reply; interrupt: boolean } | null {
  const answers = (given: Record<string, string[]>): Reply => ({
    result: {
      answers: Object.fromEntries(
        ask.questions.flatMap(({ id }) => (Object.hasOwn(given, id) ? [[id, { answers: given[id] }]] : [])),
      ),
    },
  });
  switch (answer.decision) {
    case 'answer':
      return { reply: answers(answer.answers), interrupt: false };
    case 'decline':
      return { reply: answers({}), interrupt: false };
    case 'stop':
      return { reply: answers({}), interrupt: true };
    default:
      return null;
  }
}

/**
 * Item and turn ids are Codex's, unique for ever; the request's own id counts up per server process, so it tells apart
 * two requests for one item, and is the same when a request is sent again after a reconnect.
 */
export function keyOf({ id, method, params }: ServerRequest): string {
  const place = v.safeParse(AnyPlace, params);
  const parts = place.success
    ? [place.output.threadId, place.output.turnId, place.output.itemId, place.output.approvalId]
    : [];
  // What an MCP server asks can be of no turn; then its own words tell it apart.
  const elicited = v.safeParse(ElicitedWords, params);
  if (elicited.success) parts.push(elicited.output.serverName, elicited.output.message);
  return createHash('sha256')
    .update(JSON.stringify([method, id, ...parts]))
    .digest('base64url');
}

const ElicitedWords = v.object({ serverName: v.string(), message: v.nullish(v.string(), null) });

const METHOD_NOT_FOUND = -32601;
const REFUSALS: Record<string, unknown> = {
  'item/commandExecution/requestApproval': { decision: 'decline' },
  'item/fileChange/requestApproval': { decision: 'decline' },
  'item/tool/requestUserInput': { answers: {} },
  'item/permissions/requestApproval': { permissions: {}, scope: 'turn' },
  'mcpServer/elicitation/request': { action: 'decline', content: null, _meta: null },
  'item/tool/call': { contentItems: [], success: false },
  applyPatchApproval: { decision: 'abort' },
  execCommandApproval: { decision: 'abort' },
};
function refusal(method: string): Reply {
  return Object.hasOwn(REFUSALS, method)
    ? { result: REFUSALS[method] }
    : { error: { code: METHOD_NOT_FOUND, message: 'Outpost does not answer this.' } };
}

const NamedElicitation = v.object({
  serverName: v.string(),
  _meta: v.nullish(v.looseObject({ tool_name: v.optional(v.string()) }), null),
});
const PLAIN_NAMES: Record<string, string> = {
  'item/commandExecution/requestApproval':
    'a command of an unknown kind, or with permissions of an unknown kind',
  'item/fileChange/requestApproval': 'a file change whose contents are not known or too many',
  'item/tool/requestUserInput': 'a question of an unknown kind',
  'item/permissions/requestApproval': 'permissions of an unknown kind',
};
function nameOf({ method, params }: ServerRequest): string {
  const elicitation =
    method === 'mcpServer/elicitation/request'
      ? v.safeParse(NamedElicitation, params)
      : { success: false as const };
  if (elicitation.success) {
    const { serverName, _meta } = elicitation.output;
    const tool = _meta?.tool_name;
    return tool === undefined
      ? `a form or page of the MCP server "${boundedId(serverName)}"`
      : `the tool "${boundedId(tool)}" of the MCP server "${boundedId(serverName)}"`;
  }
  return Object.hasOwn(PLAIN_NAMES, method) ? PLAIN_NAMES[method]! : `"${boundedId(method)}"`;
}
