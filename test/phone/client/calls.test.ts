import { describe, expect, it } from 'vitest';
import { Calls, MAX_UNDER_WAY } from '../../../phone/client/calls.ts';
import type { CallError } from '../../../phone/client/types.ts';

interface Sent {
  id: number;
  method: string;
}

function start() {
  const sent: Sent[] = [];
  const events: unknown[] = [];
  const calls = new Calls(
    (text) => sent.push(JSON.parse(text) as Sent),
    (name, params) => events.push([name, params]),
  );
  const answer = (message: object) => calls.receive(JSON.stringify(message));
  return { calls, sent, events, answer };
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: CallError) => error.code,
  );

it('sends no call that has no place in the catalogue', async () => {
  const { calls, sent } = start();
  for (const method of ['thread/none', 'toString'])
    expect(await failureOf(calls.call(method as 'home/open', {}))).toBe('protocol');
  expect(sent).toEqual([]);
});

describe('an answer', () => {
  it('finds its call, in whatever order answers come', async () => {
    const { calls, sent, answer } = start();
    const [one, two] = [calls.call('thread/older', older(1)), calls.call('thread/older', older(2))];
    answer({ id: sent[1]?.id, result: { first: 2, items: [] } });
    answer({ id: sent[0]?.id, result: { first: 1, items: [] } });
    expect([(await one).first, (await two).first]).toEqual([1, 2]);
  });

  it('that is not what the catalogue says fails the call and is not handed on', async () => {
    const { calls, sent, answer } = start();
    const call = failureOf(calls.call('thread/older', older(1)));
    answer({ id: sent[0]?.id, result: { first: 'one', items: [] } });
    expect(await call).toBe('protocol');
  });

  it.each([
    ['of the catalogue', { code: -32000, message: 'm', data: { code: 'stale' } }, 'stale'],
    ['that no catalogue has', { code: -32000, message: 'm', data: { code: 'toString' } }, 'protocol'],
    ['of JSON-RPC', { code: -32602, message: 'm', data: { path: 'params.thread' } }, 'protocol'],
  ])('with an error %s', async (_which, error, code) => {
    const { calls, sent, answer } = start();
    const call = failureOf(calls.call('thread/older', older(1)));
    answer({ id: sent[0]?.id, error });
    expect(await call).toBe(code);
  });

  it('to nothing that was asked is passed over', () => {
    const { calls, answer } = start();
    answer({ id: 7, result: {} });
    calls.receive('not JSON');
    calls.receive('{}');
    calls.receive('[]');
  });
});

describe('an event', () => {
  it('is parsed, without what this version does not know', () => {
    const { events, answer } = start();
    answer({ method: 'device/changed', params: { name: 'A', right: 'view', later: 1 } });
    expect(events).toEqual([['device/changed', { name: 'A', right: 'view' }]]);
  });

  it.each([
    ['of another shape', { method: 'device/changed', params: { name: 'A', right: 'root' } }],
    ['without parameters', { method: 'device/changed' }],
    ['of a later version', { method: 'later/changed', params: {} }],
    ['by the name of something else', { method: 'toString', params: {} }],
  ])('%s is passed over', (_which, message) => {
    const { events, answer } = start();
    answer(message);
    expect(events).toEqual([]);
  });
});

describe('calls', () => {
  it('beyond what a host takes at once are refused here', async () => {
    const { calls, sent, answer } = start();
    const underWay = Array.from({ length: MAX_UNDER_WAY }, () => calls.call('session/ping', {}));
    expect(await failureOf(calls.call('session/ping', {}))).toBe('protocol');
    expect(sent).toHaveLength(MAX_UNDER_WAY);
    answer({ id: sent[0]?.id, result: {} });
    await underWay[0];
    const next = failureOf(calls.call('session/ping', {}));
    expect(sent).toHaveLength(MAX_UNDER_WAY + 1);
    const rest = Promise.all(underWay.slice(1).map(failureOf));
    calls.cut();
    expect(await next).toBe('cut');
    expect(new Set(await rest)).toEqual(new Set(['cut']));
  });

  it('after the end are cut, without being sent', async () => {
    const { calls, sent } = start();
    calls.cut();
    expect(await failureOf(calls.call('session/ping', {}))).toBe('cut');
    expect(sent).toEqual([]);
  });
});

function older(before: number) {
  return { thread: 't', epoch: 'e'.repeat(22), before, limit: 10 };
}
