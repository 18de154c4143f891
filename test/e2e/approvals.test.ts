/**
 * What reaches others arrives on the phone before it has any effect, with how far it reaches, whatever the model does not ask
 * for: the real Codex behind the gate of the real host, and a phone that keeps to no rules.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHost } from '../../main/host/host.ts';
import type { Host } from '../../main/host/options.ts';
import type { Approval, Decision } from '../../protocol/session/approvals.ts';
import { type Card, readCard } from '../../protocol/session/card.ts';
import { adapterOf } from '../codex/adapter.ts';
import { type CodexHome, endAll, startCodexHome } from '../codex/codex.ts';
import { type NodeDevice, pairedDevice } from '../main/host/node-device.ts';
import { signedDecision } from '../main/host/signed-decision.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';

let model: ModelServer;
let codex: CodexHome;
let host: Host;
let phone: NodeDevice;

async function start(slug: string): Promise<void> {
  model = await startModelServer();
  codex = startCodexHome({ modelUrl: model.url, model: slug });
  const server = join(import.meta.dirname, '../codex/mcp-server.mjs');
  appendFileSync(
    join(codex.home, 'config.toml'),
    `\n[mcp_servers.demo]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(server)}]\n`,
  );
  // The page of this phone is not what keeps it from answering.
  writeFileSync(
    join(codex.runFolder, 'policy.toml'),
    'preset = "team"\n\n[clients]\nplain_http = "commit"\n',
  );
  host = await createHost(
    {
      folder: codex.runFolder,
      version: '0.0.0',
      name: 'studio',
      embedded: { port: 0, bind: '127.0.0.1', clientFiles: null },
      relays: [],
      clientOrigin: null,
      codex: null,
      demo: false,
    },
    {
      agents: (_, gate) => [adapterOf(codex, { ...(gate !== undefined && { gate }) })],
    },
  );
  await host.start();
  const added = await host.api.run('project/add', { path: codex.workspace });
  expect(added.ok).toBe(true);
  await expect
    .poll(async () => (await host.api.snapshot()).agents.map(({ state }) => state))
    .toEqual(['ready']);
  const opened = await host.api.run('pairing/open', {});
  if (!opened.ok) throw new Error(opened.refusal.message);
  phone = await pairedDevice(opened.value.link);
}

let requests = 0;
beforeEach(() => {
  requests = 0;
});
afterEach(async () => {
  phone?.close();
  await host?.close();
  await endAll(codex);
  await codex.remove();
  await model.close();
});

const requestId = () => `request-${String(++requests).padStart(12, '0')}`;
const inside = (...path: string[]) => join(codex.workspace, ...path);

async function begin(text: string): Promise<string> {
  const { projects } = await phone.connection.call('home/open', {});
  const started = await phone.connection.call('thread/start', {
    requestId: requestId(),
    project: projects[0]!.id,
    agent: 'codex',
    text,
  });
  return started.thread;
}

/** The next question of this thread, as the phone is shown it. */
async function asked(thread: string): Promise<{ approval: Approval; card: Card }> {
  let found: Approval | undefined;
  await expect
    .poll(async () => {
      const { approvals } = await phone.connection.call('home/open', {});
      found = approvals.find((each) => each.thread === thread);
      return found !== undefined;
    })
    .toBe(true);
  return { approval: found!, card: readCard(found!.card!)! };
}

/** As the phone's own client would sign it, whatever it was told. */
const decide = async (approval: Approval, decision: Decision): Promise<unknown> =>
  phone.connection.call('approval/decide', {
    requestId: requestId(),
    ...(await signedDecision(phone, approval, decision)),
  });

const over = (thread: string) =>
  expect
    .poll(async () => {
      const { threads } = await phone.connection.call('home/open', {});
      return threads.find(({ id }) => id === thread)?.status;
    })
    .toBe('idle');

describe.each(['gpt-5.5', 'gpt-6.1-sol'])('%s', (slug) => {
  test('each arrives with its tier before it has an effect; a phone is refused what belongs at the desk', async () => {
    await start(slug);
    mkdirSync(inside('build'));
    writeFileSync(inside('build', 'kept'), '');
    const log = inside('runs.log');
    const patch = '*** Begin Patch\\n*** Add File: .github/workflows/ci.yml\\n+on: push\\n*** End Patch\\n';
    const ran = (command: string) => ({
      text: `[run echo ran >> runs.log; ${command}]`,
      effect: () => existsSync(log),
    });
    const actions = [
      { ...ran('git push origin main'), tier: 'commit' },
      { ...ran('npm install left-pad'), tier: 'expand' },
      { ...ran('curl -s https://example.com/'), tier: 'expand' },
      { text: '[run rm -r build]', effect: () => !existsSync(inside('build', 'kept')), tier: 'expand' },
      {
        text: `[raw-patch ${patch}]`,
        effect: () => existsSync(inside('.github', 'workflows', 'ci.yml')),
        tier: 'commit',
      },
      {
        text: '[mcp demo write_thing {"text":"x"}]',
        effect: () => false,
        tier: 'commit',
      },
    ];
    for (const { text, effect, tier } of actions) {
      const thread = await begin(text);
      const { approval, card } = await asked(thread);
      expect({ tier: card.tier, source: card.source, handling: card.handling }).toEqual({
        tier,
        source: 'hook',
        handling: tier === 'commit' ? 'desk' : 'hold',
      });
      expect(card.reasons.length).toBeGreaterThan(0);
      expect(effect()).toBe(false);
      if (tier === 'commit') {
        await expect(decide(approval, 'approve')).rejects.toMatchObject({ code: 'notOffered' });
        expect(effect()).toBe(false);
      }
      await decide(approval, 'decline');
      await over(thread);
      expect(effect()).toBe(false);
    }
  });

  test('what is local and can be undone goes on by itself, and is recorded; what reaches further goes on by a phone', async () => {
    await start(slug);
    const local = await begin('[run echo one > a.txt]');
    await expect.poll(() => existsSync(inside('a.txt'))).toBe(true);
    await over(local);
    const { approvals } = await phone.connection.call('home/open', {});
    expect(approvals).toEqual([]);
    const page = await host.api.run('activity/list', { rules: true });
    expect(JSON.stringify(page)).toContain('echo one > a.txt');

    mkdirSync(inside('build'));
    const thread = await begin('[run rm -r build]');
    const { approval } = await asked(thread);
    expect(existsSync(inside('build'))).toBe(true);
    await decide(approval, 'approve');
    await expect.poll(() => existsSync(inside('build'))).toBe(false);
    await over(thread);
    expect(readFileSync(inside('a.txt'), 'utf8')).toBe('one\n');
  });
});
