/**
 * Bytes on the wire for one word of streamed text, with the headers of WebSocket's frames: from the host through the
 * relay to a device, against the real Codex's own notification. Counted on the TCP and the Unix socket, word by word: the
 * next one is only streamed when this one has arrived on both.
 */
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type CodexHome, codexCommand, endAll, startCodexHome } from '../codex/codex.ts';
import { ModelStream } from '../model/stream.ts';
import { AgentSocket } from './agent-socket.ts';
import type { Figure } from './figure.ts';
import { NodePhone } from './node-phone.ts';
import { startOutpost } from './outpost.ts';
import { quantile } from './quantiles.ts';

/** As a model cuts its text: mostly words of one to twelve letters with the blank before them. */
const TEXT =
  'The build fails because two packages ask for different versions of the same parser. I will pin the newer one, run the ' +
  'tests again and show you what changed, “café” and naïve 日本語 words included. Configuration notwithstanding, ' +
  'everything else is untouched: a, b, c.\n\nNext comes internationalization.';
const PIECES = TEXT.match(/\s*\S+/g) ?? [];
const TIMES = 6;

/** Bytes of each piece on both ways. */
interface Counted {
  readonly device: number;
  readonly agent: number;
}

/** A model that waits: answers every prompt with one message, written piece by piece by the caller. */
async function startModel(): Promise<{ server: Server; url: string; message: Promise<Message> }> {
  let begin: (message: Message) => void = () => {};
  const message = new Promise<Message>((resolve) => {
    begin = resolve;
  });
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const stream = new ModelStream(response, 'gpt-5.5');
      const { write, end } = stream.message('final_answer');
      const finish = () => {
        end();
        stream.end();
      };
      begin({ write, finish });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}/v1`, message };
}
interface Message {
  write(text: string): void;
  finish(): void;
}

async function count(codex: CodexHome, message: Promise<Message>): Promise<Counted[]> {
  const data = join(codex.root, 'data');
  mkdirSync(data, { mode: 0o700 });
  const { env, workspace: project } = codex;
  const outpost = await startOutpost({ data, project, env, codex: codexCommand() });
  try {
    const phone = await NodePhone.pair(outpost.link);
    await phone.startThread('Stream.');
    const bare = await AgentSocket.open(data);
    const { data: threads } = (await bare.call('thread/loaded/list', {})) as { data: string[] };
    for (const threadId of threads) await bare.call('thread/resume', { threadId, excludeTurns: true });
    const { write, finish } = await message;
    const counted: Counted[] = [];
    const next = async (text: string): Promise<Counted> => {
      const [deviceBefore, agentBefore] = [phone.bytesRead, bare.bytesRead];
      const [device, agent] = [arrival(phone, text), arrival(bare, text)];
      write(text);
      return { device: (await device) - deviceBefore, agent: (await agent) - agentBefore };
    };
    // What comes with the first words, such as the announcement of the message, is not of them.
    for (const text of PIECES) await next(text);
    for (let time = 0; time < TIMES; time += 1) for (const text of PIECES) counted.push(await next(text));
    finish();
    bare.close();
    phone.close();
    return counted;
  } finally {
    await outpost.end();
  }
}

/** Bytes that the socket has read when the whole text has arrived. */
function arrival(socket: NodePhone | AgentSocket, text: string): Promise<number> {
  return new Promise((resolve) => {
    let arrived = '';
    const hear = (piece: string) => {
      arrived += piece;
      if (arrived === text) resolve(socket.bytesRead);
    };
    if (socket instanceof NodePhone) socket.onText = hear;
    else socket.onDelta = hear;
  });
}

export async function run(): Promise<Figure[]> {
  const { server, url, message } = await startModel();
  const codex = startCodexHome({ modelUrl: url });
  try {
    const counted = await count(codex, message);
    const sum = (of: keyof Counted) => counted.reduce((total, each) => total + each[of], 0) / counted.length;
    const ratios = counted.map(({ device, agent }) => device / agent);
    const raw = (of: keyof Counted) => counted.slice(0, PIECES.length).map((each) => each[of]);
    return [
      {
        name: 'bytes to a device per word, against Codex’s own notification, mean',
        value: sum('device') / sum('agent'),
        unit: '×',
        goal: { atMost: 1 },
      },
      { name: 'the word with the highest ratio', value: quantile(ratios, 1), unit: '×', goal: { atMost: 1 } },
      { name: 'to the device, mean', value: sum('device'), unit: 'B', raw: raw('device') },
      { name: 'Codex’s notification, mean', value: sum('agent'), unit: 'B', raw: raw('agent') },
    ];
  } finally {
    await endAll(codex);
    await codex.remove();
    server.closeAllConnections();
    server.close();
  }
}
