import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_ENTRIES, MAX_ENTRY_TEXT, PAGE_ITEMS, ThreadLog } from '../../../../main/host/threads/log.ts';
import { MAX_MESSAGE_BYTES } from '../../../../protocol/frames.ts';
import { type Item, TEXT_LIMIT } from '../../../../protocol/session/items.ts';
import { applyEntry, type ThreadEvent, type ThreadPage } from '../../../../protocol/session/thread.ts';

const EPOCH = 'e'.repeat(22);
const agent = (id: string, text = ''): Item => ({
  id,
  turn: null,
  at: 0,
  type: 'agent',
  text,
  final: false,
  done: false,
});

/** Any history that a host may write: items are put at the end or replaced, text goes to items that exist. */
const history = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('append' as const), at: fc.nat(), text: fc.string() }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('new' as const), text: fc.string() }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('replace' as const), at: fc.nat(), text: fc.string() }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('turn' as const), id: fc.string({ minLength: 1 }) }),
    },
  ),
  { maxLength: 60 },
);

function write(log: ThreadLog, steps: typeof history extends fc.Arbitrary<infer T> ? T : never): void {
  for (const step of steps) {
    const event = eventOf(log, step);
    if (event !== null) log.add(event);
  }
}
function eventOf(
  log: ThreadLog,
  step: { kind: string; at?: number; text?: string; id?: string },
): ThreadEvent | null {
  const at = log.length === 0 ? 0 : (step.at ?? 0) % log.length;
  switch (step.kind) {
    case 'new':
      return { type: 'put', index: log.length, item: agent(`i${log.length}`, step.text) };
    case 'replace':
      return log.length === 0 ? null : { type: 'put', index: at, item: agent(`i${at}`, step.text) };
    case 'append':
      return log.length === 0 ? null : { type: 'append', index: at, text: step.text! };
    default:
      return {
        type: 'turn',
        turn: { id: step.id!, state: 'running', error: null, startedAt: 0, endedAt: null },
      };
  }
}

describe('the log and a reader of it', () => {
  test('a reader that was cut anywhere holds, after what it lacked, exactly what the host holds', () => {
    fc.assert(
      fc.property(history, history, history, (before, first, second) => {
        const log = new ThreadLog(EPOCH);
        write(log, before);
        let page: ThreadPage = log.page();
        for (const part of [first, second]) {
          write(log, part);
          for (const entry of log.since(page.seq)!) {
            const next = applyEntry(page, entry);
            expect(next).not.toBe('gap');
            page = next as ThreadPage;
          }
        }
        const whole = log.older(log.length, Number.MAX_SAFE_INTEGER);
        expect(page.items).toEqual(whole.items.slice(page.first - whole.first));
        expect(page.turn).toEqual(log.turn);
        expect(page.seq).toBe(log.seq);
      }),
    );
  });

  test('an entry that comes twice changes nothing, one that comes too early is a gap', () => {
    fc.assert(
      fc.property(history, fc.nat(), (steps, pick) => {
        const log = new ThreadLog(EPOCH, [agent('first')]);
        const start = log.page();
        write(log, steps);
        const entries = log.since(0)!;
        fc.pre(entries.length > 1);
        let page: ThreadPage = start;
        for (const entry of entries) {
          page = applyEntry(page, entry) as ThreadPage;
          expect(applyEntry(page, entry)).toBe(page);
        }
        const skipped = 1 + (pick % (entries.length - 1));
        expect(applyEntry(start, entries[skipped]!)).toBe('gap');
      }),
    );
  });

  test('text for one item is merged, and says how many entries it stands for', () => {
    const log = new ThreadLog(EPOCH, [agent('a'), agent('b')]);
    for (const text of ['x', 'y', 'z']) log.add({ type: 'append', index: 0, text });
    log.add({ type: 'append', index: 1, text: '!' });
    expect(log.since(1)).toEqual([
      { seq: 3, merged: 2, event: { type: 'append', index: 0, text: 'yz' } },
      { seq: 4, merged: 1, event: { type: 'append', index: 1, text: '!' } },
    ]);
  });

  test('a reader that is too far behind, or ahead, gets a page', () => {
    const log = new ThreadLog(EPOCH, [agent('a')]);
    for (let n = 0; n < 3 * MAX_ENTRIES; n++) log.add({ type: 'append', index: 0, text: '.' });
    expect(log.since(0)).toBeNull();
    expect(log.since(log.seq + 1)).toBeNull();
    expect(log.since(log.seq - 10)).toHaveLength(1);
  });

  test('what is kept for readers is bounded in size, not only in number', () => {
    const log = new ThreadLog(EPOCH, [agent('a')]);
    for (let n = 0; n < 100; n++) log.add({ type: 'append', index: 0, text: '.'.repeat(MAX_ENTRY_TEXT / 8) });
    const kept = Array.from({ length: 100 }, (_, back) => log.since(log.seq - back)).filter(
      (some) => some !== null,
    );
    expect(kept.length).toBeLessThanOrEqual(9);
  });

  test('a page holds the end of the thread, at least its last item, at most so many', () => {
    const log = new ThreadLog(
      EPOCH,
      Array.from({ length: 200 }, (_, n) => agent(`i${n}`)),
    );
    expect(log.page().first).toBe(200 - PAGE_ITEMS);
    const huge = new ThreadLog(EPOCH, [agent('a', 'x'), agent('b', 'y'.repeat(300_000))]);
    expect(huge.page()).toMatchObject({ first: 1, items: [{ id: 'b' }] });
    expect(log.older(150, 10)).toMatchObject({ first: 140 });
    expect(log.older(3, 10).items).toHaveLength(3);
  });
});

test('a patch of any size fits into a message, and keeps the names of its files', () => {
  const changes = Array.from({ length: 60 }, (_, n) => ({
    path: `file${n}`,
    kind: 'update' as const,
    movedTo: null,
    // The worst that JSON makes of a unit: six bytes.
    diff: '\u0001'.repeat(TEXT_LIMIT),
  }));
  const patch: Item = { id: 'c', turn: null, at: 0, type: 'change', changes, status: 'done' };
  const put = new ThreadLog(EPOCH);
  put.add({ type: 'put', index: 0, item: patch });
  for (const log of [put, new ThreadLog(EPOCH, [patch])]) {
    const page = log.page();
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(MAX_MESSAGE_BYTES);
    expect(page.items[0]).toMatchObject({ changes: changes.map(({ path }) => ({ path })) });
  }
  expect(Buffer.byteLength(JSON.stringify(put.next(0)))).toBeLessThan(MAX_MESSAGE_BYTES);
});

test('names that alone would fill a message are cut too', () => {
  const changes = Array.from({ length: 2000 }, () => ({
    path: '\u0001'.repeat(4096),
    kind: 'add' as const,
    movedTo: '\u0001'.repeat(4096),
    diff: '',
  }));
  const log = new ThreadLog(EPOCH, [{ id: 'c', turn: null, at: 0, type: 'change', changes, status: 'done' }]);
  expect(Buffer.byteLength(JSON.stringify(log.page()))).toBeLessThan(MAX_MESSAGE_BYTES);
});
