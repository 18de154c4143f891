/** What is answered without a person: by a rule, and by time. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Approvals } from '../../../../main/host/approvals/approvals.ts';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { cardDigestText } from '../../../../protocol/decision.ts';
import type { Approval } from '../../../../protocol/session/approvals.ts';
import { commandAsk, questionAsk } from '../scripted-agent.ts';
import { judgement } from './judged.ts';
import { sceneEach } from './scene.ts';

const scene = sceneEach();
let full = false;

beforeEach(() => {
  full = false;
});

/** Full when the test says so. */
const disk: Disk = {
  ...nodeDisk,
  appendDurably: async (file, data) => {
    if (full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    return nodeDisk.appendDurably(file, data);
  },
};
const open = () => scene.open(disk);
const answered = () => expect.poll(() => scene.agent.answers);
const declined = { decision: 'decline', scope: 'once', note: 'Nobody answered in time.' };

describe('by a rule', () => {
  test('a yes is written with its rule before the agent hears it, and no screen is asked', async () => {
    scene.judged = judgement({ tier: 'continue', handling: 'rule', rule: 'rules.2' });
    const approvals = await open();
    let written = 0;
    scene.agent.answer = async (key, answer) => {
      written = (await scene.audit()).length;
      scene.agent.answers.push({ key, answer });
      return true;
    };
    scene.agent.ask(commandAsk('k1'));
    await answered().toEqual([{ key: 'k1', answer: { decision: 'approve', scope: 'once', note: '' } }]);
    expect(written).toBe(1);
    expect(await scene.audit()).toMatchObject([{ t: 'decided', decision: 'approve', policy: 'rules.2' }]);
    expect([scene.told, approvals.list(), approvals.waits('local.scripted.t1')]).toEqual([[], [], false]);
  });

  test('a no is told to the agent with its reason', async () => {
    scene.judged = judgement({ handling: 'never', rule: 'rules.1', why: 'We push by hand: it is declined.' });
    await open();
    scene.agent.ask(commandAsk('k1'));
    const note = 'Declined by the policy of this computer. We push by hand: it is declined.';
    await answered().toEqual([{ key: 'k1', answer: { decision: 'decline', scope: 'once', note } }]);
    expect(await scene.audit()).toMatchObject([{ decision: 'decline', policy: 'rules.1', note }]);
  });

  test('what a full disk cannot keep is not run: a person is asked, and told why', async () => {
    scene.judged = judgement({ tier: 'continue', handling: 'rule' });
    const approvals = await open();
    full = true;
    scene.agent.ask(commandAsk('k1'));
    await expect.poll(() => approvals.list()).toHaveLength(1);
    expect(scene.agent.answers).toEqual([]);
    expect(scene.notices).toEqual([
      'An answer of the policy could not be written to the disk, so nothing was run. Make room on the disk.',
    ]);
    full = false;
    const [{ id, card }] = approvals.list() as [Approval];
    const choice = { approval: id, decision: 'approve', scope: 'once', note: '' } as const;
    expect(await approvals.decideAtDesk({ ...choice, cardDigest: cardDigestText(card!) })).toMatchObject({
      ok: true,
    });
  });

  test('what the agent takes back while it is written is not answered', async () => {
    scene.judged = judgement({ tier: 'continue', handling: 'rule' });
    const approvals = await open();
    scene.agent.ask(commandAsk('k1'));
    scene.agent.waiting.delete('k1');
    scene.agent.sink.settled('k1', 'turnEnded');
    await expect.poll(() => scene.audit()).toHaveLength(1);
    await approvals.idle();
    expect(scene.agent.answers).toEqual([]);
  });
});

describe('by time', () => {
  const MINUTE = 60_000;
  const soon = () => judgement({ expiresAt: scene.clock.now() + MINUTE });

  test('what nobody answered counts as declined: written, told to the agent, closed with its reason', async () => {
    scene.judged = soon();
    const approvals = await open();
    scene.agent.ask(commandAsk('k1'));
    scene.judged = judgement({ expiresAt: scene.clock.now() + 2 * MINUTE });
    scene.agent.ask(commandAsk('k2'));
    scene.clock.pass(MINUTE);
    await answered().toEqual([{ key: 'k1', answer: declined }]);
    expect(await scene.audit()).toMatchObject([
      { decision: 'decline', policy: 'expired', note: 'Nobody answered in time.' },
    ]);
    await expect
      .poll(() => scene.told.at(-1))
      .toMatchObject({ state: 'declined', by: 'the policy', note: 'Nobody answered in time.' });
    expect(approvals.list()).toHaveLength(1);
    expect(scene.clock.armed).toBe(1);
    scene.clock.pass(MINUTE);
    await answered().toHaveLength(2);
    expect(scene.clock.armed).toBe(0);
  });

  test('an answer that comes too late is none, whatever the timer has counted', async () => {
    scene.judged = soon();
    const approvals = await open();
    scene.agent.ask(commandAsk('k1'));
    const [{ id, card }] = approvals.list() as [Approval];
    // The machine slept.
    scene.clock.set(2 * MINUTE);
    const choice = { approval: id, decision: 'approve', scope: 'once', note: '' } as const;
    expect(await approvals.decideAtDesk({ ...choice, cardDigest: cardDigestText(card!) })).toMatchObject({
      code: 'decided',
      message: 'Nobody answered in time, so it counts as declined.',
    });
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('a machine that wakes up looks at once', async () => {
    scene.judged = soon();
    const approvals = await open();
    scene.agent.ask(commandAsk('k1'));
    scene.clock.set(2 * MINUTE);
    approvals.woke();
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('a clock that is set back makes it no longer', async () => {
    scene.judged = soon();
    await open();
    scene.agent.ask(commandAsk('k1'));
    scene.clock.set(-60 * MINUTE);
    scene.clock.pass(MINUTE);
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('a secret answer that was lost with the host is asked for again, and no longer than it may be', async () => {
    scene.judged = soon();
    const first = await open();
    scene.agent.ask(questionAsk('k1', true));
    const [{ id, card }] = first.list() as [Approval];
    await first.idle();
    first.stop();
    const second = await open();
    scene.agent.waiting.clear();
    const choice = { approval: id, decision: 'answer', scope: 'once', note: '{"q":["Red"]}' } as const;
    expect(await second.decideAtDesk({ ...choice, cardDigest: cardDigestText(card!) })).toMatchObject({
      code: 'unknownOutcome',
    });
    await second.idle();
    second.stop();
    const third = await open();
    expect(third.list()).toEqual([]);
    scene.agent.ask(questionAsk('k1', true));
    expect(third.list()).toMatchObject([{ id }]);
    scene.clock.pass(MINUTE);
    await expect.poll(() => third.list()).toEqual([]);
  });

  test('it goes on over a restart, and the agent hears it when it asks again', async () => {
    scene.judged = soon();
    const before = await open();
    scene.agent.ask(commandAsk('k1'));
    await before.idle();
    before.stop();
    const after = await open();
    expect(after.list()).toHaveLength(1);
    scene.clock.pass(MINUTE);
    await expect.poll(() => scene.audit()).toHaveLength(1);
    expect(after.list()).toEqual([]);
    scene.agent.ask(commandAsk('k1'));
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('it goes on while no host runs, too', async () => {
    scene.judged = soon();
    const before = await open();
    scene.agent.ask(commandAsk('k1'));
    await before.idle();
    before.stop();
    scene.clock.set(2 * MINUTE);
    const after = await open();
    after.woke();
    await expect.poll(() => scene.audit()).toMatchObject([{ decision: 'decline', policy: 'expired' }]);
    expect(after.list()).toEqual([]);
    scene.agent.ask(commandAsk('k1'));
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('a full disk says no to nobody and yes to nobody', async () => {
    scene.judged = soon();
    const approvals = await open();
    scene.agent.ask(commandAsk('k1'));
    const [{ id, card }] = approvals.list() as [Approval];
    full = true;
    scene.clock.pass(MINUTE);
    await expect.poll(() => scene.notices).toHaveLength(1);
    const choice = { approval: id, decision: 'approve', scope: 'once', note: '' } as const;
    expect(await approvals.decideAtDesk({ ...choice, cardDigest: cardDigestText(card!) })).toMatchObject({
      code: 'decided',
    });
    expect(scene.agent.answers).toEqual([]);
    await expect.poll(() => scene.notices).toHaveLength(2);
    full = false;
    approvals.woke();
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });
});

describe('when the policy becomes stricter', () => {
  const hold = () => judgement({ handling: 'hold', rule: 'preset.team' });
  const yes = ({ id, card }: Approval) =>
    ({
      approval: id,
      decision: 'approve',
      scope: 'once',
      note: '',
      cardDigest: cardDigestText(card!),
    }) as const;
  const opened = async (first = hold()): Promise<{ approvals: Approvals; before: Approval }> => {
    scene.judged = first;
    const approvals = await open();
    scene.agent.ask(commandAsk('k1'));
    const [before] = approvals.list() as [Approval];
    return { approvals, before };
  };

  test('what is open has another card, and an answer to the old one is none', async () => {
    const { approvals, before } = await opened();
    scene.judged = judgement({ handling: 'desk', rule: 'tiers.expand' });
    approvals.judgeAgain();
    const now = scene.told.at(-1)!;
    expect(now).toMatchObject({ id: before.id, state: 'open' });
    expect(JSON.parse(now.card!)).toEqual({ ...JSON.parse(before.card!), handling: 'desk' });
    expect(await approvals.decideAtDesk(yes(before))).toMatchObject({ code: 'cardChanged' });
    expect(scene.agent.answers).toEqual([]);
    expect(approvals.refusal(before.id, 'ownOrigin')).toContain('at the computer only');
    expect(await approvals.decideAtDesk(yes(now))).toMatchObject({ ok: true });
    expect(await scene.audit()).toMatchObject([
      { t: 'stricter', approval: before.id, handling: 'desk', policy: 'tiers.expand' },
      { t: 'decided', approval: before.id, card: now.card, decision: 'approve' },
    ]);
  });

  test('what nobody may say yes to any more is declined, with its reason', async () => {
    const { approvals, before } = await opened();
    scene.judged = judgement({ handling: 'never', rule: 'rules.1', why: 'We push by hand.' });
    approvals.judgeAgain();
    const note = 'Declined by the policy of this computer. We push by hand.';
    await answered().toEqual([{ key: 'k1', answer: { decision: 'decline', scope: 'once', note } }]);
    await expect.poll(() => scene.told.at(-1)).toMatchObject({ id: before.id, state: 'declined', note });
    expect(await scene.audit()).toMatchObject([{ t: 'decided', decision: 'decline', policy: 'rules.1' }]);
    expect(approvals.list()).toEqual([]);
  });

  test('where the disk is full it is not declined, and nobody can say yes', async () => {
    const { approvals, before } = await opened();
    scene.judged = judgement({ handling: 'never', rule: 'rules.1' });
    full = true;
    approvals.judgeAgain();
    await expect.poll(() => scene.notices).toHaveLength(1);
    const [now] = approvals.list() as [Approval];
    expect(await approvals.decideAtDesk(yes(now))).toMatchObject({ code: 'notOffered' });
    expect([now.id, scene.agent.answers]).toEqual([before.id, []]);
  });

  test('a looser policy changes no card and answers nothing', async () => {
    const { approvals, before } = await opened(judgement({ handling: 'desk' }));
    scene.judged = judgement({ tier: 'continue', handling: 'rule' });
    approvals.judgeAgain();
    expect(approvals.list()).toEqual([before]);
    expect([scene.agent.answers, await scene.audit()]).toEqual([[], []]);
  });

  test('what expires sooner under it does', async () => {
    const { approvals } = await opened(judgement({ expiresAt: scene.clock.now() + 60_000 }));
    scene.judged = judgement({ expiresAt: scene.clock.now() + 1000 });
    approvals.judgeAgain();
    scene.clock.pass(1000);
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('what is decided already stays so', async () => {
    const { approvals, before } = await opened();
    const decided = approvals.decideAtDesk(yes(before));
    scene.judged = judgement({ handling: 'never', rule: 'rules.1' });
    approvals.judgeAgain();
    expect(await decided).toMatchObject({ ok: true });
    expect(scene.agent.answers).toMatchObject([{ answer: { decision: 'approve' } }]);
  });

  test('it is kept over a restart, and holds for what another start had asked', async () => {
    const { approvals, before } = await opened();
    await approvals.idle();
    const later = await open();
    scene.judged = judgement({ handling: 'desk', rule: 'tiers.expand' });
    later.judgeAgain();
    await later.idle();
    const last = await open();
    expect(JSON.parse(last.card(before.id, 1_000_000)!)).toMatchObject({ handling: 'desk' });
  });
});
