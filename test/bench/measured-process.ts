/**
 * The measured side of the relay's benchmark, in a process of its own: the relay or the bare forwarder, by the first
 * argument. Both are this one program with the same code loaded, because V8 chooses by the size of the heap at the
 * start how often it collects garbage later, and that alone made a difference of a fifth.
 */
import { fileURLToPath } from 'node:url';
import { startRelay } from '../../relay/server.ts';
import { startBareForwarder } from './bare-forwarder.ts';

export type Subject = 'relay' | 'bare forwarder';
export type Question = 'usage' | 'usage after a garbage collection';

export interface Usage {
  /** CPU time of the process so far, user and system, microseconds. */
  readonly cpu: number;
  /** Resident memory, bytes. */
  readonly resident: number;
  /** What JavaScript holds, on its heap and beside it, bytes. Exact only after a garbage collection. */
  readonly held: number;
}

export type Answer = { readonly port: number } | Usage;

async function startMeasuredRelay(): Promise<number> {
  const many = 4096;
  const limits = { addressConnections: many, addressHosts: many };
  const relay = await startRelay({ host: '127.0.0.1', port: 0, names: ['relay.example:443'], limits });
  return relay.port;
}

/** Twice, because what was weakly held goes with the second. */
function collect(): void {
  globalThis.gc?.();
  globalThis.gc?.();
}

async function main(subject: Subject): Promise<void> {
  const port = await (subject === 'relay' ? startMeasuredRelay() : startBareForwarder());
  process.on('message', (question: Question) => {
    if (question !== 'usage') collect();
    const { user, system } = process.cpuUsage();
    const { rss: resident, heapUsed, external } = process.memoryUsage();
    process.send?.({ cpu: user + system, resident, held: heapUsed + external } satisfies Answer);
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ port } satisfies Answer);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2] as Subject);
