/** What the log leaves out: a run with the real Codex at the finest level, and everything that must not stand in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Log } from '../../main/host/options.ts';
import { type Bytes, fromBase64url, toBase32, toBase64url, toHex } from '../../protocol/bytes.ts';
import { pairingAdmissionSeed, parseLink } from '../../protocol/link.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import { admitMessage, encodeAdmit, encodeData } from '../../protocol/relay-frames.ts';
import { adapterOf } from '../codex/adapter.ts';
import { type CodexHome, endAll, startCodexHome } from '../codex/codex.ts';
import { type HostFixture, startHost } from '../main/host/host-fixture.ts';
import { type NodeDevice, pairedDevice, pairOnly, until } from '../main/host/node-device.ts';
import { signedDecision } from '../main/host/signed-decision.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';
import { Peer } from '../relay/peers.ts';

const PROMPT = 'tell-nobody-this-prompt';
const OUTPUT = 'tell-nobody-this-output';
const NAME = 'Ada’s own phone';

let model: ModelServer;
let codex: CodexHome;
let fixture: HostFixture;
const lines: string[] = [];

beforeAll(async () => {
  model = await startModelServer();
  codex = startCodexHome({ modelUrl: model.url });
  const write = (level: string) => (fields: object, message: string) => {
    lines.push(`${level} ${message} ${inspect(fields, { depth: 10 })}`);
  };
  const log: Log = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  const agent = adapterOf(codex, { log });
  fixture = await startHost({ log }, { agents: () => [agent] });
});
afterAll(async () => {
  await fixture?.close();
  if (codex) await endAll(codex);
  await codex?.remove();
  await model?.close();
});

/** Who holds the code gets through the relay, and then says nonsense. */
async function talkNonsense(link: string): Promise<void> {
  const { pairingSecret, relayUrl } = parseLink(link);
  const { host } = await fixture.host.api.snapshot();
  const seed = pairingAdmissionSeed(nodeSuite, pairingSecret);
  const peer = new Peer(`${relayUrl}/v1/device/${host.id}`);
  const { nonce } = await peer.expect('challenge');
  const message = admitMessage(host.id, nonce, new URL(relayUrl).host);
  peer.send(encodeAdmit(nodeSuite.ed25519.publicKey(seed), nodeSuite.ed25519.sign(seed, message)));
  peer.send(encodeData(0, new TextEncoder().encode(PROMPT)));
  await peer.closed;
}

/** A day at the desk: pairing, a thread whose command is approved, a nosy stranger, a revoke. @returns the links. */
async function aDay(): Promise<string[]> {
  const link = await fixture.pair();
  const ada: NodeDevice = await pairedDevice(link, NAME);
  await pairOnly(link, NAME);
  const second = await fixture.pair();
  await talkNonsense(second);
  const added = await fixture.host.api.run('project/add', { path: codex.workspace });
  if (!added.ok) throw new Error(added.refusal.message);
  await expect.poll(async () => (await ada.connection.call('home/open', {})).agents[0]?.state).toBe('ready');
  await ada.connection.call('thread/start', {
    requestId: 'log-request-0000000001',
    project: added.value.id,
    agent: 'codex',
    text: `[ask-run echo ${OUTPUT} # ${PROMPT}]`,
  });
  const open = async () => (await ada.connection.call('home/open', {})).approvals[0];
  await expect.poll(open).toBeDefined();
  const approval = (await open())!;
  await ada.connection.call('approval/decide', {
    requestId: 'log-request-0000000002',
    ...(await signedDecision(ada, approval, 'approve', PROMPT)),
  });
  await expect.poll(async () => (await ada.connection.call('home/open', {})).threads[0]?.status).toBe('idle');
  const { devices } = await fixture.host.api.snapshot();
  await fixture.host.api.run('device/allow', { id: devices[0]!.id, right: 'view' });
  const params = {
    requestId: 'log-request-0000000003',
    project: added.value.id,
    agent: 'codex',
    text: PROMPT,
  };
  await ada.connection.call('thread/start', params).catch(() => {});
  secrets.push(...keysOnDisk());
  await fixture.host.api.run('device/revoke', { id: devices[0]!.id });
  await until(ada, ({ kind }) => kind === 'refused');
  ada.close();
  return [link, second];
}

const secrets: Bytes[] = [];

/** All keys in the data folder. */
function keysOnDisk(): Bytes[] {
  const read = (file: string) => JSON.parse(readFileSync(join(fixture.folder, file), 'utf8'));
  const found: Bytes[] = [];
  JSON.stringify([read('identity.json'), read('devices.json')], (_key, value) => {
    if (typeof value === 'string' && /^[\w-]{43}$/.test(value)) found.push(fromBase64url(value));
    return value;
  });
  return found;
}

test('no key, link, name, prompt, output or path stands in the log', async () => {
  const links = await aDay();
  secrets.push(...links.map((link) => parseLink(link).pairingSecret));
  expect(secrets.length).toBeGreaterThanOrEqual(7);
  const forbidden = [
    PROMPT,
    OUTPUT,
    NAME,
    ...links,
    ...links.map((link) => link.split('#')[1]!),
    codex.workspace,
    fixture.folder,
    fixture.project.path,
    ...secrets.flatMap((key) => [
      toBase64url(key),
      toHex(key),
      toBase32(key),
      Buffer.from(key).toString('base64'),
    ]),
  ];
  const leaks = (log: string) => forbidden.filter((each) => log.includes(each));
  const log = lines.join('\n');
  // It did speak of what happened.
  for (const word of ['handshake failed', 'device refused', 'asked for more than it may']) {
    expect(log).toContain(word);
  }
  expect(leaks(log)).toEqual([]);
  // Shown to bite: each of them would be found.
  for (const each of forbidden) expect(leaks(`${log}${each}`)).toContain(each);
});
