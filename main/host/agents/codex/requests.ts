/**
 * What Codex asks its clients, made into asks, and a person's answer made into Codex's. Pure.
 *
 * Only what can be shown whole is offered for a decision. Everything else is declined at once, by name, with a notice
 * for the thread: a request that Outpost does not know, or a known one that would grant more than its card says.
 * The answer that lets a rule outlive the session (`acceptWithExecpolicyAmendment`) is never sent.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { Ask } from '../../../../protocol/session/approvals.ts';
import type { NativeAnswer, NativeAsk } from '../agent.ts';
import { boundedId, line } from './bounds.ts';
import { type CodexChange, wholeChanges } from './diff.ts';
import { shownCommand } from './shell.ts';

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
  turn: string;
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
  /** A yes would grant these too; the card has no place for them. */
  additionalPermissions: v.nullish(v.null(), null),
});
const ChangeRequest = v.object({
  ...Place,
  turnId: v.string(),
  itemId: v.string(),
  reason: Reason,
  /** A yes would open this whole folder for the session. */
  grantRoot: v.nullish(v.null(), null),
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
      if (command === null && network === null) return null;
      // A network request names the place only; the command that wants it is announced after it, if at all.
      return opened(request, threadId, turnId, reason, kind === 'command', {
        kind: 'command',
        command: command === null ? '' : shownCommand(command),
        cwd: line(cwd ?? context.cwd(threadId)),
        network: network === null ? null : { host: network.host, protocol: network.protocol },
      });
    }
    case 'item/fileChange/requestApproval': {
      const parsed = v.safeParse(ChangeRequest, params);
      if (!parsed.success) return null;
      const { threadId, turnId, itemId, reason } = parsed.output;
      const announced = context.changes(threadId, itemId);
      const changes = announced === null ? null : wholeChanges(announced, context.cwd(threadId));
      if (changes === null || changes.length === 0) return null;
      return opened(request, threadId, turnId, reason, true, { kind: 'change', changes });
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
    default:
      return null;
  }
}

function opened(
  request: ServerRequest,
  thread: string,
  turn: string,
  reason: string | null,
  session: boolean,
  ask: Ask,
): OpenRequest {
  return {
    turn,
    ask: {
      key: keyOf(request),
      thread,
      // On request, Codex asks only for what goes beyond its sandbox.
      meaning: ask.kind === 'question' ? 'answer' : 'outsideSandbox',
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
  return createHash('sha256')
    .update(JSON.stringify([method, id, ...parts]))
    .digest('base64url');
}

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

const Elicitation = v.object({
  serverName: v.string(),
  _meta: v.nullish(v.looseObject({ tool_name: v.optional(v.string()) }), null),
});
const PLAIN_NAMES: Record<string, string> = {
  'item/commandExecution/requestApproval': 'a command with further permissions, or of an unknown kind',
  'item/fileChange/requestApproval': 'a file change whose contents are not known or too many',
  'item/tool/requestUserInput': 'a question of an unknown kind',
  'item/permissions/requestApproval': 'more permissions for the rest of the turn',
};
function nameOf({ method, params }: ServerRequest): string {
  const elicitation =
    method === 'mcpServer/elicitation/request'
      ? v.safeParse(Elicitation, params)
      : { success: false as const };
  if (elicitation.success) {
    const { serverName, _meta } = elicitation.output;
    const tool = _meta?.tool_name;
    return tool === undefined
      ? `a form of the MCP server "${boundedId(serverName)}"`
      : `the tool "${boundedId(tool)}" of the MCP server "${boundedId(serverName)}"`;
  }
  return Object.hasOwn(PLAIN_NAMES, method) ? PLAIN_NAMES[method]! : `"${boundedId(method)}"`;
}
