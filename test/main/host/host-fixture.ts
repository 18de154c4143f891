/** A real host with its embedded relay on loopback, in a folder of its own, with an agent that the test plays. */
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { checkIn } from '../../../main/host/approvals/checks.ts';
import { createHost } from '../../../main/host/host.ts';
import type { HostParts } from '../../../main/host/host-parts.ts';
import type { Host, HostOptions } from '../../../main/host/options.ts';
import type { Weigh, Weighed } from '../../../main/host/policy/judge.ts';
import { ScriptedAgent } from './scripted-agent.ts';

/** So that phones on plain http, which these hosts pair with, may answer. */
export const LOCAL_ACTION: Weighed = {
  verdict: {
    tier: 'continue',
    reasons: [],
    touches: { network: null, writes: ['x'], secrets: [], programs: [], hidden: false },
    deskOnly: false,
  },
  commands: null,
};

export interface HostFixture {
  host: Host;
  agent: ScriptedAgent;
  folder: string;
  project: { id: string; path: string };
  pair(): Promise<string>;
  /** Ends the host and starts one on the same folder and port. */
  restart(agent?: ScriptedAgent): Promise<void>;
  close(): Promise<void>;
}

/** A host in which this says how far each action reaches. */
export const weighingBy = (weighAsk: Weigh): Pick<HostParts, 'weighing'> => ({
  weighing: async () => ({ weighAsk, checkIn }),
});

export async function startHost(
  options: Partial<HostOptions> = {},
  parts: Partial<HostParts> = {},
): Promise<HostFixture> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-host-'));
  const folder = path.join(root, 'data');
  const projectFolder = path.join(root, 'project');
  await fs.mkdir(projectFolder);
  let port = 0;
  const start = async (agent: ScriptedAgent) => {
    const host = await createHost(
      {
        folder,
        version: '0.0.0',
        name: 'test host',
        embedded: { port, bind: '127.0.0.1', clientFiles: null },
        relays: [],
        clientOrigin: null,
        codex: null,
        demo: false,
        ...options,
        ...(port !== 0 && options.embedded && { embedded: { ...options.embedded, port } }),
      },
      { agents: () => [agent], ...weighingBy(() => LOCAL_ACTION), ...parts },
    );
    await host.start();
    return host;
  };
  const agent = new ScriptedAgent();
  const host = await start(agent);
  const added = await host.api.run('project/add', { path: projectFolder });
  if (!added.ok) throw new Error(added.refusal.message);
  const fixture: HostFixture = {
    host,
    agent,
    folder,
    project: { id: added.value.id, path: added.value.path },
    async pair() {
      const opened = await fixture.host.api.run('pairing/open', {});
      if (!opened.ok) throw new Error(opened.refusal.message);
      return opened.value.link;
    },
    async restart(next = new ScriptedAgent()) {
      const { relay } = await fixture.host.api.snapshot();
      port = Number(new URL(relay.routes[0]!).port);
      await fixture.host.close();
      fixture.agent = next;
      fixture.host = await start(next);
    },
    async close() {
      await fixture.host.close();
      await fs.rm(root, { recursive: true, force: true });
    },
  };
  return fixture;
}
