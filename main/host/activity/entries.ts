/** What the audit log holds, line by line, and how each line reads as an entry of the owner's activity. Pure. */
import * as v from 'valibot';
import { readCard } from '../../../protocol/session/card.ts';
import { Handling } from '../../../protocol/session/tiers.ts';
import { type ActivityEntry, PHONE_ACTS, type Who } from '../../contract/activity.ts';
import { HANDLING_WORDS } from '../../contract/policy.ts';
import { About, aboutOf, STATE_OF } from '../approvals/card.ts';
import { EXPIRED } from '../approvals/decision.ts';
import type { DeviceEvent } from '../devices/registry.ts';

/** A decision, as approvals write it; its card says the rest. */
const Decided = v.object({
  t: v.literal('decided'),
  at: v.number(),
  approval: v.string(),
  card: v.string(),
  decision: v.picklist(['approve', 'decline', 'answer', 'stop']),
  scope: v.picklist(['once', 'session']),
  note: v.string(),
  desk: v.optional(v.boolean()),
  device: v.optional(v.string()),
  name: v.optional(v.string()),
  /** The part of the policy that decided, or that nobody answered in time. */
  policy: v.optional(v.string()),
});

const Void = v.object({
  t: v.literal('void'),
  at: v.number(),
  approval: v.string(),
  why: v.picklist(['elsewhere', 'turnEnded', 'agentStopped', 'expired']),
  /** Absent in logs that were written before it was kept. */
  about: v.optional(About),
});

/** What was open when the policy became stricter. */
const Stricter = v.object({
  t: v.literal('stricter'),
  at: v.number(),
  approval: v.string(),
  about: About,
  /** How it is answered now. */
  handling: Handling,
  policy: v.string(),
});

const PhoneLine = v.object({
  t: v.literal('phone'),
  at: v.number(),
  act: v.picklist(PHONE_ACTS),
  by: v.picklist(['desk', 'phone', 'host']),
  device: v.string(),
  name: v.string(),
  detail: v.string(),
});
/** The line of something that happened to a phone. */
export const phoneLine = ({ act, by, device, detail }: DeviceEvent, at: number): object =>
  ({ t: 'phone', at, act, by, device: device.id, name: device.name, detail }) satisfies v.InferInput<
    typeof PhoneLine
  >;

const Line = v.variant('t', [Decided, Void, Stricter, PhoneLine]);

const UNKNOWN: About = { ask: 'command', title: 'What was asked was not kept', thread: '', project: null };
const WHY = {
  elsewhere: '',
  turnEnded: 'The turn was stopped.',
  agentStopped: 'The agent stopped.',
  expired: 'Nobody answered in time.',
} as const;

/**
 * @param id Where the line begins in the log.
 * @param rules Whether what a rule answered is wanted; where it is not, its card is not even looked at, for there are many.
 * @returns null for a kind of line that a newer host wrote, `damaged` for what cannot be read, `byRule` for what a rule answered.
 */
export function entryOf(
  id: number,
  text: string,
  rules: boolean,
): ActivityEntry | null | 'damaged' | 'byRule' {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'damaged';
  }
  const kind = (value as { t?: unknown } | null)?.t;
  if (typeof kind === 'string' && !['decided', 'void', 'stricter', 'phone'].includes(kind)) return null;
  const parsed = v.safeParse(Line, value);
  if (!parsed.success) return 'damaged';
  const line = parsed.output;
  switch (line.t) {
    case 'decided': {
      if (!rules && line.policy !== undefined && line.policy !== EXPIRED) return 'byRule';
      const card = readCard(line.card);
      return {
        kind: 'approval',
        id,
        at: line.at,
        who: whoDecided(line),
        approval: line.approval,
        ...(card === null ? UNKNOWN : aboutOf(card)),
        outcome: STATE_OF[line.decision],
        scope: line.scope,
        note: line.decision === 'answer' ? '' : line.note,
      };
    }
    case 'void':
      return {
        kind: 'approval',
        id,
        at: line.at,
        who: { kind: line.why === 'elsewhere' ? 'terminal' : 'host' },
        approval: line.approval,
        ...(line.about ?? UNKNOWN),
        outcome: 'void',
        scope: 'once',
        note: WHY[line.why],
      };
    case 'stricter':
      return {
        kind: 'approval',
        id,
        at: line.at,
        who: { kind: 'policy', rule: line.policy },
        approval: line.approval,
        ...line.about,
        outcome: 'stricter',
        scope: 'once',
        note: HANDLING_WORDS[line.handling],
      };
    case 'phone': {
      const { at, act, by, device, name, detail } = line;
      const who: Who = by === 'phone' ? { kind: 'phone', id: device, name } : { kind: by };
      return { kind: 'phone', id, at, who, device, name, act, detail };
    }
  }
}

function whoDecided({ desk, device, name, policy }: v.InferOutput<typeof Decided>): Who {
  if (policy !== undefined) return { kind: 'policy', rule: policy };
  return desk === true ? { kind: 'desk' } : { kind: 'phone', id: device ?? '', name: name ?? 'A phone' };
}
