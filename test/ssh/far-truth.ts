/** What Codex over there says of a thread itself, beside what a phone shows of it: both as plain lines, so a gap or a double is seen. */
import path from 'node:path';
import * as v from 'valibot';
import { connectTo } from '../../main/host/agents/codex/connect.ts';
import { systemClock } from '../../main/host/clock.ts';
import type { Item } from '../../protocol/session/items.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const Turns = v.object({
  data: v.array(
    v.looseObject({
      items: v.array(
        v.looseObject({
          type: v.string(),
          id: v.string(),
          text: v.optional(v.string()),
          content: v.optional(v.array(v.unknown())),
          status: v.optional(v.string()),
          aggregatedOutput: v.nullish(v.string()),
        }),
      ),
    }),
  ),
  nextCursor: v.nullish(v.string()),
});

/** One line for each item, oldest first: its id, what it is, and the end of what it said or printed. */
export type Told = readonly string[];

/** @param home CODEX_HOME over there. Asked on the socket of its own server, past ssh and Outpost. */
export async function codexSays(home: string, thread: string): Promise<Told> {
  const unix = path.join(home, 'app-server-control', 'app-server-control.sock');
  const handlers = { notification() {}, request() {} };
  const options = { clientVersion: '0.0.0', clock: systemClock, log: quiet, handlers };
  const connection = await connectTo({ unix }, options, true);
  if (connection === null) throw new Error('Codex’s server does not run over there');
  try {
    const params = { threadId: thread, limit: 50, sortDirection: 'asc', itemsView: 'full' };
    const { data } = await connection.rpc.request('thread/turns/list', params, Turns);
    return data.flatMap(({ items }) =>
      items.map((item) => {
        if (item.type === 'commandExecution')
          return line(item.id, `command ${item.status}`, item.aggregatedOutput ?? '');
        if (item.type === 'agentMessage') return line(item.id, 'agent', item.text ?? '');
        return line(item.id, item.type === 'userMessage' ? 'user' : item.type, '');
      }),
    );
  } finally {
    await connection.close();
  }
}

const STATUS: Readonly<Record<string, string>> = { done: 'completed', running: 'inProgress' };

/** What a phone shows, but for what Outpost says itself (notices). */
export const phoneShows = (items: readonly Item[]): Told =>
  items.flatMap((item) => {
    switch (item.type) {
      case 'notice':
        return [];
      case 'command':
        return [line(item.id, `command ${STATUS[item.status] ?? item.status}`, item.output)];
      case 'agent':
        return [line(item.id, 'agent', item.text)];
      default:
        return [line(item.id, item.type, '')];
    }
  });

const END = 500;
const line = (id: string, what: string, text: string): string => `${id} ${what} …${text.slice(-END)}`;
