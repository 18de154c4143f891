/**
 * Codex's items and turns, made into Outpost's. Pure; every result fits the session's schemas whatever Codex sends.
 * An item of an unknown type, or a known one in an unknown shape, is shown by its name.
 */
import * as v from 'valibot';
import {
  type ActionStatus,
  type Item,
  type ItemOf,
  MAX_PICTURES,
  type OpenQuestion,
} from '../../../../protocol/session/items.ts';
import type { Turn } from '../../../../protocol/session/thread.ts';
import { boundedId, boundedIdOrNull, head, known, line, tail } from './bounds.ts';
import { CodexChange, shownChanges, shownPath } from './diff.ts';
import { shownCommand } from './shell.ts';
import { CollabToolCall, collaboration, SubAgentActivity, subAgentNews } from './subagents.ts';

/** What an item does not say of itself. */
export interface ItemContext {
  turn: string | null;
  /** The thread's folder, absolute. */
  cwd: string;
  /** Whether the item is finished: streamed text grows no more. */
  done: boolean;
  /** Milliseconds since the Unix epoch, for an item without a time of its own. */
  now: number;
}

const Text = v.nullish(v.string(), '');
const Nullable = <S extends v.GenericSchema>(schema: S) => v.nullish(schema, null);
const Integer = v.pipe(v.number(), v.integer());
const Finite = v.pipe(v.number(), v.finite());

const CodexItem = v.looseObject({
  type: v.string(),
  id: v.string(),
  startedAtMs: v.nullish(v.pipe(Integer, v.minValue(0))),
});
export type CodexItem = v.InferOutput<typeof CodexItem>;

const UserMessage = v.object({
  clientId: Nullable(v.string()),
  content: v.array(
    v.looseObject({ type: v.string(), text: v.optional(v.string()), name: v.optional(v.string()) }),
  ),
});
const AgentMessage = v.object({
  text: v.string(),
  phase: Nullable(v.string()),
  questions: Nullable(v.array(v.object({ title: v.string(), options: Nullable(v.array(v.string())) }))),
});
const Reasoning = v.object({ summary: v.array(v.string()), content: v.optional(v.array(v.string()), []) });
const CommandExecution = v.object({
  command: v.string(),
  cwd: v.string(),
  status: v.string(),
  aggregatedOutput: Nullable(v.string()),
  exitCode: Nullable(Integer),
  durationMs: Nullable(Finite),
});
const FileChangeItem = v.object({ changes: v.array(CodexChange), status: v.string() });
const McpToolCall = v.object({
  server: v.string(),
  tool: v.string(),
  status: v.string(),
  arguments: v.unknown(),
  result: Nullable(v.object({ content: v.array(v.unknown()) })),
  error: Nullable(v.object({ message: v.string() })),
});
const OtherToolCall = v.object({
  tool: v.string(),
  status: v.string(),
  namespace: v.nullish(v.string()),
  arguments: v.unknown(),
  contentItems: v.nullish(v.array(v.unknown()), []),
});
const WebSearch = v.object({ query: Text });
const PlanText = v.object({ text: v.string() });

/** @returns the item, or null when it has no id: then nothing can be said of it, now or later. */
export function mapItem(raw: unknown, context: ItemContext): Item | null {
  const known = v.safeParse(CodexItem, raw);
  if (!known.success || known.output.id === '') return null;
  const item = known.output;
  const base = {
    id: boundedId(item.id),
    turn: boundedIdOrNull(context.turn),
    at: item.startedAtMs ?? context.now,
  };
  const other = (name: string, text = ''): Item => ({
    ...base,
    type: 'other',
    name: line(name),
    text: head(text),
  });
  const parsed = <S extends v.GenericSchema>(schema: S, make: (value: v.InferOutput<S>) => Item): Item => {
    const result = v.safeParse(schema, item);
    return result.success ? make(result.output) : other(item.type);
  };

  switch (item.type) {
    case 'userMessage':
      return parsed(UserMessage, ({ clientId, content }) => ({
        ...base,
        type: 'user',
        text: head(
          content
            .map((part) => part.text ?? part.name ?? '')
            .filter(Boolean)
            .join('\n'),
        ),
        request: boundedIdOrNull(clientId),
        images: content.filter((part) => part.type === 'image' || part.type === 'localImage').length,
        ...picturesIn(content),
      }));
    case 'agentMessage':
      return parsed(AgentMessage, ({ text, phase, questions }) => ({
        ...base,
        type: 'agent',
        text: head(withoutQuestions(text, questions ?? [])),
        final: phase === 'final_answer',
        done: context.done,
        ...(questions === null || questions.length === 0 ? {} : { questions: openQuestions(questions) }),
      }));
    case 'reasoning':
      return parsed(Reasoning, ({ summary, content }) => ({
        ...base,
        type: 'reasoning',
        text: head((summary.length > 0 ? summary : content).join('\n\n')),
        done: context.done,
      }));
    case 'commandExecution':
      return parsed(CommandExecution, (command) => {
        const output = command.aggregatedOutput ?? '';
        const kept = tail(output);
        return {
          ...base,
          type: 'command',
          command: head(shownCommand(command.command)),
          cwd: line(command.cwd),
          status: actionStatus(command.status),
          output: kept,
          cut: output.length - kept.length,
          exitCode: command.exitCode,
          durationMs: command.durationMs === null ? null : Math.max(0, Math.round(command.durationMs)),
        };
      });
    case 'fileChange':
      return parsed(FileChangeItem, ({ changes, status }) => ({
        ...base,
        type: 'change',
        changes: shownChanges(changes, context.cwd),
        status: actionStatus(status),
      }));
    case 'mcpToolCall':
      return parsed(McpToolCall, (call) => ({
        ...base,
        type: 'tool',
        name: line(`${call.server} · ${call.tool}`),
        input: jsonText(call.arguments),
        output: head(call.error?.message ?? contentText(call.result?.content ?? [])),
        status: actionStatus(call.status),
      }));
    case 'collabAgentToolCall':
      return parsed(CollabToolCall, (call) => ({ ...base, type: 'subagents', ...collaboration(call) }));
    case 'subAgentActivity':
      return parsed(SubAgentActivity, (activity) => ({
        ...base,
        type: 'subagents',
        ...subAgentNews(activity),
      }));
    case 'dynamicToolCall':
      return parsed(OtherToolCall, (call) => ({
        ...base,
        type: 'tool',
        name: line(call.namespace ? `${call.namespace} · ${call.tool}` : call.tool),
        input: jsonText(call.arguments),
        output: head(contentText(call.contentItems ?? [])),
        status: actionStatus(call.status),
      }));
    case 'webSearch':
      return parsed(WebSearch, ({ query }) => ({
        ...base,
        type: 'search',
        query: head(query ?? ''),
        done: context.done,
      }));
    case 'plan':
      return parsed(PlanText, ({ text }) => ({
        ...base,
        type: 'proposal',
        text: head(text),
        done: context.done,
      }));
    case 'imageView':
      return parsed(v.object({ path: v.string() }), ({ path }) => ({
        ...base,
        type: 'image',
        path: line(shownPath(path, context.cwd)),
        made: false,
      }));
    case 'imageGeneration':
      // It holds the whole image; only where it was put is told.
      return parsed(v.object({ savedPath: v.string() }), ({ savedPath }) => ({
        ...base,
        type: 'image',
        path: line(shownPath(savedPath, context.cwd)),
        made: true,
      }));
    case 'contextCompaction':
      return notice(base.id, base.turn, base.at, 'info', 'Codex shortened what it remembers of this thread.');
    case 'enteredReviewMode':
      return notice(base.id, base.turn, base.at, 'info', 'Codex reviews the changes that are not committed.');
    case 'exitedReviewMode':
      // What it found follows as a message.
      return notice(base.id, base.turn, base.at, 'info', 'The review is over.');
    default:
      return other(item.type);
  }
}

/** The steps of `turn/plan/updated`, one item a turn. */
const PlanUpdate = v.object({
  plan: v.array(v.object({ step: v.string(), status: v.picklist(['pending', 'inProgress', 'completed']) })),
});
const STEP = { pending: 'pending', inProgress: 'running', completed: 'done' } as const;
export function mapPlan(raw: unknown, turn: string, now: number): ItemOf<'plan'> | null {
  const result = v.safeParse(PlanUpdate, raw);
  if (!result.success) return null;
  const steps = result.output.plan.slice(0, 200);
  return {
    type: 'plan',
    id: boundedId(`plan:${turn}`),
    turn: boundedIdOrNull(turn),
    at: now,
    steps: steps.map(({ step, status }) => ({ text: line(step), status: STEP[status] })),
  };
}

export const notice = (
  id: string,
  turn: string | null,
  at: number,
  level: ItemOf<'notice'>['level'],
  text: string,
): ItemOf<'notice'> => ({
  type: 'notice',
  id: boundedId(id),
  turn: boundedIdOrNull(turn),
  at,
  level,
  text: head(text),
});

export const CodexTurn = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  items: v.optional(v.array(v.unknown()), []),
  status: v.string(),
  error: v.nullish(v.looseObject({ message: v.string() }), null),
  /** Seconds since the Unix epoch. */
  startedAt: v.nullish(Finite, null),
  completedAt: v.nullish(Finite, null),
  durationMs: v.nullish(Finite, null),
});
export type CodexTurn = v.InferOutput<typeof CodexTurn>;

const TURN_STATE: Record<string, Turn['state']> = {
  inProgress: 'running',
  completed: 'completed',
  interrupted: 'interrupted',
  failed: 'failed',
};

export function mapTurn(turn: CodexTurn, now: number): Turn {
  const state = known(TURN_STATE, turn.status) ?? 'completed';
  const startedAt = millis(turn.startedAt) ?? now;
  const ended =
    turn.durationMs === null ? millis(turn.completedAt) : millis((startedAt + turn.durationMs) / 1000);
  return {
    id: boundedId(turn.id),
    state,
    error: turn.error === null ? null : line(turn.error.message),
    startedAt,
    endedAt: state === 'running' ? null : Math.max(startedAt, ended ?? now),
  };
}

/** Null for a time that cannot be. */
const millis = (seconds: number | null): number | null => {
  const time = Math.round((seconds ?? -1) * 1000);
  return Number.isSafeInteger(time) && time >= 0 ? time : null;
};

const ACTION_STATUS: Record<string, ActionStatus> = {
  inProgress: 'running',
  completed: 'done',
  failed: 'failed',
  declined: 'declined',
  interrupted: 'stopped',
};
const actionStatus = (status: string): ActionStatus => known(ACTION_STATUS, status) ?? 'done';

type AsyncQuestion = { title: string; options: string[] | null };

const openQuestions = (questions: readonly AsyncQuestion[]): OpenQuestion[] =>
  questions.slice(0, 10).map(({ title, options }) => ({
    text: line(title),
    options: (options ?? []).slice(0, 20).map(line),
  }));

/** A picture that was put into the message itself stays with Codex. */
function picturesIn(content: v.InferOutput<typeof UserMessage>['content']): { pictures?: string[] } {
  const paths = content.flatMap(({ type, path }) =>
    type === 'localImage' && typeof path === 'string' ? [line(path)] : [],
  );
  return paths.length === 0 ? {} : { pictures: paths.slice(0, MAX_PICTURES) };
}

/** Codex writes such questions into the text too; where there is nothing else in it, they are not said twice. */
function withoutQuestions(text: string, questions: readonly AsyncQuestion[]): string {
  const said = new Set(
    questions.flatMap(({ title, options }) => [title, ...(options ?? []).map((it) => `- ${it}`)]),
  );
  return questions.length > 0 && text.split('\n').every((each) => each === '' || said.has(each)) ? '' : text;
}

/** Levels that are written below each other. Each costs its lines as many blanks, so what is deeper goes on one line. */
const INDENTED_LEVELS = 50;

/** A tool's arguments are the model's words: they may be nested deeper than they can be written at all. */
function jsonText(value: unknown): string {
  if (value === undefined || value === null) return '';
  try {
    return head(JSON.stringify(value, null, isDeeper(value, INDENTED_LEVELS) ? 0 : 2));
  } catch {
    return '(nested too deeply to be shown)';
  }
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/** Tool results are lists of parts; those without text are named by their type. */
function contentText(parts: readonly unknown[]): string {
  const Part = v.looseObject({ type: v.optional(v.string()), text: v.optional(v.string()) });
  return parts
    .map((part) => {
      const known = v.safeParse(Part, part);
      if (!known.success) return '';
      return known.output.text ?? (known.output.type === undefined ? '' : `(${known.output.type})`);
    })
    .filter(Boolean)
    .join('\n');
}
