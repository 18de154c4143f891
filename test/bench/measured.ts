/**
 * The relay and the bare forwarder in processes of their own, and pairs of connections through them: a host and its device
 * for the one, any two for the other.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build as bundle } from 'vite';
import { WebSocket } from 'ws';
import { hostIdOf } from '../../protocol/identity.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import {
  admitMessage,
  decodeFromRelay,
  encodeAdmissions,
  encodeAdmit,
  encodeData,
  encodeHostAuth,
  hostAuthMessage,
} from '../../protocol/relay-frames.ts';
import type { Answer, Question, Subject, Usage } from './measured-process.ts';

const NAME = 'relay.example:443';

export interface Side {
  readonly webSocket: WebSocket;
  readonly frame: (payload: Uint8Array) => Uint8Array;
}
export type Pair = readonly [Side, Side];
type Connect = (port: number, number: number) => Promise<Pair>;

let built: Promise<string> | undefined;

/**
 * The measured program as Outpost is built. What runs TypeScript as it stands gives every function a name of its own, at
 * 256 bytes for each closure of each connection, which was a quarter of what was measured.
 */
async function build(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'outpost-measured-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  await bundle({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'measured-process.ts'),
      outDir,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'measured.mjs' } },
    },
  });
  return join(outDir, 'measured.mjs');
}

export class Measured {
  readonly pairs: Pair[] = [];
  readonly #child: ChildProcess;
  readonly #connect: Connect;
  #port = 0;

  private constructor(child: ChildProcess, connect: Connect) {
    this.#child = child;
    this.#connect = connect;
  }

  static async start(subject: Subject): Promise<Measured> {
    built ??= build();
    const child = fork(await built, [subject], { execArgv: ['--expose-gc'] });
    const measured = new Measured(child, subject === 'relay' ? connectRelay : connectBare);
    const [answer] = (await once(child, 'message')) as [Answer];
    if ('port' in answer) measured.#port = answer.port;
    return measured;
  }

  async connect(pairs: number): Promise<void> {
    while (this.pairs.length < pairs) this.pairs.push(await this.#connect(this.#port, this.pairs.length));
  }

  async ask(question: Question): Promise<Usage> {
    this.#child.send(question);
    const [answer] = (await once(this.#child, 'message')) as [Usage];
    return answer;
  }

  async end(): Promise<void> {
    for (const pair of this.pairs) for (const { webSocket } of pair) webSocket.terminate();
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}

function open(url: string): { webSocket: WebSocket; next: () => Promise<Uint8Array> } {
  const webSocket = new WebSocket(url, { perMessageDeflate: false });
  const frames: Buffer[] = [];
  const takers: ((frame: Buffer) => void)[] = [];
  const take = (data: Buffer) => {
    const taker = takers.shift();
    if (taker === undefined) frames.push(data);
    else taker(data);
  };
  webSocket.on('message', take);
  const next = () =>
    new Promise<Uint8Array>((resolve) => {
      const frame = frames.shift();
      if (frame === undefined) takers.push(resolve);
      else resolve(frame);
    });
  return { webSocket, next };
}

const connectBare: Connect = async (port, number) => {
  const ends = [open(`ws://127.0.0.1:${port}/${number}`), open(`ws://127.0.0.1:${port}/${number}`)] as const;
  await Promise.all(ends.map(({ next }) => next()));
  const side = ({ webSocket }: { webSocket: WebSocket }): Side => ready(webSocket, 0);
  return [side(ends[0]), side(ends[1])];
};

const connectRelay: Connect = async (port) => {
  const hostSeed = nodeSuite.randomBytes(32);
  const hostKey = nodeSuite.ed25519.publicKey(hostSeed);
  const deviceSeed = nodeSuite.randomBytes(32);
  const deviceKey = nodeSuite.ed25519.publicKey(deviceSeed);
  const hostId = hostIdOf(hostKey);
  const host = open(`ws://127.0.0.1:${port}/v1/host`);
  const hostNonce = nonceOf(await host.next());
  host.webSocket.send(
    encodeHostAuth(hostKey, nodeSuite.ed25519.sign(hostSeed, hostAuthMessage(hostNonce, NAME))),
  );
  await host.next();
  host.webSocket.send(encodeAdmissions(0, [{ key: deviceKey, secondsLeft: 0, channels: 1 }]));
  await host.next();
  const device = open(`ws://127.0.0.1:${port}/v1/device/${hostId}`);
  const message = admitMessage(hostId, nonceOf(await device.next()), NAME);
  device.webSocket.send(encodeAdmit(deviceKey, nodeSuite.ed25519.sign(deviceSeed, message)));
  await device.next();
  const opened = decodeFromRelay(await host.next());
  if (opened.type !== 'opened') throw new Error('no channel');
  return [ready(host.webSocket, opened.channel), ready(device.webSocket, 0)];
};

function nonceOf(frame: Uint8Array): Uint8Array {
  const challenge = decodeFromRelay(frame);
  if (challenge.type !== 'challenge') throw new Error('no challenge');
  return challenge.nonce;
}

function ready(webSocket: WebSocket, channel: number): Side {
  webSocket.removeAllListeners('message');
  return { webSocket, frame: (payload) => encodeData(channel, payload) };
}
