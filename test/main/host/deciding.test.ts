/** What an agent asks, on a real host with its relay: on phones, at the desk, and in the activity. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { LocalClient } from '../../../main/host/local-socket/client.ts';
import { serveLocalSocket } from '../../../main/host/local-socket/server.ts';
import { cardDigestText } from '../../../protocol/decision.ts';
import type { Approval } from '../../../protocol/session/approvals.ts';
import { PATIENCE } from '../../patience.ts';
import { hostEach, requestId } from './each-host.ts';
import { eventsOf, type NodeDevice, until } from './node-device.ts';
import { commandAsk, ScriptedAgent } from './scripted-agent.ts';
import { signedDecision } from './signed-decision.ts';

const each = hostEach();
const decide = async (on: NodeDevice, approval: Approval, decision: 'approve' | 'decline', n = 90) =>
  on.connection.call('approval/decide', {
    requestId: requestId(n),
    ...(await signedDecision(on, approval, decision)),
  });

const codeOf = (error: { code: string }): string => error.code;

describe('approvals', () => {
  test('wait on every phone, and are answered by one', async () => {
    const [first, second] = [await each.device('One'), await each.device('Two')];
    for (const phone of [first, second]) await phone.connection.call('home/open', {});
    await each.begin(first);
    each.fixture.agent.ask(commandAsk('k1'));
    await expect.poll(() => eventsOf(second, 'approval/changed')).toHaveLength(1);
    const { approval } = eventsOf(second, 'approval/changed')[0]!;
    expect(await decide(second, approval, 'approve')).toEqual({});
    await expect
      .poll(() => eventsOf(first, 'approval/changed').at(-1)?.approval)
      .toMatchObject({ state: 'approved', by: 'Two' });
    await expect(decide(first, approval, 'decline', 91)).rejects.toMatchObject({ code: 'decided' });
    expect(each.fixture.agent.answers).toMatchObject([{ key: 'k1', answer: { decision: 'approve' } }]);
  });

  test('are listed for a phone that comes later, also after a restart of the host', async () => {
    const phone = await each.device();
    await each.begin(phone);
    each.fixture.agent.ask(commandAsk('k1'));
    const before = (await phone.connection.call('home/open', {})).approvals;
    expect(before).toHaveLength(1);
    await vi.waitFor(async () => {
      expect(await fs.readFile(path.join(each.fixture.folder, 'approvals.json'), 'utf8')).toContain(
        before[0]!.id,
      );
    }, PATIENCE);
    const next = new ScriptedAgent();
    next.histories.set('t1', { items: [], turn: null });
    next.waiting.add('k1');
    await each.fixture.restart(next);
    next.tell({ id: 't1', cwd: each.fixture.project.path, title: 'Fix it', status: 'working', updatedAt: 2 });
    next.ask(commandAsk('k1'));
    await until(phone, (state) => state.kind !== 'connected');
    await until(phone, (state) => state.kind === 'connected');
    expect((await phone.connection.call('home/open', {})).approvals).toEqual(before);
    expect(await decide(phone, before[0]!, 'approve')).toEqual({});
    expect(next.answers).toHaveLength(1);
  });
});

describe('at the desk', () => {
  const atDesk = async (id: string, decision: 'approve' | 'decline') => {
    const read = await each.fixture.host.api.run('approval/read', { id });
    if (!read.ok) throw new Error(read.refusal.message);
    const cardDigest = cardDigestText(read.value.card);
    return each.fixture.host.api.run('approval/decide', {
      id,
      decision,
      scope: 'once',
      note: '',
      cardDigest,
    });
  };
  const asked = async (phone: NodeDevice): Promise<Approval> => {
    await phone.connection.call('home/open', {});
    await each.begin(phone);
    each.fixture.agent.ask(commandAsk('k1'));
    await expect.poll(() => eventsOf(phone, 'approval/changed')).toHaveLength(1);
    return eventsOf(phone, 'approval/changed')[0]!.approval;
  };

  test('an approval is read and decided, and the phone sees who did', async () => {
    const phone = await each.device('Ada');
    const approval = await asked(phone);
    const read = await each.fixture.host.api.run('approval/read', { id: approval.id });
    // The very text that the phone was given.
    expect(read).toEqual({ ok: true, value: { card: approval.card } });
    expect(await atDesk(approval.id, 'approve')).toMatchObject({ ok: true });
    await expect
      .poll(() => eventsOf(phone, 'approval/changed').at(-1)?.approval)
      .toMatchObject({ state: 'approved', by: 'the owner at the computer' });
    await expect(decide(phone, approval, 'decline')).rejects.toMatchObject({ code: 'decided' });
    expect(each.fixture.agent.answers).toMatchObject([{ answer: { decision: 'approve' } }]);
    const { activity } = await each.fixture.host.api.snapshot();
    expect(activity.closed).toMatchObject([{ id: approval.id, state: 'approved' }]);
  });

  test('whoever comes first is obeyed, desk or phone, and the other hears that it was decided', async () => {
    const { host, folder, agent } = each.fixture;
    const phone = await each.device('Ada');
    await phone.connection.call('home/open', {});
    await each.begin(phone);
    // The desk as `outpost answer` is one: over the owner's socket.
    const served = await serveLocalSocket({ api: host.api, folder, version: '0.0.0' });
    const desk = await LocalClient.connect(folder);
    try {
      for (let round = 0; round < 10; round++) {
        agent.ask(commandAsk(`race${round}`));
        const open = () =>
          eventsOf(phone, 'approval/changed').filter(({ approval }) => approval.state === 'open');
        await expect.poll(() => open().length).toBe(round + 1);
        const { approval } = open()[round]!;
        const byPhone = () => decide(phone, approval, 'decline', 100 + round).then(() => 'obeyed', codeOf);
        const byDesk = async () => {
          const cardDigest = cardDigestText(approval.card!);
          const choice = {
            id: approval.id,
            decision: 'approve',
            scope: 'once',
            note: '',
            cardDigest,
          } as const;
          const outcome = await desk.run('approval/decide', choice);
          return outcome.ok ? 'obeyed' : outcome.refusal.code;
        };
        const both = round % 2 === 0 ? [byPhone(), byDesk()] : [byDesk(), byPhone()];
        expect((await Promise.all(both)).sort()).toEqual(['decided', 'obeyed']);
        expect(agent.answers).toHaveLength(round + 1);
      }
    } finally {
      desk.close();
      await served.close();
    }
  });

  test('a card that is not the one which was shown is refused', async () => {
    const phone = await each.device('Ada');
    const { id } = await asked(phone);
    const cardDigest = cardDigestText('{"v":1}');
    const outcome = await each.fixture.host.api.run('approval/decide', {
      id,
      decision: 'approve',
      scope: 'once',
      note: '',
      cardDigest,
    });
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'cardChanged' } });
    expect(each.fixture.agent.answers).toEqual([]);
  });
});

describe('activity', () => {
  test('holds who was paired, renamed, allowed and revoked, and who approved what', async () => {
    const { api } = each.fixture.host;
    const phone = await each.device('Ada');
    await phone.connection.call('home/open', {});
    await each.begin(phone);
    each.fixture.agent.ask(commandAsk('k1', 'npm test'));
    await expect.poll(() => eventsOf(phone, 'approval/changed')).toHaveLength(1);
    await decide(phone, eventsOf(phone, 'approval/changed')[0]!.approval, 'approve');
    const { id } = (await api.snapshot()).devices[0]!;
    await api.run('device/rename', { id, name: 'Ada Two' });
    await api.run('device/allow', { id, right: 'view' });
    await api.run('device/revoke', { id });
    await expect.poll(async () => (await api.snapshot()).activity.written).toBe(5);
    const page = await api.run('activity/list', {});
    if (!page.ok) throw new Error(page.refusal.message);
    expect(page.value.entries).toMatchObject([
      { kind: 'phone', act: 'revoked', who: { kind: 'desk' }, name: 'Ada Two' },
      { kind: 'phone', act: 'right', detail: 'view', name: 'Ada Two' },
      { kind: 'phone', act: 'renamed', detail: 'Ada', name: 'Ada Two' },
      { kind: 'approval', title: 'npm test', outcome: 'approved', who: { kind: 'phone', id, name: 'Ada' } },
      { kind: 'phone', act: 'paired', who: { kind: 'phone' } },
    ]);
  });
});
