import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NativeAsk } from '../../../../main/host/agents/agent.ts';
import { Approvals } from '../../../../main/host/approvals/approvals.ts';
import {
  type Choice,
  DESK_CARD_LIMIT,
  type Decider,
  type SignedDecision,
} from '../../../../main/host/approvals/decision.ts';
import { MAX_OPEN } from '../../../../main/host/approvals/live.ts';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { JournalFile } from '../../../../main/host/files/journal.ts';
import { type HostIdentity, loadIdentity } from '../../../../main/host/identity.ts';
import { fromBase64url, toBase64url } from '../../../../protocol/bytes.ts';
import {
  cardDigest,
  cardDigestText,
  DecisionCode,
  decisionBytes,
  ScopeCode,
} from '../../../../protocol/decision.ts';
import { identityKey } from '../../../../protocol/identity.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';
import { type Approval, CARD_LIMIT } from '../../../../protocol/session/approvals.ts';
import { readCard } from '../../../../protocol/session/card.ts';
import { NO_CONTEXT } from '../../../../protocol/session/card-context.ts';
import { HeldDisk } from '../devices/held-disk.ts';
import { commandAsk, questionAsk, ScriptedAgent } from '../scripted-agent.ts';
import { judgement } from './judged.ts';

let folder: string;
let identity: HostIdentity;
let agent: ScriptedAgent;
let told: Approval[];
let computerUse = false;
let judged = judgement();
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-approvals-'));
  identity = await loadIdentity({ folder, disk: nodeDisk, suite, keyBox: null });
  agent = new ScriptedAgent();
  told = [];
  judged = judgement();
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.idle()));
  await fs.rm(folder, { recursive: true, force: true });
});
const stores: Approvals[] = [];

const seed = suite.randomBytes(32);
const publicKey = suite.ed25519.publicKey(seed);
const anna: Decider = {
  id: 'd1',
  name: "Anna's phone",
  identityKey: toBase64url(publicKey),
  client: 'ownOrigin',
};

async function open(disk: Disk = nodeDisk): Promise<Approvals> {
  const approvals: Approvals = new Approvals({
    folder,
    disk,
    audit: new JournalFile(disk, path.join(folder, 'audit.jsonl')),
    suite,
    identity,
    hostName: 'mac',
    environmentName: () => null,
    clock: { now: () => 5000, after: () => () => {} },
    judge: () => judged,
    mayApprove: (client) => client !== 'plainHttp',
    places: {
      place: (_, native) => ({
        thread: `local.scripted.${native}`,
        title: 'Fix it',
        project: null,
        context: NO_CONTEXT,
      }),
    },
    agent: (id) => (id === agent.id ? agent : undefined),
    computerUseOnDevices: () => computerUse,
    notice: () => {},
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

interface Chosen {
  decision?: SignedDecision['decision'];
  scope?: SignedDecision['scope'];
  note?: string;
}
function signed(approval: Approval, choice: Chosen = {}, signWith = seed): SignedDecision {
  const { decision = 'approve', scope = 'once', note = '' } = choice;
  const digest = cardDigest(suite, approval.card!);
  const message = decisionBytes({
    hostPublicKey: identity.publicKey,
    identityKey: identityKey(suite.ed25519.publicKey(signWith)),
    approvalId: fromBase64url(approval.id),
    cardDigest: digest,
    decision: DecisionCode[decision],
    scope: ScopeCode[scope],
    note,
    deviceTime: 4000,
  });
  const signature = toBase64url(suite.ed25519.sign(signWith, message));
  return {
    approval: approval.id,
    decision,
    scope,
    note,
    cardDigest: toBase64url(digest),
    at: 4000,
    signature,
  };
}
const audit = async (): Promise<Record<string, unknown>[]> =>
  (await fs.readFile(path.join(folder, 'audit.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a decision', () => {
  test('that is valid is written with its card and signature, then reaches the agent, and closes the card', async () => {
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    const decision = signed(approval!, { scope: 'session' });
    expect(await approvals.decide(anna, decision)).toEqual({ ok: true, result: {} });
    expect(agent.answers).toEqual([
      { key: 'k1', answer: { decision: 'approve', scope: 'session', note: '' } },
    ]);
    expect(approvals.list()).toEqual([]);
    expect(told.at(-1)).toMatchObject({ state: 'approved', by: "Anna's phone", decidedAt: 5000 });
    expect(await audit()).toMatchObject([
      { t: 'decided', card: approval!.card, signature: decision.signature },
    ]);
  });

  test('is taken once: of two at the same moment one is obeyed, the other hears that it was decided', async () => {
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    const answers = await Promise.all([
      approvals.decide(anna, signed(approval!)),
      approvals.decide(anna, signed(approval!, { decision: 'decline' })),
    ]);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.code))).toEqual(['ok', 'decided']);
    expect(await approvals.decide(anna, signed(approval!))).toMatchObject({ code: 'decided' });
    expect(agent.answers).toHaveLength(1);
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
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    expect(await approvals.decide(anna, { ...signed(approval!), ...change })).toMatchObject({
      ok: false,
      code,
    });
    expect(agent.answers).toEqual([]);
    expect(approvals.list()).toHaveLength(1);
  });

  test('signed by another device is refused', async () => {
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    const foreign = signed(approvals.list()[0]!, {}, suite.randomBytes(32));
    expect(await approvals.decide(anna, foreign)).toMatchObject({ code: 'badSignature' });
  });

  test('that cannot be written is not obeyed, and can be made again', async () => {
    let full = true;
    const approvals = await open({
      ...nodeDisk,
      appendDurably: (file, data) =>
        full ? Promise.reject(new Error('full')) : nodeDisk.appendDurably(file, data),
    });
    agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    expect(await approvals.decide(anna, signed(approval!))).toMatchObject({ code: 'storage' });
    expect(agent.answers).toEqual([]);
    full = false;
    expect(await approvals.decide(anna, signed(approval!))).toMatchObject({ ok: true });
  });

  test('while the agent is away is not taken', async () => {
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    agent.state = 'stopped';
    expect(await approvals.decide(anna, signed(approvals.list()[0]!))).toMatchObject({
      code: 'agentUnavailable',
    });
    expect(approvals.list()).toHaveLength(1);
  });
});

describe('an answer to a question', () => {
  test('reaches the agent when it fits', async () => {
    const approvals = await open();
    agent.ask(questionAsk('k1'));
    const [approval] = approvals.list();
    const no = signed(approval!, { decision: 'answer', note: '{"q":["Blue"]}' });
    expect(await approvals.decide(anna, no)).toMatchObject({ code: 'notOffered' });
    const yes = signed(approval!, { decision: 'answer', note: '{"q":["Red"]}' });
    expect(await approvals.decide(anna, yes)).toMatchObject({ ok: true });
    expect(agent.answers).toEqual([{ key: 'k1', answer: { decision: 'answer', answers: { q: ['Red'] } } }]);
  });

  test('that is secret is told to the agent and kept nowhere', async () => {
    const approvals = await open();
    agent.ask(questionAsk('k1', true));
    const decision = signed(approvals.list()[0]!, { decision: 'answer', note: '{"q":["hunter2"]}' });
    expect(await approvals.decide(anna, decision)).toMatchObject({ ok: true });
    expect(agent.answers[0]!.answer).toEqual({ decision: 'answer', answers: { q: ['hunter2'] } });
    for (const file of await fs.readdir(folder)) {
      // A file that is being replaced at this moment may be gone under its temporary name.
      const text = await fs.readFile(path.join(folder, file), 'utf8').catch(() => '');
      expect(text).not.toContain('hunter2');
      // A signature over it would let whoever finds the file try answers until one fits.
      expect(text).not.toContain(decision.signature);
    }
    const digest = toBase64url(suite.sha256(fromBase64url(decision.signature)));
    expect(await audit()).toMatchObject([{ t: 'decided', signatureDigest: digest }]);
  });
});

describe('an approval', () => {
  test('is the same one after a restart of the host, when the agent still asks', async () => {
    const first = await open();
    agent.ask(commandAsk('k1'));
    const before = first.list()[0]!;
    await expect.poll(() => fs.readFile(path.join(folder, 'approvals.json'), 'utf8')).toContain(before.id);
    const second = await open();
    agent.ask(commandAsk('k1'));
    second.asking(agent, 'local.scripted.t1', ['k1']);
    expect(second.list()).toEqual([before]);
    expect(await second.decide(anna, signed(before))).toMatchObject({ ok: true });
  });

  test('decided after a restart, before the agent has asked again, is kept for it and given to it then', async () => {
    const first = await open();
    agent.ask(commandAsk('k1'));
    const before = first.list()[0]!;
    await expect.poll(() => fs.readFile(path.join(folder, 'approvals.json'), 'utf8')).toContain(before.id);
    const second = await open();
    // Ready, and its threads are still being read.
    agent.waiting.clear();
    expect(await second.decide(anna, signed(before))).toMatchObject({ ok: false, code: 'unknownOutcome' });
    expect(agent.answers).toEqual([]);
    agent.ask(commandAsk('k1'));
    await expect.poll(() => agent.answers).toMatchObject([{ key: 'k1', answer: { decision: 'approve' } }]);
    await expect.poll(() => told.at(-1)).toMatchObject({ id: before.id, state: 'approved', by: anna.name });
    expect(second.list()).toEqual([]);
  });

  test('is void after a restart, when the agent does not ask any more', async () => {
    const first = await open();
    agent.ask(commandAsk('k1'));
    const { id } = first.list()[0]!;
    await expect.poll(() => fs.readFile(path.join(folder, 'approvals.json'), 'utf8')).toContain(id);
    const second = await open();
    second.asking(agent, 'local.scripted.t1', []);
    expect(second.list()).toEqual([]);
    expect(told.at(-1)).toMatchObject({
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
    const first = await open();
    for (const key of ['k1', 'k2', 'k3']) agent.ask(hook(key));
    const [one, two, three] = first.list();
    await expect.poll(() => fs.readFile(path.join(folder, 'approvals.json'), 'utf8')).toContain(three!.id);
    const second = await open();
    second.asking(agent, 'local.scripted.t1', []);
    expect(second.list()).toEqual([one, two, three]);
    agent.ask(hook('k1'));
    agent.waiting.delete('k2');
    expect(await second.decide(anna, signed(two!))).toMatchObject({ code: 'unknownOutcome' });
    second.gateReturned(agent);
    expect(second.list()).toEqual([one]);
    expect(told).toContainEqual(expect.objectContaining({ id: two!.id, state: 'unknown' }));
    expect(told).toContainEqual(expect.objectContaining({ id: three!.id, state: 'void' }));
    // From here on it is as every other.
    second.asking(agent, 'local.scripted.t1', []);
    expect(second.list()).toEqual([]);
  });

  test('of a hook whose way was cut keeps what was decided until the hook calls again, or has had the time to', async () => {
    const approvals = await open();
    const hook = (key: string): NativeAsk => ({ ...commandAsk(key), source: 'hook' });
    for (const key of ['k1', 'k2', 'k3']) agent.ask(hook(key));
    const [one, , three] = approvals.list();
    approvals.gateLost(agent);
    expect(await approvals.decide(anna, signed(one!))).toMatchObject({ code: 'unknownOutcome' });
    expect(agent.answers).toEqual([]);
    approvals.asking(agent, 'local.scripted.t1', []);
    expect(approvals.list()).toHaveLength(2);
    agent.ask(hook('k1'));
    agent.ask(hook('k2'));
    await expect.poll(() => agent.answers.map(({ key }) => key)).toEqual(['k1']);
    approvals.gateReturned(agent);
    expect(told.at(-1)).toMatchObject({ id: three!.id, state: 'void' });
    expect(approvals.list()).toHaveLength(1);
  });

  test('of a hook is void after a restart when nothing runs in its thread', async () => {
    const first = await open();
    agent.ask({ ...commandAsk('k1'), source: 'hook' });
    const { id } = first.list()[0]!;
    await expect.poll(() => fs.readFile(path.join(folder, 'approvals.json'), 'utf8')).toContain(id);
    const second = await open();
    second.quiet(agent, 'local.scripted.t1');
    expect(second.list()).toEqual([]);
  });

  test('that nobody answered in time says so', async () => {
    const approvals = await open();
    agent.ask({ ...commandAsk('k1'), source: 'hook' });
    approvals.settled(agent, 'k1', 'expired');
    expect(told.at(-1)).toMatchObject({ state: 'void', note: expect.stringContaining('in time') });
    await expect.poll(audit).toMatchObject([{ t: 'void', why: 'expired' }]);
  });

  test('kept from an earlier start is void when nothing runs in its thread, one asked since is not', async () => {
    const first = await open();
    agent.ask(commandAsk('k1'));
    const { id } = first.list()[0]!;
    await expect.poll(() => fs.readFile(path.join(folder, 'approvals.json'), 'utf8')).toContain(id);
    const second = await open();
    agent.ask(commandAsk('k2'));
    second.quiet(agent, 'local.scripted.t1');
    expect(second.list()).toHaveLength(1);
    expect(told.at(-1)).toMatchObject({ id, state: 'void' });
  });

  test('that was decided before a crash is given to the agent when it asks again', async () => {
    const first = await open();
    agent.ask(commandAsk('k1'));
    const approval = first.list()[0]!;
    // The crash: the decision is on the disk, the agent never hears.
    agent.answer = () => new Promise(() => {});
    void first.decide(anna, signed(approval));
    await expect.poll(() => fs.readFile(path.join(folder, 'approvals.json'), 'utf8')).toContain('"by"');
    agent = new ScriptedAgent();
    const second = await open();
    expect(second.list()).toEqual([]);
    agent.ask(commandAsk('k1'));
    await expect.poll(() => agent.answers).toHaveLength(1);
    expect(agent.answers[0]).toMatchObject({ key: 'k1', answer: { decision: 'approve' } });
  });

  test.each([
    ['elsewhere', 'terminal'],
    ['turnEnded', 'turn was stopped'],
    ['agentStopped', 'The agent stopped'],
  ] as const)('that is settled (%s) is void on every screen, with the reason', async (why, words) => {
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    agent.sink.settled('k1', why);
    expect(approvals.list()).toEqual([]);
    expect(told.at(-1)).toMatchObject({ state: 'void', note: expect.stringContaining(words) });
  });

  test('asked twice is one', async () => {
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    agent.ask(commandAsk('k1'));
    expect(approvals.list()).toHaveLength(1);
  });

  test('beyond the limit is declined, with a word', async () => {
    await open();
    for (let n = 0; n <= MAX_OPEN; n++) agent.ask(commandAsk(`k${n}`));
    await expect.poll(() => agent.answers).toHaveLength(1);
    expect(agent.answers[0]).toMatchObject({ key: `k${MAX_OPEN}`, answer: { decision: 'decline' } });
  });

  test('with a card too large for a screen can be declined there, and not approved', async () => {
    const approvals = await open();
    agent.ask(commandAsk('k1', 'x'.repeat(600_000)));
    const [approval] = approvals.list();
    expect(approval!.card).toBeNull();
    expect(approvals.card(approval!.id, CARD_LIMIT)).toBe('tooLarge');
    // What is signed is that nothing was shown.
    const unseen = { ...approval!, card: '' };
    expect(await approvals.decide(anna, signed(unseen))).toMatchObject({ code: 'tooLarge' });
    expect(await approvals.decide(anna, signed(unseen, { decision: 'decline' }))).toMatchObject({ ok: true });
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
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    expect(await approvals.decideAtDesk(choice(approval!, { scope: 'session' }))).toMatchObject({ ok: true });
    expect(agent.answers).toMatchObject([{ answer: { decision: 'approve', scope: 'session' } }]);
    expect(told.at(-1)).toMatchObject({ state: 'approved', by: 'the owner at the computer' });
    const [line] = await audit();
    expect(line).toMatchObject({ t: 'decided', desk: true, card: approval!.card, scope: 'session' });
    for (const field of ['device', 'identityKey', 'name', 'signature'])
      expect(line).not.toHaveProperty(field);
    expect(await approvals.decide(anna, signed(approval!))).toMatchObject({ code: 'decided' });
  });

  test.each([
    ['of another card', { cardDigest: toBase64url(new Uint8Array(32)) }, 'cardChanged'],
    ['of another approval', { approval: toBase64url(new Uint8Array(16)) }, 'unknownApproval'],
    ['that is not offered', { decision: 'answer' as const }, 'notOffered'],
  ])('one %s is refused, and the card stays open', async (_, fields, code) => {
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    expect(await approvals.decideAtDesk(choice(approval!, fields))).toMatchObject({ ok: false, code });
    expect(approvals.list()).toHaveLength(1);
    expect(agent.answers).toEqual([]);
  });

  test('a secret answer reaches the agent and is kept nowhere', async () => {
    const approvals = await open();
    agent.ask(questionAsk('k1', true));
    const [approval] = approvals.list();
    const note = JSON.stringify({ q: ['hunter2'] });
    expect(await approvals.decideAtDesk(choice(approval!, { decision: 'answer', note }))).toMatchObject({
      ok: true,
    });
    expect(agent.answers).toMatchObject([{ answer: { answers: { q: ['hunter2'] } } }]);
    expect(JSON.stringify(await audit())).not.toContain('hunter2');
  });

  test('a card that is too large for a phone can be seen and approved', async () => {
    const approvals = await open();
    agent.ask(commandAsk('k1', 'x'.repeat(600_000)));
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
  afterEach(() => {
    computerUse = false;
  });

  test('is declined by a phone, and approved at the desk only', async () => {
    const approvals = await open();
    agent.ask(browse);
    const [approval] = approvals.list();
    expect(await approvals.decide(anna, signed(approval!))).toMatchObject({
      code: 'notOffered',
      message: expect.stringContaining('at the computer only'),
    });
    expect(agent.answers).toEqual([]);
    expect(await approvals.decide(anna, signed(approval!, { decision: 'decline' }))).toMatchObject({
      ok: true,
    });
    agent.ask({ ...browse, key: 'k2' });
    const [next] = approvals.list();
    const cardDigest = cardDigestText(next!.card!);
    const choice = { approval: next!.id, decision: 'approve', scope: 'once', note: '', cardDigest } as const;
    expect(await approvals.decideAtDesk(choice)).toMatchObject({ ok: true });
  });

  test('is approved by a phone where the owner allows that', async () => {
    const approvals = await open();
    computerUse = true;
    agent.ask(browse);
    expect(await approvals.decide(anna, signed(approvals.list()[0]!))).toMatchObject({ ok: true });
  });
});

describe('a yes of a device', () => {
  const refused = async (fields: Partial<typeof judged>, decider = anna) => {
    const approvals = await open();
    judged = judgement(fields);
    agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    const answer = await approvals.decide(decider, signed(approval!));
    expect(answer).toMatchObject({ ok: false, code: 'notOffered' });
    expect(agent.answers).toEqual([]);
    // A no may come from anywhere.
    const no = signed(approval!, { decision: 'decline' });
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
    const approvals = await open();
    agent.ask(commandAsk('k1'));
    const [approval] = approvals.list();
    const other = { ...approval!, card: approval!.card!.replace('"handling":"hold"', '"handling":"phone"') };
    expect(other.card).not.toBe(approval!.card);
    expect(await approvals.decide(anna, signed(other))).toMatchObject({ code: 'cardChanged' });
  });
});

describe('while a decision is being written', () => {
  test('an agent that asks again gets it when it is written, and not before', async () => {
    const disk = new HeldDisk();
    const approvals = await open(disk);
    agent.ask(commandAsk('k1'));
    await approvals.idle();
    const held = disk.hold('audit.jsonl');
    const decided = approvals.decide(anna, signed(approvals.list()[0]!));
    await held;
    agent.ask(commandAsk('k1'));
    expect(agent.answers).toEqual([]);
    disk.release();
    expect(await decided).toEqual({ ok: true, result: {} });
    expect(agent.answers).toHaveLength(1);
  });

  test.each(['settled', 'not asked any more'])(
    'an approval that is %s is not open again when the disk refuses',
    async (how) => {
      const disk = new HeldDisk();
      const approvals = await open(disk);
      agent.ask(commandAsk('k1'));
      await approvals.idle();
      const held = disk.hold('audit.jsonl');
      const decided = approvals.decide(anna, signed(approvals.list()[0]!));
      await held;
      if (how === 'settled') approvals.settled(agent, 'k1', 'turnEnded');
      else approvals.asking(agent, 'local.scripted.t1', []);
      disk.fail();
      expect(await decided).toMatchObject({ code: 'storage' });
      expect(approvals.list()).toEqual([]);
      expect(told.at(-1)).toMatchObject({ state: 'void' });
    },
  );
});
