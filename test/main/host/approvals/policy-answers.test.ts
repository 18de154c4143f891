/** What is answered without a person: by a rule, and by time. */
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Approvals } from '../../../../main/host/approvals/approvals.ts';
import type { Judgement } from '../../../../main/host/approvals/card.ts';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { JournalFile } from '../../../../main/host/files/journal.ts';
import { type HostIdentity, loadIdentity } from '../../../../main/host/identity.ts';
import { cardDigestText } from '../../../../protocol/decision.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';
import type { Approval } from '../../../../protocol/session/approvals.ts';
import { NO_CONTEXT } from '../../../../protocol/session/card-context.ts';
import { commandAsk, questionAsk, ScriptedAgent } from '../scripted-agent.ts';
import { judgement } from './judged.ts';
import { SetClock } from './set-clock.ts';

let folder: string;
let identity: HostIdentity;
let agent: ScriptedAgent;
let clock: SetClock;
let told: Approval[];
let notices: string[];
let judged: Judgement;
let full = false;
const stores: Approvals[] = [];

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-policy-answers-'));
  identity = await loadIdentity({ folder, disk: nodeDisk, suite, keyBox: null });
  agent = new ScriptedAgent();
  clock = new SetClock();
  [told, notices, full] = [[], [], false];
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.idle()));
  await fs.rm(folder, { recursive: true, force: true });
});

/** Full when the test says so. */
const disk: Disk = {
  ...nodeDisk,
  appendDurably: async (file, data) => {
    if (full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    return nodeDisk.appendDurably(file, data);
  },
};

async function open(): Promise<Approvals> {
  const approvals: Approvals = new Approvals({
    folder,
    disk,
    audit: new JournalFile(disk, path.join(folder, 'audit.jsonl')),
    suite,
    identity,
    hostName: 'mac',
    environmentName: () => null,
    clock,
    judge: () => judged,
    mayApprove: () => true,
    places: {
      place: (_, native) => ({
        thread: `local.scripted.${native}`,
        title: 'Fix it',
        project: null,
        context: NO_CONTEXT,
      }),
    },
    agent: (id) => (id === agent.id ? agent : undefined),
    computerUseOnDevices: () => false,
    notice: (text) => notices.push(text),
  });
  stores.push(approvals);
  await approvals.load();
  approvals.listen({ changed: (approval) => told.push(approval) });
  agent.start({
    info() {},
    threads() {},
    thread() {},
    threadRemoved() {},
    change() {},
    reset() {},
    ask: (ask) => approvals.asked(agent, ask),
    settled: (key, why) => approvals.settled(agent, key, why),
    gateLost: () => approvals.gateLost(agent),
    gateReturned: () => approvals.gateReturned(agent),
    alarm() {},
  });
  return approvals;
}
const answered = () => expect.poll(() => agent.answers);
const audit = async (): Promise<Record<string, unknown>[]> =>
  (await fs.readFile(path.join(folder, 'audit.jsonl'), 'utf8').catch(() => ''))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const declined = { decision: 'decline', scope: 'once', note: 'Nobody answered in time.' };

describe('by a rule', () => {
  test('a yes is written with its rule before the agent hears it, and no screen is asked', async () => {
    judged = judgement({ tier: 'continue', handling: 'rule', rule: 'rules.2' });
    const approvals = await open();
    let written = 0;
    agent.answer = async (key, answer) => {
      written = (await audit()).length;
      agent.answers.push({ key, answer });
      return true;
    };
    agent.ask(commandAsk('k1'));
    await answered().toEqual([{ key: 'k1', answer: { decision: 'approve', scope: 'once', note: '' } }]);
    expect(written).toBe(1);
    expect(await audit()).toMatchObject([{ t: 'decided', decision: 'approve', policy: 'rules.2' }]);
    expect([told, approvals.list(), approvals.waits('local.scripted.t1')]).toEqual([[], [], false]);
  });

  test('a no is told to the agent with its reason', async () => {
    judged = judgement({ handling: 'never', rule: 'rules.1', why: 'We push by hand: it is declined.' });
    await open();
    agent.ask(commandAsk('k1'));
    const note = 'Declined by the policy of this computer. We push by hand: it is declined.';
    await answered().toEqual([{ key: 'k1', answer: { decision: 'decline', scope: 'once', note } }]);
    expect(await audit()).toMatchObject([{ decision: 'decline', policy: 'rules.1', note }]);
  });

  test('what a full disk cannot keep is not run: a person is asked, and told why', async () => {
    judged = judgement({ tier: 'continue', handling: 'rule' });
    const approvals = await open();
    full = true;
    agent.ask(commandAsk('k1'));
    await expect.poll(() => approvals.list()).toHaveLength(1);
    expect(agent.answers).toEqual([]);
    expect(notices).toEqual([
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
    judged = judgement({ tier: 'continue', handling: 'rule' });
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    agent.waiting.delete('k1');
    agent.sink.settled('k1', 'turnEnded');
    await expect.poll(audit).toHaveLength(1);
    await approvals.idle();
    expect(agent.answers).toEqual([]);
  });
});

describe('by time', () => {
  const MINUTE = 60_000;
  const soon = () => judgement({ expiresAt: clock.now() + MINUTE });

  test('what nobody answered counts as declined: written, told to the agent, closed with its reason', async () => {
    judged = soon();
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    judged = judgement({ expiresAt: clock.now() + 2 * MINUTE });
    agent.ask(commandAsk('k2'));
    clock.pass(MINUTE);
    await answered().toEqual([{ key: 'k1', answer: declined }]);
    expect(await audit()).toMatchObject([
      { decision: 'decline', policy: 'expired', note: 'Nobody answered in time.' },
    ]);
    await expect
      .poll(() => told.at(-1))
      .toMatchObject({ state: 'declined', by: 'the policy', note: 'Nobody answered in time.' });
    expect(approvals.list()).toHaveLength(1);
    expect(clock.armed).toBe(1);
    clock.pass(MINUTE);
    await answered().toHaveLength(2);
    expect(clock.armed).toBe(0);
  });

  test('an answer that comes too late is none, whatever the timer has counted', async () => {
    judged = soon();
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    const [{ id, card }] = approvals.list() as [Approval];
    // The machine slept.
    clock.set(2 * MINUTE);
    const choice = { approval: id, decision: 'approve', scope: 'once', note: '' } as const;
    expect(await approvals.decideAtDesk({ ...choice, cardDigest: cardDigestText(card!) })).toMatchObject({
      code: 'decided',
      message: 'Nobody answered in time, so it counts as declined.',
    });
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('a machine that wakes up looks at once', async () => {
    judged = soon();
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    clock.set(2 * MINUTE);
    approvals.woke();
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('a clock that is set back makes it no longer', async () => {
    judged = soon();
    await open();
    agent.ask(commandAsk('k1'));
    clock.set(-60 * MINUTE);
    clock.pass(MINUTE);
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('a secret answer that was lost with the host is asked for again, and no longer than it may be', async () => {
    judged = soon();
    const first = await open();
    agent.ask(questionAsk('k1', true));
    const [{ id, card }] = first.list() as [Approval];
    await first.idle();
    first.stop();
    const second = await open();
    agent.waiting.clear();
    const choice = { approval: id, decision: 'answer', scope: 'once', note: '{"q":["Red"]}' } as const;
    expect(await second.decideAtDesk({ ...choice, cardDigest: cardDigestText(card!) })).toMatchObject({
      code: 'unknownOutcome',
    });
    await second.idle();
    second.stop();
    const third = await open();
    expect(third.list()).toEqual([]);
    agent.ask(questionAsk('k1', true));
    expect(third.list()).toMatchObject([{ id }]);
    clock.pass(MINUTE);
    await expect.poll(() => third.list()).toEqual([]);
  });

  test('it goes on over a restart, and the agent hears it when it asks again', async () => {
    judged = soon();
    const before = await open();
    agent.ask(commandAsk('k1'));
    await before.idle();
    before.stop();
    const after = await open();
    expect(after.list()).toHaveLength(1);
    clock.pass(MINUTE);
    await expect.poll(audit).toHaveLength(1);
    expect(after.list()).toEqual([]);
    agent.ask(commandAsk('k1'));
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('it goes on while no host runs, too', async () => {
    judged = soon();
    const before = await open();
    agent.ask(commandAsk('k1'));
    await before.idle();
    before.stop();
    clock.set(2 * MINUTE);
    const after = await open();
    after.woke();
    await expect.poll(audit).toMatchObject([{ decision: 'decline', policy: 'expired' }]);
    expect(after.list()).toEqual([]);
    agent.ask(commandAsk('k1'));
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('a full disk says no to nobody and yes to nobody', async () => {
    judged = soon();
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    const [{ id, card }] = approvals.list() as [Approval];
    full = true;
    clock.pass(MINUTE);
    await expect.poll(() => notices).toHaveLength(1);
    const choice = { approval: id, decision: 'approve', scope: 'once', note: '' } as const;
    expect(await approvals.decideAtDesk({ ...choice, cardDigest: cardDigestText(card!) })).toMatchObject({
      code: 'decided',
    });
    expect(agent.answers).toEqual([]);
    await expect.poll(() => notices).toHaveLength(2);
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
    judged = first;
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    const [before] = approvals.list() as [Approval];
    return { approvals, before };
  };

  test('what is open has another card, and an answer to the old one is none', async () => {
    const { approvals, before } = await opened();
    judged = judgement({ handling: 'desk', rule: 'tiers.expand' });
    approvals.judgeAgain();
    const now = told.at(-1)!;
    expect(now).toMatchObject({ id: before.id, state: 'open' });
    expect(JSON.parse(now.card!)).toEqual({ ...JSON.parse(before.card!), handling: 'desk' });
    expect(await approvals.decideAtDesk(yes(before))).toMatchObject({ code: 'cardChanged' });
    expect(agent.answers).toEqual([]);
    expect(approvals.refusal(before.id, 'ownOrigin')).toContain('at the computer only');
    expect(await approvals.decideAtDesk(yes(now))).toMatchObject({ ok: true });
    expect(await audit()).toMatchObject([
      { t: 'stricter', approval: before.id, handling: 'desk', policy: 'tiers.expand' },
      { t: 'decided', approval: before.id, card: now.card, decision: 'approve' },
    ]);
  });

  test('what nobody may say yes to any more is declined, with its reason', async () => {
    const { approvals, before } = await opened();
    judged = judgement({ handling: 'never', rule: 'rules.1', why: 'We push by hand.' });
    approvals.judgeAgain();
    const note = 'Declined by the policy of this computer. We push by hand.';
    await answered().toEqual([{ key: 'k1', answer: { decision: 'decline', scope: 'once', note } }]);
    await expect.poll(() => told.at(-1)).toMatchObject({ id: before.id, state: 'declined', note });
    expect(await audit()).toMatchObject([{ t: 'decided', decision: 'decline', policy: 'rules.1' }]);
    expect(approvals.list()).toEqual([]);
  });

  test('where the disk is full it is not declined, and nobody can say yes', async () => {
    const { approvals, before } = await opened();
    judged = judgement({ handling: 'never', rule: 'rules.1' });
    full = true;
    approvals.judgeAgain();
    await expect.poll(() => notices).toHaveLength(1);
    const [now] = approvals.list() as [Approval];
    expect(await approvals.decideAtDesk(yes(now))).toMatchObject({ code: 'notOffered' });
    expect([now.id, agent.answers]).toEqual([before.id, []]);
  });

  test('a looser policy changes no card and answers nothing', async () => {
    const { approvals, before } = await opened(judgement({ handling: 'desk' }));
    judged = judgement({ tier: 'continue', handling: 'rule' });
    approvals.judgeAgain();
    expect(approvals.list()).toEqual([before]);
    expect([agent.answers, await audit()]).toEqual([[], []]);
  });

  test('what expires sooner under it does', async () => {
    const { approvals } = await opened(judgement({ expiresAt: clock.now() + 60_000 }));
    judged = judgement({ expiresAt: clock.now() + 1000 });
    approvals.judgeAgain();
    clock.pass(1000);
    await answered().toEqual([{ key: 'k1', answer: declined }]);
  });

  test('what is decided already stays so', async () => {
    const { approvals, before } = await opened();
    const decided = approvals.decideAtDesk(yes(before));
    judged = judgement({ handling: 'never', rule: 'rules.1' });
    approvals.judgeAgain();
    expect(await decided).toMatchObject({ ok: true });
    expect(agent.answers).toMatchObject([{ answer: { decision: 'approve' } }]);
  });

  test('it is kept over a restart, and holds for what another start had asked', async () => {
    const { approvals, before } = await opened();
    await approvals.idle();
    const later = await open();
    judged = judgement({ handling: 'desk', rule: 'tiers.expand' });
    later.judgeAgain();
    await later.idle();
    const last = await open();
    expect(JSON.parse(last.card(before.id, 1_000_000)!)).toMatchObject({ handling: 'desk' });
  });
});
