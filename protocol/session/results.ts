/**
 * What a host answers to each method of the catalogue when it did what was asked, one table for the device, which parses by it.
 * It stands apart so that a device brings along what it parses, and not what only a host does.
 */
import * as v from 'valibot';
import { CARD_LIMIT } from './approvals.ts';
import type { Method } from './catalogue.ts';
import { FoundFile, MAX_FOUND } from './found-file.ts';
import { Home } from './home.ts';
import { IMAGE_LIMIT, ImageType } from './image.ts';
import { FileChange, Item } from './items.ts';
import { GitState, Offers } from './offers.ts';
import { AgentChoices, TurnOptions } from './options.ts';
import { PromptText } from './prompt.ts';
import { ThreadSince } from './since.ts';
import { LogEntry, NestedIn, ThreadPage } from './thread.ts';
import { Count, Id, ThreadSummary } from './values.ts';

const Nothing = v.object({});
const InThread = v.object({ thread: Id });
const InTurn = v.object({ turn: Id });

export const RESULTS = {
  'home/open': Home,
  'device/rename': Nothing,
  'device/leave': Nothing,
  'thread/open': v.variant('kind', [
    v.object({ kind: v.literal('page'), page: ThreadPage, nested: v.optional(NestedIn) }),
    v.object({ kind: v.literal('tail'), entries: v.array(LogEntry), nested: v.optional(NestedIn) }),
  ]),
  'thread/close': Nothing,
  'thread/older': v.object({ first: Count, items: v.array(Item) }),
  'thread/changes': v.object({ changes: v.pipe(v.array(FileChange), v.maxLength(2000)), more: Count }),
  'image/read': v.object({
    type: ImageType,
    /** Base64. */
    data: v.pipe(v.string(), v.maxLength(Math.ceil(IMAGE_LIMIT / 3) * 4)),
  }),
  'environment/connect': Nothing,
  'project/search': v.object({ files: v.pipe(v.array(FoundFile), v.maxLength(MAX_FOUND)) }),
  'attachment/put': v.object({ received: Count }),
  'attachment/remove': Nothing,
  'host/offers': v.object({ ...Offers.entries, git: v.nullable(GitState) }),
  'agent/choices': AgentChoices,
  'thread/start': InThread,
  'turn/start': InTurn,
  'turn/steer': Nothing,
  'queue/add': v.object({ entry: Id }),
  'queue/read': v.object({ text: PromptText, options: v.optional(TurnOptions) }),
  'queue/remove': Nothing,
  'queue/release': Nothing,
  'turn/stop': Nothing,
  'thread/watch': Nothing,
  'thread/rename': Nothing,
  'thread/archive': Nothing,
  'archive/list': v.object({ threads: v.pipe(v.array(ThreadSummary), v.maxLength(200)) }),
  'thread/pause': Nothing,
  'thread/since': ThreadSince,
  'thread/seen': Nothing,
  'thread/fork': InThread,
  'thread/review': InTurn,
  'thread/compact': Nothing,
  'thread/goal': Nothing,
  'approval/read': v.object({ card: v.pipe(v.string(), v.maxLength(CARD_LIMIT)) }),
  'approval/decide': Nothing,
  'session/ping': Nothing,
  'session/ack': Nothing,
} as const satisfies Record<Method, v.GenericSchema>;
