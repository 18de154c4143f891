/** The host of the crash tests: in `root/data`, with an agent that writes down what it was told. */
import path from 'node:path';
import { createHost } from '../../main/host/host.ts';
import type { HostParts } from '../../main/host/host-parts.ts';
import type { Host } from '../../main/host/options.ts';
import { LOCAL_ACTION, weighingBy } from '../main/host/host-fixture.ts';
import { LoggedAgent } from './logged-agent.ts';

export async function startLoggedHost(
  root: string,
  parts: Partial<HostParts> = {},
): Promise<{ host: Host; agent: LoggedAgent }> {
  const agent = new LoggedAgent(path.join(root, 'agent.jsonl'));
  const host = await createHost(
    {
      folder: path.join(root, 'data'),
      version: '0.0.0',
      name: 'test host',
      embedded: { port: null, bind: '127.0.0.1', clientFiles: null },
      relays: [],
      clientOrigin: null,
      codex: null,
      demo: false,
    },
    { agents: () => [agent], ...weighingBy(() => LOCAL_ACTION), ...parts },
  );
  await host.start();
  return { host, agent };
}
