/**
 * A host in a process of its own, which kills itself at a step of its disk. Started by crash-life.ts; its arguments are
 * the folder and the step. It does what it is told over IPC.
 */
import { DaysClock } from '../main/host/days-clock.ts';
import { FaultDisk } from './fault-disk.ts';
import { startLoggedHost } from './logged-host.ts';

export type Order =
  | { id: number; do: 'run'; command: string; params: unknown }
  | { id: number; do: 'pass'; ms: number }
  | { id: number; do: 'ask' | 'snapshot' | 'close' };

const [root = '', at = '0'] = process.argv.slice(2);
const disk = new FaultDisk((step) => {
  // Nothing of this process runs after it: no handler, no write that is under way in it.
  if (step === Number(at)) process.kill(process.pid, 'SIGKILL');
});
const clock = new DaysClock();
const { host, agent } = await startLoggedHost(root, { disk, clock });
const say = (message: object) => process.send?.(message);

async function obey(order: Order): Promise<unknown> {
  if (order.do === 'run') return host.api.run(order.command as never, order.params as never);
  if (order.do === 'pass') return clock.pass(order.ms);
  if (order.do === 'ask') return agent.askOnce();
  if (order.do === 'snapshot') return host.api.snapshot();
  await host.close();
  return disk.steps;
}

process.on('message', (order: Order) => {
  void obey(order).then((result) => {
    say({ id: order.id, result });
    if (order.do === 'close') process.disconnect();
  });
});
say({ ready: await host.api.snapshot() });
