/** What a card says and where it may be answered, from the agent's question to a device that keeps to no rules. */
import { afterEach, describe, expect, test } from 'vitest';
import type { HostParts } from '../../../main/host/host-parts.ts';
import type { Weighed } from '../../../main/host/policy/judge.ts';
import type { Approval, Decision } from '../../../protocol/session/approvals.ts';
import { type Card, readCard } from '../../../protocol/session/card.ts';
import type { Item } from '../../../protocol/session/items.ts';
import type { Tier } from '../../../protocol/session/tiers.ts';
import { type HostFixture, startHost, weighingBy } from './host-fixture.ts';
import { type NodeDevice, pairedDevice } from './node-device.ts';
import { commandAsk } from './scripted-agent.ts';
import { signedDecision } from './signed-decision.ts';

let fixture: HostFixture;
let device: NodeDevice;
afterEach(async () => {
  device.close();
  await fixture.close();
});

const weighs = (tier: Tier): Pick<HostParts, 'weighing'> => {
  const weighed: Weighed = {
    verdict: {
      tier,
      reasons: [{ tier, text: 'It does something.' }],
      touches: { network: ['example.com'], writes: ['out'], secrets: [], programs: ['npm'], hidden: false },
      deskOnly: false,
    },
    commands: null,
  };
  return weighingBy(() => weighed);
};

const base = (id: string) => ({ id, turn: 't1-turn1', at: 1000 });
const ITEMS: Item[] = [
  {
    ...base('plan'),
    type: 'plan',
    steps: [
      { text: 'Fix it', status: 'running' },
      { text: 'Run all tests', status: 'pending' },
    ],
  },
  {
    ...base('change'),
    type: 'change',
    status: 'done',
    changes: [{ path: 'src/a.ts', kind: 'update', movedTo: null, diff: '@@ -1 +1,2 @@\n-a\n+b\n+c\n' }],
  },
  {
    ...base('check'),
    type: 'command',
    command: 'npm test',
    cwd: '/p',
    status: 'failed',
    output: '',
    cut: 0,
    exitCode: 1,
    durationMs: 500,
  },
];

/** A question of this tier in a thread that has done something; as the device is told it. */
async function asked(tier: Tier): Promise<{ approval: Approval; card: Card }> {
  fixture = await startHost({}, weighs(tier));
  device = await pairedDevice(await fixture.pair());
  await device.connection.call('thread/start', {
    requestId: 'request-000000000001',
    project: fixture.project.id,
    agent: 'scripted',
    text: 'Fix it',
  });
  for (const item of ITEMS) fixture.agent.sink.change('t1', { type: 'put', item });
  fixture.agent.ask(commandAsk('k1', 'npm publish'));
  const { approvals } = await device.connection.call('home/open', {});
  const approval = approvals[0]!;
  return { approval, card: readCard(approval.card!)! };
}

/** As the phone's own client would send it, whatever it was told. */
const decided = async (approval: Approval, decision: Decision): Promise<unknown> =>
  device.connection.call('approval/decide', {
    requestId: `request-${decision.padEnd(12, '0')}`,
    ...(await signedDecision(device, approval, decision)),
  });

const waiting = async () => (await fixture.host.api.snapshot()).waiting;

describe('what belongs at the desk', () => {
  test('is told so to the device, and to the desk', async () => {
    const { approval, card } = await asked('commit');
    expect(card.handling).toBe('desk');
    expect(approval.refusal).toBe('This one belongs at the desk: it is answered at the computer only.');
    expect(await waiting()).toMatchObject([{ id: approval.id, desk: true }]);
  });

  test('a hand-written client is refused a yes, and nothing runs; its no is taken', async () => {
    const { approval } = await asked('commit');
    await expect(decided(approval, 'approve')).rejects.toMatchObject({ code: 'notOffered' });
    expect(fixture.agent.answers).toEqual([]);
    expect(await waiting()).toHaveLength(1);
    await decided(approval, 'decline');
    expect(fixture.agent.answers).toMatchObject([{ answer: { decision: 'decline' } }]);
  });
});

test('a page on plain http is told that more than a local action is not its to answer, and is refused it', async () => {
  const { approval } = await asked('expand');
  expect(approval.refusal).toContain('somebody else serves it');
  // Another phone may.
  expect(await waiting()).toMatchObject([{ desk: false }]);
  await expect(decided(approval, 'approve')).rejects.toMatchObject({ code: 'notOffered' });
  expect(fixture.agent.answers).toEqual([]);
});

describe('the card', () => {
  test('says what its thread did so far, what was checked, what comes next, and what is touched', async () => {
    const { approval, card } = await asked('continue');
    expect(approval.refusal).toBeNull();
    expect(card).toMatchObject({
      soFar: {
        files: [{ path: 'src/a.ts', kind: 'update', added: 2, removed: 1 }],
        total: { files: 1, added: 2, removed: 1 },
      },
      checks: [{ command: 'npm test', exitCode: 1, at: 1500, outdated: false }],
      next: 'Run all tests',
      touches: {
        network: ['example.com'],
        writes: ['out'],
        secrets: [],
        programs: ['npm'],
        more: 0,
        outsideSandbox: true,
        mayRunTwice: false,
        hidden: false,
      },
    });
    await decided(approval, 'approve');
    expect(fixture.agent.answers).toMatchObject([{ answer: { decision: 'approve' } }]);
  });

  test('its diffs so far are given to the device and to the desk, and those of no other thread', async () => {
    const { card } = await asked('continue');
    const changes = [{ path: 'src/a.ts', kind: 'update' }];
    const path = 'src/a.ts';
    expect(await device.connection.call('thread/changes', { thread: card.thread, path })).toMatchObject({
      changes,
      more: 0,
    });
    expect(await fixture.host.api.run('thread/changes', { thread: card.thread, path })).toMatchObject({
      ok: true,
      value: { changes },
    });
    await expect(
      device.connection.call('thread/changes', { thread: 'local.scripted.other', path }),
    ).rejects.toMatchObject({ code: 'unknownThread' });
    expect(await fixture.host.api.run('thread/changes', { thread: 'other', path })).toMatchObject({
      ok: false,
      refusal: { code: 'unknownThread' },
    });
  });
});
