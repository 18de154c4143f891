/** The policy on a whole host: what is asked is weighed, and answered where the owner's file says. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PolicyChange } from '../../../main/contract/policy.ts';
import type { NativeAsk } from '../../../main/host/agents/agent.ts';
import { weighAsk } from '../../../main/host/weigh/ask.ts';
import { cardDigestText } from '../../../protocol/decision.ts';
import type { Approval } from '../../../protocol/session/approvals.ts';
import { readCard } from '../../../protocol/session/card.ts';
import { PATIENCE } from '../../patience.ts';
import { type HostFixture, startHost, weighingBy } from './host-fixture.ts';
import { type NodeDevice, pairedDevice } from './node-device.ts';
import { commandAsk } from './scripted-agent.ts';
import { signedDecision } from './signed-decision.ts';

let fixture: HostFixture;
let phone: NodeDevice;
beforeEach(async () => {
  fixture = await startHost({}, weighingBy(weighAsk));
  phone = await pairedDevice(await fixture.pair(), 'Ada');
  await phone.connection.call('thread/start', {
    requestId: 'request-000000000001',
    project: fixture.project.id,
    agent: 'scripted',
    text: 'Fix it',
  });
});
afterEach(async () => {
  phone.close();
  await fixture.close();
});

const file = () => path.join(fixture.folder, 'policy.toml');
const policy = async () => (await fixture.host.api.snapshot()).policy;
const change = (what: PolicyChange) => fixture.host.api.run('policy/change', { change: what });
/** As the gate asks. */
const asks = (key: string, command: string): void => {
  const ask: NativeAsk['ask'] = { kind: 'command', command, cwd: fixture.project.path, network: null };
  fixture.agent.ask({ ...commandAsk(key, command), source: 'hook', meaning: 'insideSandbox', ask });
};
const waiting = async (): Promise<Approval[]> => (await phone.connection.call('home/open', {})).approvals;
const decide = async (approval: Approval, decision: 'approve' | 'decline', n: number) =>
  phone.connection.call('approval/decide', {
    requestId: `request-${String(n).padStart(12, '0')}`,
    ...(await signedDecision(phone, approval, decision)),
  });
const answers = () => fixture.agent.answers.map(({ key, answer }) => `${key} ${answer.decision}`);

test('what is local goes on by itself, and activity says by which rule', async () => {
  asks('k1', 'npm test');
  await expect.poll(answers).toEqual(['k1 approve']);
  expect(await waiting()).toEqual([]);
  const { api } = fixture.host;
  expect(await api.run('activity/list', {})).toMatchObject({
    value: { entries: expect.arrayContaining([expect.objectContaining({ kind: 'phone' })]) },
  });
  const log = await fs.readFile(path.join(fixture.folder, 'audit.jsonl'), 'utf8');
  expect(log).toContain('"policy":"preset.team"');
});

test('what belongs at the desk is answered there, whatever a client sends by hand', async () => {
  asks('k1', 'git push');
  await expect.poll(waiting).toHaveLength(1);
  const [approval] = await waiting();
  expect(readCard(approval!.card!)).toMatchObject({ tier: 'commit', handling: 'desk' });
  await expect(decide(approval!, 'approve', 2)).rejects.toMatchObject({
    code: 'notOffered',
    message: 'This one belongs at the desk: it is answered at the computer only.',
  });
  expect(answers()).toEqual([]);
  const choice = { id: approval!.id, decision: 'approve', scope: 'once', note: '' } as const;
  const cardDigest = cardDigestText(approval!.card!);
  expect(await fixture.host.api.run('approval/decide', { ...choice, cardDigest })).toMatchObject({
    ok: true,
  });
  expect(answers()).toEqual(['k1 approve']);
});

test('a page over plain http says yes to nothing that reaches further, unless the owner lets it', async () => {
  asks('k1', 'npm install left-pad');
  await expect.poll(waiting).toHaveLength(1);
  const [approval] = await waiting();
  await expect(decide(approval!, 'approve', 2)).rejects.toMatchObject({ code: 'notOffered' });
  const { revision } = await policy();
  await fs.appendFile(file(), '\n[clients]\nplain_http = "expand"\n');
  await expect.poll(async () => (await policy()).revision, PATIENCE).not.toBe(revision);
  expect(await decide(approval!, 'approve', 3)).toEqual({});
  expect(answers()).toEqual(['k1 approve']);
});

test('what waits when the policy becomes stricter has another card for the phone, and a yes to the old one is none', async () => {
  await change({ what: 'preset', preset: 'pilot' });
  asks('k1', 'touch a.ts');
  await expect.poll(waiting).toHaveLength(1);
  const [before] = await waiting();
  expect(readCard(before!.card!)).toMatchObject({ tier: 'continue', handling: 'phone' });
  await change({ what: 'cell', kind: null, tier: 'continue', handling: 'hold' });
  await expect(decide(before!, 'approve', 2)).rejects.toMatchObject({ code: 'cardChanged' });
  const [now] = await waiting();
  expect(readCard(now!.card!)).toMatchObject({ approval: before!.id, handling: 'hold' });
  // A looser one answers nothing by itself.
  await change({ what: 'preset', preset: 'team' });
  await change({ what: 'cell', kind: null, tier: 'continue', handling: 'rule' });
  expect(answers()).toEqual([]);
  expect(await decide(now!, 'approve', 3)).toEqual({});
  expect(answers()).toEqual(['k1 approve']);
});

describe('the file', () => {
  test('is obeyed as soon as it is saved; a mistake in it means the strict policy, until it is mended', async () => {
    const good = await fs.readFile(file(), 'utf8');
    await fs.writeFile(file(), `${good}\n[tiers]\ncontinue = "rulez"\n`);
    await expect.poll(async () => (await policy()).faults, PATIENCE).toMatchObject([{ line: 9, column: 1 }]);
    asks('k1', 'npm test');
    await expect.poll(waiting).toHaveLength(1);
    expect(answers()).toEqual([]);
    expect(await change({ what: 'preset', preset: 'team' })).toMatchObject({
      ok: false,
      refusal: { code: 'damaged' },
    });
    await fs.writeFile(file(), good);
    await expect.poll(async () => (await policy()).faults, PATIENCE).toEqual([]);
    asks('k2', 'npm test');
    await expect.poll(answers).toEqual(['k2 approve']);
  });

  test('is changed by the contract, and what is refused is said', async () => {
    expect(
      await change({ what: 'addRule', rule: { answer: 'never', program: 'npm', about: 'Not here' } }),
    ).toEqual({
      ok: true,
      value: {},
    });
    asks('k1', 'npm test');
    await expect.poll(answers).toEqual(['k1 decline']);
    expect(fixture.agent.answers[0]!.answer).toMatchObject({
      note: 'Declined by the policy of this computer. Not here: it is declined.',
    });
    expect(await change({ what: 'cell', kind: null, tier: 'commit', handling: 'rule' })).toMatchObject({
      refusal: { code: 'badValue' },
    });
    expect((await policy()).inForce.rules).toMatchObject([{ program: 'npm' }]);
  });
});

describe('a check', () => {
  const check = (params: { command: string; cwd?: string; project?: string; environment?: string }) =>
    fixture.host.api.run('policy/check', params);

  test('explains a command in a project, named by its id, name or folder, or by the folder it runs in', async () => {
    const { id, path: folder } = fixture.project;
    for (const where of [{ project: id }, { project: 'project' }, { project: folder }, { cwd: folder }])
      expect(await check({ command: 'touch a.ts', ...where })).toMatchObject({
        value: { tier: 'continue', sandbox: { handling: 'rule' }, outside: { handling: 'phone' } },
      });
    expect(await check({ command: 'touch a.ts' })).not.toMatchObject({ value: { tier: 'continue' } });
  });

  test('of a place that is not there is refused', async () => {
    expect(await check({ command: 'ls', project: 'nope' })).toMatchObject({
      refusal: { code: 'unknownProject' },
    });
    expect(await check({ command: 'ls', environment: 'nope' })).toMatchObject({
      refusal: { code: 'unknownEnvironment' },
    });
  });
});
