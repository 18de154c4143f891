/** The card of an approval: all that a person has to see before they answer, as the host made it. */
import * as v from 'valibot';
import { Decision, Scope } from './approvals.ts';
import { CardContext, CardTouches, NO_CONTEXT } from './card-context.ts';
import { FileChange, TEXT_LIMIT } from './items.ts';
import { Handling, Tier, TierReason } from './tiers.ts';
import { Id, Line, Millis } from './values.ts';

/** Who raised it. `hook` is the host's own gate in front of the agent's actions; `agent` its native request. */
export const ApprovalSource = v.picklist(['agent', 'hook']);
export type ApprovalSource = v.InferOutput<typeof ApprovalSource>;
/**
 * What a yes means. `outsideSandbox`: it runs with the owner's own rights · `insideSandbox`: it may go ahead in the
 * sandbox · `answer`: only words go to the agent, or to the MCP server that asks.
 */
export const ApprovalMeaning = v.picklist(['outsideSandbox', 'insideSandbox', 'answer']);
export type ApprovalMeaning = v.InferOutput<typeof ApprovalMeaning>;

export const Question = v.object({
  id: Id,
  header: Line,
  text: Line,
  options: v.pipe(v.array(v.object({ label: Line, description: Line })), v.maxLength(50)),
  /** Whether words of the person's own are an answer too. */
  free: v.boolean(),
  /** The answer is not shown or kept. */
  secret: v.boolean(),
});
export type Question = v.InferOutput<typeof Question>;

/** Text that a person has to see whole before a yes; what is longer is not offered. */
const Shown = v.pipe(v.string(), v.maxLength(TEXT_LIMIT));

/** A part of the file system: a path, a pattern of paths, or a place that the agent has a name for. */
export const PermissionPlace = v.object({
  access: v.picklist(['read', 'write', 'deny']),
  form: v.picklist(['path', 'pattern', 'disk', 'system', 'project', 'temporary']),
  /** The path or pattern; of the last four forms what lies below the place, empty for all of it. */
  path: Line,
});
export type PermissionPlace = v.InferOutput<typeof PermissionPlace>;

/** What the sandbox would give besides what it gives anyway. */
export const Permissions = v.object({
  network: v.boolean(),
  places: v.pipe(v.array(PermissionPlace), v.maxLength(200)),
});
export type Permissions = v.InferOutput<typeof Permissions>;

/** What a tool says of itself; null: not stated. Nobody has checked it. */
const Hint = v.nullable(v.boolean());
export const ToolHints = v.object({ readOnly: Hint, destructive: Hint, idempotent: Hint, openWorld: Hint });
export type ToolHints = v.InferOutput<typeof ToolHints>;

/** One field of a form. `choices`: any number of the options. A value is text; of `yesNo`, `true` or `false`. */
export const FormField = v.object({
  id: Id,
  label: Line,
  description: Line,
  required: v.boolean(),
  type: v.picklist([
    'text',
    'email',
    'url',
    'date',
    'dateTime',
    'number',
    'integer',
    'yesNo',
    'choice',
    'choices',
  ]),
  options: v.pipe(v.array(v.object({ value: Line, label: Line })), v.maxLength(50)),
  /** Of a number its value, of a text its length, of choices their count; null: no bound. */
  least: v.nullable(v.pipe(v.number(), v.finite())),
  most: v.nullable(v.pipe(v.number(), v.finite())),
});
export type FormField = v.InferOutput<typeof FormField>;

/** What is asked. */
export const Ask = v.variant('kind', [
  v.object({
    kind: v.literal('command'),
    command: v.string(),
    cwd: Line,
    /** Set when only this network place is asked for; `command` is then empty where it was not stated. */
    network: v.nullable(v.object({ host: Line, protocol: Line })),
    /** Set when the command stays in the sandbox, and a yes gives it these besides. */
    permissions: v.optional(Permissions),
  }),
  v.object({
    kind: v.literal('change'),
    /** Where relative paths begin; absent: in the project's folder. */
    cwd: v.optional(Line),
    changes: v.pipe(v.array(FileChange), v.maxLength(2000)),
  }),
  v.object({
    kind: v.literal('question'),
    questions: v.pipe(v.array(Question), v.minLength(1), v.maxLength(20)),
  }),
  /** More permissions for what follows: `once` is the rest of the turn. */
  v.object({ kind: v.literal('permissions'), cwd: Line, permissions: Permissions }),
  /** Text typed into a command that runs. */
  v.object({
    kind: v.literal('stdin'),
    text: Shown,
    /** The command that it goes to; null: not known. */
    command: v.nullable(Shown),
    cwd: Line,
  }),
  /** A tool of an MCP server, with its arguments as JSON text. */
  v.object({
    kind: v.literal('tool'),
    /** Empty: it is the agent's own tool. */
    server: Line,
    tool: Line,
    description: v.nullable(Shown),
    arguments: Shown,
    hints: ToolHints,
  }),
  /** An MCP server asks the person; the answer goes to it. Without fields it wants a yes. */
  v.object({
    kind: v.literal('form'),
    server: Line,
    message: Shown,
    fields: v.pipe(v.array(FormField), v.maxLength(20)),
  }),
  /** An MCP server wants a page to be opened (http or https). A yes tells it so, and opens nothing. */
  v.object({ kind: v.literal('link'), server: Line, message: Shown, url: Line }),
]);
export type Ask = v.InferOutput<typeof Ask>;
export type AskKind = Ask['kind'];

/** What stands on a card before the host has weighed what is asked. */
const asked = {
  approval: Id,
  host: Line,
  environment: Id,
  /** Of an environment that is not the host itself: its name. */
  environmentName: v.optional(Line),
  agent: Id,
  thread: Id,
  threadTitle: Line,
  /** The agent's own id of the sub-agent's thread that asks; absent: the thread itself. */
  subAgent: v.optional(Line),
  /** What that sub-agent is called, and its thread, for `thread/open`. Absent: not known. */
  subAgentName: v.optional(Line),
  subAgentThread: v.optional(Id),
  project: v.nullable(v.object({ id: Id, name: Line })),
  source: ApprovalSource,
  /** Whether everything that its thread does is asked about first, at the host's gate. Absent: there is no gate. */
  gated: v.optional(v.boolean()),
  meaning: ApprovalMeaning,
  /** Why now, in the agent's own words; null: not stated. */
  reason: v.nullable(Line),
  ask: Ask,
  decisions: v.array(Decision),
  scopes: v.array(Scope),
  at: Millis,
};

/** Of hosts that did not weigh yet. */
const CardBefore = v.object({ v: v.literal(1), ...asked });

/** The card, as JSON text: the very string that the host made is what the device shows, digests and signs. */
export const Card = v.object({
  v: v.literal(2),
  ...asked,
  /** How far it reaches, and why: highest first. The host's verdict. */
  tier: Tier,
  reasons: v.pipe(v.array(TierReason), v.maxLength(12)),
  /** Who may say yes, by the policy of the host. */
  handling: Handling,
  /** From then on it counts as declined, by the host's clock; null: it stays open. */
  expiresAt: v.nullable(Millis),
  /** Null: it is only words, or was not weighed. */
  touches: v.nullable(CardTouches),
  ...CardContext.entries,
});
export type Card = v.InferOutput<typeof Card>;

/** The card of this text, or null for one that a newer host made in another way. */
export function readCard(text: string): Card | null {
  const card = v.safeParse(v.pipe(v.string(), v.parseJson(), v.variant('v', [Card, CardBefore])), text);
  if (!card.success) return null;
  const { output } = card;
  return output.v === 2
    ? output
    : {
        ...output,
        v: 2,
        tier: 'expand',
        reasons: [],
        handling: 'hold',
        expiresAt: null,
        touches: null,
        ...NO_CONTEXT,
      };
}
