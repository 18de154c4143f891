/** What people decide, on their phones and at the desk. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NativeAsk } from '../../../../main/host/agents/agent.ts';
import { type Choice, DESK_CARD_LIMIT } from '../../../../main/host/approvals/decision.ts';
import { nodeDisk } from '../../../../main/host/files/disk.ts';
import { fromBase64url, toBase64url } from '../../../../protocol/bytes.ts';
import { cardDigestText } from '../../../../protocol/decision.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';
import type { Approval } from '../../../../protocol/session/approvals.ts';
import { readCard } from '../../../../protocol/session/card.ts';
import { HeldDisk } from '../devices/held-disk.ts';
import { commandAsk, questionAsk } from '../scripted-agent.ts';
import { judgement } from './judged.ts';
import { sceneEach } from './scene.ts';
import { anna, signed } from './signed.ts';

const scene = sceneEach();

describe('a decision', () => {
  test('that is valid is written with its card and signature, then reaches the agent, and closes the card', async () => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    const decision = signed(scene, approval!, { scope: 'session' });
    expect(await approvals.decide(anna, decision)).toEqual({ ok: true, result: {} });
    expect(scene.agent.answers).toEqual([
      { key: 'k1', answer: { decision: 'approve', scope: 'session', note: '' } },
    ]);
    expect(approvals.list()).toEqual([]);
    expect(scene.told.at(-1)).toMatchObject({
      state: 'approved',
      by: "Anna's phone",
      decidedAt: scene.clock.now(),
    });
    expect(await scene.audit()).toMatchObject([
      { t: 'decided', card: approval!.card, signature: decision.signature },
    ]);
  });

  test('is taken once: of two at the same moment one is obeyed, the other hears that it was decided', async () => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    const answers = await Promise.all([
      approvals.decide(anna, signed(scene, approval!)),
      approvals.decide(anna, signed(scene, approval!, { decision: 'decline' })),
    ]);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.code))).toEqual(['ok', 'decided']);
    expect(await approvals.decide(anna, signed(scene, approval!))).toMatchObject({ code: 'decided' });
    expect(scene.agent.answers).toHaveLength(1);
  });

  test.each([
    ['of another card', { cardDigest: toBase64url(new Uint8Array(32)) }, 'cardChanged'],
    ['of another decision', { decision: 'decline' as const }, 'badSignature'],
    ['of another scope', { scope: 'session' as const }, 'badSignature'],
    ['of another note', { note: 'yes' }, 'badSignature'],
    ['of another time', { at: 4001 }, 'badSignature'],
    ['with a signature of nothing', { signature: toBase64url(new Uint8Array(64)) }, 'badSignature'],
    ['of another approval', { approval: toBase64url(new Uint8Array(16)) }, 'unknownApproval'],
    ['that is not offered', { decision: 'answer' as const }, 'notOffered'],
  ])('%s is refused, and the card stays open', async (_, change, code) => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    expect(await approvals.decide(anna, { ...signed(scene, approval!), ...change })).toMatchObject({
      ok: false,
      code,
    });
    expect(scene.agent.answers).toEqual([]);
    expect(approvals.list()).toHaveLength(1);
  });

  test('signed by another device is refused', async () => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const foreign = signed(scene, approvals.list()[0]!, {}, suite.randomBytes(32));
    expect(await approvals.decide(anna, foreign)).toMatchObject({ code: 'badSignature' });
  });

  test('that cannot be written is not obeyed, and can be made again', async () => {
    let full = true;
    const approvals = await scene.open({
      ...nodeDisk,
      appendDurably: (file, data) =>
        full ? Promise.reject(new Error('full')) : nodeDisk.appendDurably(file, data),
    });
    scene.agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    expect(await approvals.decide(anna, signed(scene, approval!))).toMatchObject({ code: 'storage' });
    expect(scene.agent.answers).toEqual([]);
    full = false;
    expect(await approvals.decide(anna, signed(scene, approval!))).toMatchObject({ ok: true });
  });

  test('while the agent is away is not taken', async () => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    scene.agent.state = 'stopped';
    expect(await approvals.decide(anna, signed(scene, approvals.list()[0]!))).toMatchObject({
      code: 'agentUnavailable',
    });
    expect(approvals.list()).toHaveLength(1);
  });
});

describe('an answer to a question', () => {
  test('reaches the agent when it fits', async () => {
    const approvals = await scene.open();
    scene.agent.ask(questionAsk('k1'));
    const [approval] = approvals.list();
    const no = signed(scene, approval!, { decision: 'answer', note: '{"q":["Blue"]}' });
    expect(await approvals.decide(anna, no)).toMatchObject({ code: 'notOffered' });
    const yes = signed(scene, approval!, { decision: 'answer', note: '{"q":["Red"]}' });
    expect(await approvals.decide(anna, yes)).toMatchObject({ ok: true });
    expect(scene.agent.answers).toEqual([
      { key: 'k1', answer: { decision: 'answer', answers: { q: ['Red'] } } },
    ]);
  });

  test('that is secret is told to the agent and kept nowhere', async () => {
    const approvals = await scene.open();
    scene.agent.ask(questionAsk('k1', true));
    const decision = signed(scene, approvals.list()[0]!, { decision: 'answer', note: '{"q":["hunter2"]}' });
    expect(await approvals.decide(anna, decision)).toMatchObject({ ok: true });
    expect(scene.agent.answers[0]!.answer).toEqual({ decision: 'answer', answers: { q: ['hunter2'] } });
    for (const file of await fs.readdir(scene.folder)) {
      // A file that is being replaced at this moment may be gone under its temporary name.
      const text = await fs.readFile(path.join(scene.folder, file), 'utf8').catch(() => '');
      expect(text).not.toContain('hunter2');
      // A signature over it would let whoever finds the file try answers until one fits.
      expect(text).not.toContain(decision.signature);
    }
    const digest = toBase64url(suite.sha256(fromBase64url(decision.signature)));
    expect(await scene.audit()).toMatchObject([{ t: 'decided', signatureDigest: digest }]);
  });
});

describe('at the desk', () => {
  const choice = (approval: Approval, fields: Partial<Choice> = {}): Choice => ({
    approval: approval.id,
    decision: 'approve',
    scope: 'once',
    note: '',
    cardDigest: cardDigestText(approval.card!),
    ...fields,
  });

  test('a choice is written with its card, as made there and signed by nobody, and closes the card for all', async () => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    expect(await approvals.decideAtDesk(choice(approval!, { scope: 'session' }))).toMatchObject({ ok: true });
    expect(scene.agent.answers).toMatchObject([{ answer: { decision: 'approve', scope: 'session' } }]);
    expect(scene.told.at(-1)).toMatchObject({ state: 'approved', by: 'the owner at the computer' });
    const [line] = await scene.audit();
    expect(line).toMatchObject({ t: 'decided', desk: true, card: approval!.card, scope: 'session' });
    for (const field of ['device', 'identityKey', 'name', 'signature'])
      expect(line).not.toHaveProperty(field);
    expect(await approvals.decide(anna, signed(scene, approval!))).toMatchObject({ code: 'decided' });
  });

  test.each([
    ['of another card', { cardDigest: toBase64url(new Uint8Array(32)) }, 'cardChanged'],
    ['of another approval', { approval: toBase64url(new Uint8Array(16)) }, 'unknownApproval'],
    ['that is not offered', { decision: 'answer' as const }, 'notOffered'],
  ])('one %s is refused, and the card stays open', async (_, fields, code) => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    expect(await approvals.decideAtDesk(choice(approval!, fields))).toMatchObject({ ok: false, code });
    expect(approvals.list()).toHaveLength(1);
    expect(scene.agent.answers).toEqual([]);
  });

  test('a secret answer reaches the agent and is kept nowhere', async () => {
    const approvals = await scene.open();
    scene.agent.ask(questionAsk('k1', true));
    const [approval] = approvals.list();
    const note = JSON.stringify({ q: ['hunter2'] });
    expect(await approvals.decideAtDesk(choice(approval!, { decision: 'answer', note }))).toMatchObject({
      ok: true,
    });
    expect(scene.agent.answers).toMatchObject([{ answer: { answers: { q: ['hunter2'] } } }]);
    const lines = await scene.audit();
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  test('a card that is too large for a phone can be seen and approved', async () => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1', 'x'.repeat(600_000)));
    const [approval] = approvals.list();
    const card = approvals.card(approval!.id, DESK_CARD_LIMIT);
    expect(readCard(card!)?.ask).toMatchObject({ kind: 'command' });
    const seen = choice({ ...approval!, card });
    expect(await approvals.decideAtDesk(seen)).toMatchObject({ ok: true });
  });
});

describe('control of the browser or the computer', () => {
  const browse: NativeAsk = {
    key: 'k1',
    thread: 't1',
    source: 'agent',
    meaning: 'outsideSandbox',
    reason: null,
    ask: {
      kind: 'tool',
      server: 'node_repl',
      tool: 'js',
      description: null,
      arguments: '{}',
      hints: { readOnly: null, destructive: null, idempotent: null, openWorld: null },
    },
    session: false,
  };

  test('is declined by a phone, and approved at the desk only', async () => {
    const approvals = await scene.open();
    scene.agent.ask(browse);
    const [approval] = approvals.list();
    expect(await approvals.decide(anna, signed(scene, approval!))).toMatchObject({
      code: 'notOffered',
      message: expect.stringContaining('at the computer only'),
    });
    expect(scene.agent.answers).toEqual([]);
    expect(await approvals.decide(anna, signed(scene, approval!, { decision: 'decline' }))).toMatchObject({
      ok: true,
    });
    scene.agent.ask({ ...browse, key: 'k2' });
    const [next] = approvals.list();
    const cardDigest = cardDigestText(next!.card!);
    const choice = { approval: next!.id, decision: 'approve', scope: 'once', note: '', cardDigest } as const;
    expect(await approvals.decideAtDesk(choice)).toMatchObject({ ok: true });
  });

  test('is approved by a phone where the owner allows that', async () => {
    const approvals = await scene.open();
    scene.computerUseOnDevices = true;
    scene.agent.ask(browse);
    expect(await approvals.decide(anna, signed(scene, approvals.list()[0]!))).toMatchObject({ ok: true });
  });
});

describe('a yes of a device', () => {
  const refused = async (fields: Partial<typeof scene.judged>, decider = anna) => {
    const approvals = await scene.open();
    scene.judged = judgement(fields);
    scene.agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    const answer = await approvals.decide(decider, signed(scene, approval!));
    expect(answer).toMatchObject({ ok: false, code: 'notOffered' });
    expect(scene.agent.answers).toEqual([]);
    // A no may come from anywhere.
    const no = signed(scene, approval!, { decision: 'decline' });
    expect(await approvals.decide(decider, no)).toMatchObject({ ok: true });
    return answer;
  };

  test('to what belongs at the desk is refused, whatever the device claims', async () => {
    expect(await refused({ tier: 'commit', handling: 'desk' })).toMatchObject({
      message: 'This one belongs at the desk: it is answered at the computer only.',
    });
  });

  test('beyond what its page may say yes to is refused', async () => {
    expect(await refused({}, { ...anna, client: 'plainHttp' })).toMatchObject({
      message: expect.stringContaining('because somebody else serves it'),
    });
  });

  test('names the verdict and the handling that its card showed: both are in what it signs', async () => {
    const approvals = await scene.open();
    scene.agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    const other = { ...approval!, card: approval!.card!.replace('"handling":"hold"', '"handling":"phone"') };
    expect(other.card).not.toBe(approval!.card);
    expect(await approvals.decide(anna, signed(scene, other))).toMatchObject({ code: 'cardChanged' });
  });
});

describe('while a decision is being written', () => {
  test('an agent that asks again gets it when it is written, and not before', async () => {
    const disk = new HeldDisk();
    const approvals = await scene.open(disk);
    scene.agent.ask(commandAsk('k1'));
    await approvals.idle();
    const held = disk.hold('audit.jsonl');
    const decided = approvals.decide(anna, signed(scene, approvals.list()[0]!));
    await held;
    scene.agent.ask(commandAsk('k1'));
    expect(scene.agent.answers).toEqual([]);
    disk.release();
    expect(await decided).toEqual({ ok: true, result: {} });
    expect(scene.agent.answers).toHaveLength(1);
  });

  test.each(['settled', 'not asked any more'])(
    'an approval that is %s is not open again when the disk refuses',
    async (how) => {
      const disk = new HeldDisk();
      const approvals = await scene.open(disk);
      scene.agent.ask(commandAsk('k1'));
      await approvals.idle();
      const held = disk.hold('audit.jsonl');
      const decided = approvals.decide(anna, signed(scene, approvals.list()[0]!));
      await held;
      if (how === 'settled') approvals.settled(scene.agent, 'k1', 'turnEnded');
      else approvals.asking(scene.agent, 'local.scripted.t1', []);
      disk.fail();
      expect(await decided).toMatchObject({ code: 'storage' });
      expect(approvals.list()).toEqual([]);
      expect(scene.told.at(-1)).toMatchObject({ state: 'void' });
    },
  );
});
