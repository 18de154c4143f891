/** Host and relay at this address, in this folder, with an agent that speaks until it is told to speak its last. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { createHost } from '../../../main/host/host.ts';
import { RecordingAgent } from '../../faults/recording-agent.ts';

const [address = '', root = ''] = process.argv.slice(2);
const folder = path.join(root, 'project');
await fs.mkdir(folder);
const agent = new RecordingAgent();
const host = await createHost(
  {
    folder: path.join(root, 'data'),
    version: '0.0.0',
    name: 'desk',
    embedded: { port: 0, bind: address, clientFiles: null },
    relays: [],
    clientOrigin: null,
    codex: null,
    demo: false,
  },
  { agents: () => [agent] },
);
await host.start();
await host.api.run('project/add', { path: folder });
const opened = await host.api.run('pairing/open', {});
if (!opened.ok) throw new Error(opened.refusal.message);
const say = (message: object) => process.send?.(message);

const speak = (id: string, text: string) =>
  agent.sink.change('t1', {
    type: 'put',
    item: { id, turn: null, at: 0, type: 'agent', text, final: true, done: true },
  });
let words = 0;
const streaming = setInterval(() => {
  if (agent.prompts.length > 0) speak(`a${words}`, `word ${words++} `.repeat(50));
}, 5);

process.on('message', (message: object) => {
  if ('speak' in message) {
    clearInterval(streaming);
    speak('last', 'This was the last.');
    say({ spoken: true });
  } else if ('told' in message) say({ told: agent.items('t1') });
});
process.on('disconnect', () => process.exit());
say({ link: opened.value.link });
