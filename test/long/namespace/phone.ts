/** The phone's client and state, by a link from its arguments; says when the turn streams, and what it shows at the end. */
import { memoryStore } from '../../../phone/client/device-store.ts';
import { pairWithLink } from '../../../phone/client/pairing.ts';
import { HostSession } from '../../../phone/state/host-session.ts';
import { threadsOf } from '../../../phone/state/threads.ts';
import { nodeEnvironment } from '../../main/host/node-device.ts';
import { connectToHost } from '../../signing-host.ts';

const STREAMS = 20;

const [link = ''] = process.argv.slice(2);
const environment = nodeEnvironment();
const store = memoryStore();
const info = { name: 'Phone', platform: 'Node' };
const result = await pairWithLink({ environment, store, link, info });
if (result.kind !== 'paired') throw new Error(`pairing ended as ${result.kind}`);
const session = new HostSession(connectToHost({ environment, store, record: result.record }), {
  keep: { read: () => undefined, write: () => {} },
  nextFrame: setImmediate,
  now: environment.now,
});
const say = (message: object) => process.send?.(message);
const home = () =>
  new Promise<void>((resolve) => {
    if (session.home.get() !== null) return resolve();
    const stop = session.home.subscribe(() => {
      stop();
      resolve();
    });
  });
await home();
const [project] = session.home.get()!.projects;
const { thread } = await session.connection.call('thread/start', {
  requestId: 'request-000000001',
  project: project!.id,
  agent: 'scripted',
  text: 'Begin.',
});
const { store: shown } = threadsOf(session).watch(thread);
let streams = false;
const look = async () => {
  const { page } = shown;
  if (page === null) return;
  if (!streams && page.first + page.items.length > STREAMS) {
    streams = true;
    say({ streams: true });
  }
  if (page.items.at(-1)?.id !== 'last') return;
  stop();
  while (shown.page!.first > 0) await threadsOf(session).older(thread);
  say({ shown: shown.page!.items });
};
const stop = shown.subscribe('shape', () => void look());
process.on('message', (message: object) => {
  if ('wake' in message) session.wake();
});
process.on('disconnect', () => process.exit());
