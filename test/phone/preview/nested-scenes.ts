/** Sub-agents: the thread that has them, and the thread of one of them in each state. */
import type { Item } from '../../../protocol/session/items.ts';
import type { Turn } from '../../../protocol/session/thread.ts';
import type { WorkingSubAgent } from '../../../protocol/session/values.ts';
import { aCard, anApproval, aThread, ScriptedHost } from '../scripted-host.ts';
import { at, type Scene } from './scene.ts';

const now = Date.now();
const base = (id: string, ago: number) => ({ id, turn: 'turn1', at: now - ago });
const CHILD = 'local.codex.shutter';
const TITLE = 'Let the beam open as far as the lamp turns, and keep the old lamp working';

const news = (id: string, ago: number, action: string): Item => ({
  ...base(id, ago),
  type: 'subagents',
  action,
  agents: [{ thread: 'shutter', name: '/root/shutter', state: null, message: null, open: CHILD }],
  prompt: '',
  status: 'done',
});

const ABOVE: Item[] = [
  { ...base('u1', 90_000), type: 'user', text: 'Have the shutter looked at, too.', request: null, images: 0 },
  news('n1', 80_000, 'A sub-agent started'),
  {
    ...base('n2', 70_000),
    type: 'subagents',
    action: 'Waited for sub-agents',
    agents: [
      { thread: 'shutter', name: '/root/shutter', state: 'running', message: null, open: CHILD },
      { thread: 'docs', name: '/root/docs', state: 'done', message: 'Nothing to change.', open: 'docs' },
      { thread: '01a1fb89-9fb8-73b2', name: null, state: 'failed', message: null },
    ],
    prompt: '',
    status: 'running',
  },
];

const BELOW: Item[] = [
  {
    ...base('a1', 75_000),
    type: 'agent',
    text: 'I look at the **shutter** first.',
    final: false,
    done: true,
  },
  {
    ...base('c1', 70_000),
    type: 'command',
    command: 'npm test -- --run test/shutter.test.ts',
    cwd: '/home/anna/lighthouse',
    status: 'done',
    output: '✓ test/shutter.test.ts (4)\n',
    cut: 0,
    exitCode: 0,
    durationMs: 1234,
  },
  {
    ...base('c2', 30_000),
    type: 'command',
    command: 'npm run build',
    cwd: '/home/anna/lighthouse',
    status: 'running',
    output: 'building…\n',
    cut: 0,
    exitCode: null,
    durationMs: null,
  },
];

const turn = (state: Turn['state']): Turn => ({
  id: 'turn1',
  state,
  error: null,
  startedAt: now - 80_000,
  endedAt: state === 'running' ? null : now - 20_000,
});

function host(
  status: WorkingSubAgent['status'] | null,
  items: Item[],
  state: Turn['state'] | null,
): ScriptedHost {
  const it = new ScriptedHost();
  it.home.agents = [
    { id: 'codex', environment: 'local', name: 'Codex', state: 'ready', detail: '', demo: false },
  ];
  it.home.projects = [{ id: 'p1', environment: 'local', name: 'lighthouse', path: '/home/anna/lighthouse' }];
  const subAgents = status === null ? {} : { subAgents: [{ thread: CHILD, name: 'shutter', status }] };
  it.addThread(
    aThread('t1', { title: TITLE, status: status === 'waiting' ? 'waiting' : 'working', ...subAgents }),
    ABOVE,
  );
  it.log('t1', { type: 'turn', turn: turn('running') });
  it.addNested(CHILD, { parent: 't1', root: 't1', name: 'shutter' }, items);
  if (state !== null) it.log(CHILD, { type: 'turn', turn: turn(state) });
  if (status === 'waiting') {
    const card = aCard('a1', { threadTitle: TITLE, subAgent: 'shutter', subAgentName: 'shutter' });
    it.home.approvals = [anApproval(card, { subAgent: { thread: CHILD, name: 'shutter' } })];
  }
  it.connect();
  return it;
}

const above = (it: ScriptedHost): Scene => ({ host: it, place: at('t1') });
const below = (it: ScriptedHost): Scene => ({
  host: it,
  place: { tab: 'inbox', depth: 1, detail: { view: 'nested', thread: CHILD, from: 't1' } },
});

function refused(): Scene {
  const it = host(null, [], null);
  it.refusals.set('thread/open', 'unknownThread');
  return below(it);
}

export const NESTED_SCENES: Record<string, () => Scene> = {
  'thread-nested': () => above(host('working', BELOW, 'running')),
  nested: () => below(host('working', BELOW, 'running')),
  'nested-waiting': () => below(host('waiting', BELOW, 'running')),
  'nested-done': () => below(host(null, BELOW.slice(0, 2), 'completed')),
  'nested-empty': () => below(host('working', [], null)),
  'nested-refused': refused,
};
