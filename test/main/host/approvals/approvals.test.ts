/** Approvals from the question to their end: over restarts, when they are asked again, and when nobody waits any more. */
import { describe, expect, test } from 'vitest';
import type { NativeAsk } from '../../../../main/host/agents/agent.ts';
import { MAX_OPEN } from '../../../../main/host/approvals/live.ts';
import { CARD_LIMIT } from '../../../../protocol/session/approvals.ts';
import { commandAsk, ScriptedAgent } from '../scripted-agent.ts';
import { sceneEach } from './scene.ts';
import { anna, signed } from './signed.ts';

const scene = sceneEach();

describe('an approval', () => {
  test('is the same one after a restart of the host, when the agent still asks', async () => {
    const first = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const before = first.list()[0]!;
    await expect.poll(() => scene.kept()).toContain(before.id);
    const second = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    second.asking(scene.agent, 'local.scripted.t1', ['k1']);
    expect(second.list()).toEqual([before]);
    expect(await second.decide(anna, signed(scene, before))).toMatchObject({ ok: true });
  });

  test('decided after a restart, before the agent has asked again, is kept for it and given to it then', async () => {
    const first = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const before = first.list()[0]!;
    await expect.poll(() => scene.kept()).toContain(before.id);
    const second = await scene.open();
    // Ready, and its threads are still being read.
    scene.agent.waiting.clear();
    expect(await second.decide(anna, signed(scene, before))).toMatchObject({
      ok: false,
      code: 'unknownOutcome',
    });
    expect(scene.agent.answers).toEqual([]);
    scene.agent.ask(commandAsk('k1'));
    await expect
      .poll(() => scene.agent.answers)
      .toMatchObject([{ key: 'k1', answer: { decision: 'approve' } }]);
    await expect
      .poll(() => scene.told.at(-1))
      .toMatchObject({ id: before.id, state: 'approved', by: anna.name });
    expect(second.list()).toEqual([]);
  });

  test('is void after a restart, when the agent does not ask any more', async () => {
    const first = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const { id } = first.list()[0]!;
    await expect.poll(() => scene.kept()).toContain(id);
    const second = await scene.open();
    second.asking(scene.agent, 'local.scripted.t1', []);
    expect(second.list()).toEqual([]);
    expect(scene.told.at(-1)).toMatchObject({
      id,
      state: 'void',
      note: expect.stringContaining('The agent stopped'),
    });
  });

  test('of a hook waits after a restart until the hook calls again, or has had the time to', async () => {
    const hook = (key: string): NativeAsk => ({
      ...commandAsk(key),
      source: 'hook',
      meaning: 'insideSandbox',
    });
    const first = await scene.open();
    for (const key of ['k1', 'k2', 'k3']) scene.agent.ask(hook(key));
    const [one, two, three] = first.list();
    await expect.poll(() => scene.kept()).toContain(three!.id);
    const second = await scene.open();
    second.asking(scene.agent, 'local.scripted.t1', []);
    expect(second.list()).toEqual([one, two, three]);
    scene.agent.ask(hook('k1'));
    scene.agent.waiting.delete('k2');
    expect(await second.decide(anna, signed(scene, two!))).toMatchObject({ code: 'unknownOutcome' });
    second.gateReturned(scene.agent);
    expect(second.list()).toEqual([one]);
    expect(scene.told).toContainEqual(expect.objectContaining({ id: two!.id, state: 'unknown' }));
    expect(scene.told).toContainEqual(expect.objectContaining({ id: three!.id, state: 'void' }));
    // From here on it is as every other.
    second.asking(scene.agent, 'local.scripted.t1', []);
    expect(second.list()).toEqual([]);
  });

  test('of a hook whose way was cut keeps what was decided until the hook calls again, or has had the time to', async () => {
    const approvals = await scene.open();
    const hook = (key: string): NativeAsk => ({ ...commandAsk(key), source: 'hook' });
    for (const key of ['k1', 'k2', 'k3']) scene.agent.ask(hook(key));
    const [one, , three] = approvals.list();
    approvals.gateLost(scene.agent);
    expect(await approvals.decide(anna, signed(scene, one!))).toMatchObject({ code: 'unknownOutcome' });
    expect(scene.agent.answers).toEqual([]);
    approvals.asking(scene.agent, 'local.scripted.t1', []);
    expect(approvals.list()).toHaveLength(2);
    scene.agent.ask(hook('k1'));
    scene.agent.ask(hook('k2'));
    await expect.poll(() => scene.agent.answers.map(({ key }) => key)).toEqual(['k1']);
    approvals.gateReturned(scene.agent);
    expect(scene.told.at(-1)).toMatchObject({ id: three!.id, state: 'void' });
    expect(approvals.list()).toHaveLength(1);
  });

  test('of a hook is void after a restart when nothing runs in its thread', async () => {
    const first = await scene.open();
    scene.agent.ask({ ...commandAsk('k1'), source: 'hook' });
    const { id } = first.list()[0]!;
    await expect.poll(() => scene.kept()).toContain(id);
    const second = await scene.open();
    second.quiet(scene.agent, 'local.scripted.t1');
    expect(second.list()).toEqual([]);
  });

  test('that nobody answered in time says so', async () => {
    const approvals = await scene.open();
    scene.agent.ask({ ...commandAsk('k1'), source: 'hook' });
    approvals.settled(scene.agent, 'k1', 'expired');
    expect(scene.told.at(-1)).toMatchObject({ state: 'void', note: expect.stringContaining('in time') });
    await expect.poll(() => scene.audit()).toMatchObject([{ t: 'void', why: 'expired' }]);
  });

  test('kept from an earlier start is void when nothing runs in its thread, one asked since is not', async () => {
    const first = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const { id } = first.list()[0]!;
    await expect.poll(() => scene.kept()).toContain(id);
    const second = await scene.open();
    scene.agent.ask(commandAsk('k2'));
    second.quiet(scene.agent, 'local.scripted.t1');
    expect(second.list()).toHaveLength(1);
    expect(scene.told.at(-1)).toMatchObject({ id, state: 'void' });
  });

  test('that was decided before a crash is given to the agent when it asks again', async () => {
    const first = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const approval = first.list()[0]!;
    // The crash: the decision is on the disk, the agent never hears.
    scene.agent.answer = () => new Promise(() => {});
    void first.decide(anna, signed(scene, approval));
    await expect.poll(() => scene.kept()).toContain('"by"');
    scene.agent = new ScriptedAgent();
    const second = await scene.open();
    expect(second.list()).toEqual([]);
    scene.agent.ask(commandAsk('k1'));
    await expect.poll(() => scene.agent.answers).toHaveLength(1);
    expect(scene.agent.answers[0]).toMatchObject({ key: 'k1', answer: { decision: 'approve' } });
  });

  test.each([
    ['elsewhere', 'terminal'],
    ['turnEnded', 'turn was stopped'],
    ['agentStopped', 'The agent stopped'],
  ] as const)('that is settled (%s) is void on every screen, with the reason', async (why, words) => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    scene.agent.sink.settled('k1', why);
    expect(approvals.list()).toEqual([]);
    expect(scene.told.at(-1)).toMatchObject({ state: 'void', note: expect.stringContaining(words) });
  });

  test('asked twice is one', async () => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    scene.agent.ask(commandAsk('k1'));
    expect(approvals.list()).toHaveLength(1);
  });

  test('beyond the limit is declined, with a word', async () => {
    await scene.open();
    for (let n = 0; n <= MAX_OPEN; n++) scene.agent.ask(commandAsk(`k${n}`));
    await expect.poll(() => scene.agent.answers).toHaveLength(1);
    expect(scene.agent.answers[0]).toMatchObject({ key: `k${MAX_OPEN}`, answer: { decision: 'decline' } });
  });

  test('with a card too large for a screen can be declined there, and not approved', async () => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1', 'x'.repeat(600_000)));
    const [approval] = approvals.list();
    expect(approval!.card).toBeNull();
    expect(approvals.card(approval!.id, CARD_LIMIT)).toBe('tooLarge');
    // What is signed is that nothing was shown.
    const unseen = { ...approval!, card: '' };
    expect(await approvals.decide(anna, signed(scene, unseen))).toMatchObject({ code: 'tooLarge' });
    expect(await approvals.decide(anna, signed(scene, unseen, { decision: 'decline' }))).toMatchObject({
      ok: true,
    });
  });
});
