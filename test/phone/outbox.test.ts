import { describe, expect, it } from 'vitest';
import { changeOutbox, due, type Outbox, type OutboxEvent } from '../../phone/state/outbox.ts';

const said = (requestId: string, thread: string | null): OutboxEvent => ({
  type: 'said',
  requestId,
  to: thread === null ? { kind: 'new', project: 'p1', agent: 'codex' } : { kind: 'thread', thread },
  text: requestId,
  at: 1,
});
const outboxAfter = (...events: OutboxEvent[]): Outbox => events.reduce(changeOutbox, []);
const ids = (outbox: Outbox) => outbox.map(({ requestId, state }) => `${requestId} ${state}`);

describe('the outbox', () => {
  it('sends one after the other to a thread, and to several threads at once', () => {
    const outbox = outboxAfter(
      said('a', 't1'),
      said('b', 't1'),
      said('c', 't2'),
      said('d', null),
      said('e', null),
    );
    expect(due(outbox).map(({ requestId }) => requestId)).toEqual(['a', 'c', 'd', 'e']);
    const sending = changeOutbox(outbox, { type: 'sending', requestId: 'a' });
    expect(due(sending).map(({ requestId }) => requestId)).toEqual(['c', 'd', 'e']);
  });

  it('queues again what was on its way when the connection broke, under the same request id', () => {
    const outbox = outboxAfter(said('a', 't1'), { type: 'sending', requestId: 'a' }, { type: 'cut' });
    expect(ids(outbox)).toEqual(['a queued']);
  });

  it('lets what failed wait for a person, and the next one pass', () => {
    const problem = { code: 'agentRefused', message: 'No.' } as const;
    const outbox = outboxAfter(said('a', 't1'), said('b', 't1'), { type: 'failed', requestId: 'a', problem });
    expect(due(outbox).map(({ requestId }) => requestId)).toEqual(['b']);
    const again = changeOutbox(outbox, { type: 'again', requestId: 'a', newRequestId: 'a2', at: 2 });
    expect(ids(again)).toEqual(['a2 queued', 'b queued']);
  });

  it('shows nothing beside the thread once its item stands there, even before the answer has come', () => {
    const outbox = outboxAfter(
      said('a', 't1'),
      { type: 'sending', requestId: 'a' },
      { type: 'shown', requestId: 'a' },
    );
    expect(outbox).toEqual([]);
    expect(changeOutbox(outbox, { type: 'sent', requestId: 'a', thread: 't1' })).toEqual([]);
  });
});
