/**
 * What the way of an event is measured beside: the same sockets and processes with nothing done on them. In a process of
 * its own, a client of the agent's socket hands each message to a bare forwarder, where a device takes it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { startBareForwarder } from './bare-forwarder.ts';

const OPTIONS = { perMessageDeflate: false };

export class BareHops {
  readonly #child: ChildProcess;
  readonly #device: WebSocket;
  /** Called with each piece of the agent's text, and when it arrived: `performance.now()`. */
  onText: (text: string, at: number) => void = () => {};

  private constructor(child: ChildProcess, device: WebSocket) {
    this.#child = child;
    this.#device = device;
    device.on('message', (data: Buffer) => {
      const at = performance.now();
      const { params } = JSON.parse(data.toString()) as { params?: { delta?: string } };
      if (params?.delta !== undefined) this.onText(params.delta, at);
    });
  }

  /** To the agent that listens in this folder. */
  static async start(folder: string): Promise<BareHops> {
    const child = fork(fileURLToPath(import.meta.url), [folder], { execArgv: ['--import', 'tsx'] });
    const [port] = (await once(child, 'message')) as [number];
    const device = new WebSocket(`ws://127.0.0.1:${port}/`, OPTIONS);
    await once(device, 'message'); // paired
    return new BareHops(child, device);
  }

  async end(): Promise<void> {
    this.#device.terminate();
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}

// ---- In the process of its own

async function main(folder: string): Promise<void> {
  const port = await startBareForwarder();
  const socket = connect(join(folder, 'codex.sock'));
  const agent = new WebSocket('ws://localhost/', { ...OPTIONS, createConnection: () => socket });
  const toDevice = new WebSocket(`ws://127.0.0.1:${port}/`, OPTIONS);
  await Promise.all([once(agent, 'open'), once(toDevice, 'open')]);
  agent.on('message', (data: Buffer) => toDevice.send(data));
  agent.send(JSON.stringify({ method: 'initialize', id: 1, params: {} }));
  process.once('disconnect', () => process.exit(0));
  process.send?.(port);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2] ?? '');
