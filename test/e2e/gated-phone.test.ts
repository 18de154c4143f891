/**
 * The whole way with the real Codex: a thread that a phone starts, whose model asks for nothing by itself. Each action comes to
 * the phone with its tier before it has an effect, and a client written by hand cannot approve what is for the desk.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Agent } from '../../main/host/agents/agent.ts';
import { createCodex } from '../../main/host/agents/codex/codex.ts';
import { createHost } from '../../main/host/host.ts';
import type { Host } from '../../main/host/options.ts';
import { type Approval, type Card, readCard } from '../../protocol/session/approvals.ts';
import { type CodexHome, codexCommand, endAll, startCodexHome } from '../codex/codex.ts';
import { type NodeDevice, pairedDevice } from '../main/host/node-device.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';

let model: ModelServer;
let codex: CodexHome;
let host: Host;
let agent: Agent;
let phone: NodeDevice;
let project: string;
let requests = 0;

beforeEach(async () => {
  model = await startModelServer();
});
afterEach(async () => {
  phone.close();
  await host.close();
  await endAll(codex);
  await codex.remove();
  await model.close();
});

async function start(slug: string): Promise<void> {
  codex = startCodexHome({ modelUrl: model.url, model: slug });
  const server = join(import.meta.dirname, '../codex/mcp-server.mjs');
  appendFileSync(
    join(codex.home, 'config.toml'),
    `\n[mcp_servers.demo]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(server)}]\n`,
  );
  // This phone comes over plain http, which would be reason enough to refuse it.
  writeFileSync(
    join(codex.runFolder, 'policy.toml'),
    'preset = "team"\n\n[clients]\nplain_http = "commit"\n',
  );
  host = await createHost(
    {
      folder: codex.runFolder,
      version: '0.0.0',
      name: 'test host',
      embedded: { port: 0, bind: '127.0.0.1', clientFiles: null },
      relays: [],
      clientOrigin: null,
      codex: null,
      demo: false,
    },
    {
      agents: (_, gate) => {
        agent = createCodex({
          command: codexCommand(),
          runFolder: codex.runFolder,
          environment: 'local',
          version: '0.0.0',
          env: codex.env,
          ...(gate !== undefined && { gate }),
        });
        return [agent];
      },
    },
  );
  const added = await host.api.run('project/add', { path: codex.workspace });
  if (!added.ok) throw new Error(added.refusal.message);
  project = added.value.id;
  const opened = await host.api.run('pairing/open', {});
  if (!opened.ok) throw new Error(opened.refusal.message);
  phone = await pairedDevice(opened.value.link, 'Phone');
  await phone.connection.call('home/open', {});
  await expect.poll(() => agent.info().state).toBe('ready');
}

const requestId = () => String(++requests).padStart(22, '0');
/** Open approvals that the phone was told of. */
const waiting = (): Approval[] =>
  phone.events.flatMap(({ method, params }) =>
    method === 'approval/changed' && params.approval.state === 'open' ? [params.approval] : [],
  );
async function begin(text: string): Promise<string> {
  const params = { requestId: requestId(), project, agent: 'codex', text };
  return (await phone.connection.call('thread/start', params)).thread;
}
async function asked(text: string): Promise<Approval> {
  const thread = await begin(text);
  const find = () => waiting().find((each) => each.thread === thread);
  await expect.poll(find).toBeDefined();
  return find()!;
}
const atRest = () => expect.poll(async () => (await host.api.snapshot()).working).toEqual([]);
const inside = (...path: string[]) => join(codex.workspace, ...path);

async function decide(approval: Approval, decision: 'approve' | 'decline'): Promise<string> {
  const choice = { decision, scope: 'once' as const, note: '', at: Date.now() };
  const signature = await phone.connection.sign({ approval: approval.id, card: approval.card!, ...choice });
  const params = { requestId: requestId(), approval: approval.id, ...choice, ...signature };
  return phone.connection.call('approval/decide', params).then(
    () => 'ok',
    ({ code }: { code: string }) => code,
  );
}

test.each(['gpt-5.5', 'gpt-6.1-sol'])(
  '%s: each action comes to the phone with its tier, before it is done',
  async (slug) => {
    await start(slug);
    for (const folder of ['build', '.github/workflows']) mkdirSync(inside(folder), { recursive: true });
    writeFileSync(inside('build', 'kept'), '');
    execFileSync('git', ['-C', codex.workspace, 'init', '-q']);
    const ran = (name: string) => () => existsSync(inside(name));
    const patch = '*** Begin Patch\\n*** Add File: .github/workflows/ci.yml\\n+on: push\\n*** End Patch\\n';
    const mcp = () => model.requests.at(-1)!.outputs.join('').includes('read_thing did');
    const [desk, hold] = [
      { tier: 'commit', handling: 'desk' },
      { tier: 'expand', handling: 'hold' },
    ] as const;
    const actions: [string, Partial<Card>, () => boolean][] = [
      ['[run touch pushed && git push origin main]', desk, ran('pushed')],
      ['[run touch installed && npm install left-pad]', hold, ran('installed')],
      ['[run rm -r build]', hold, () => !existsSync(inside('build', 'kept'))],
      ['[run touch fetched && curl -m 5 https://example.com/]', hold, ran('fetched')],
      [`[raw-patch ${patch}]`, desk, ran('.github/workflows/ci.yml')],
      ['[mcp demo read_thing {}]', hold, mcp],
    ];
    for (const [text, expected, effect] of actions) {
      const approval = await asked(text);
      const card = readCard(approval.card!)!;
      expect(card).toMatchObject({ source: 'hook', meaning: 'insideSandbox', gated: true, ...expected });
      expect(card.reasons).not.toEqual([]);
      expect(effect()).toBe(false);
      // A client written by hand, which claims that a person held the button.
      const outcome = await decide(approval, 'approve');
      expect(outcome).toBe(expected.handling === 'desk' ? 'notOffered' : 'ok');
      if (outcome !== 'ok') {
        expect(effect()).toBe(false);
        expect(await decide(approval, 'decline')).toBe('ok');
      }
      await atRest();
      expect(effect()).toBe(outcome === 'ok');
    }
    // What is local and can be undone goes on by a rule, and is written down like everything else.
    const before = waiting().length;
    await begin('[run touch local]');
    await expect.poll(ran('local')).toBe(true);
    await atRest();
    expect(waiting()).toHaveLength(before);
    expect(readFileSync(join(codex.runFolder, 'audit.jsonl'), 'utf8')).toContain('touch local');
  },
);
