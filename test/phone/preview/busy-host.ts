/** A host in memory with much to look at, as most scenes have it. */
import type { Item } from '../../../protocol/session/items.ts';
import { aThread, EPOCH, ScriptedHost } from '../scripted-host.ts';

export const MINUTE = 60_000;
export const now = Date.now();

export const DIFF = `@@ -12,5 +12,7 @@ export function openBeam(lamp: Lamp) {
   const angle = lamp.angle();
-  if (angle > 90) return null;
+  if (angle > MAX_ANGLE) {
+    throw new RangeError(\`the lamp turns ${'$'}{MAX_ANGLE}° at most, and this is ${'$'}{angle}°\`);
+  }
   return { angle, colour: lamp.colour };
 }
 
`;

export const ANSWER = `The tests fail because \`openBeam\` takes **any angle above 90°** for a closed shutter.

What I found:

1. \`lamp.ts\` keeps angles from 0 to 120.
2. \`beam.ts\` stops at 90, which was right before the new lamp.
3. The test for 95° therefore gets \`null\`.

\`\`\`ts
const MAX_ANGLE = 120;
if (angle > MAX_ANGLE) throw new RangeError('too far');
\`\`\`

| lamp | most |
|---|---|
| old | 90° |
| new | 120° |

See [the data sheet](https://example.com/lamps) for the new one. I will change \`beam.ts\` and run the tests again.`;

export const base = (id: string, ago: number) => ({ id, turn: 'turn1', at: now - ago });
export const ITEMS: Item[] = [
  {
    ...base('u1', 5 * MINUTE),
    type: 'user',
    text: 'The beam tests fail since the new lamp. Find out why and fix it.',
    request: null,
    images: 0,
  },
  {
    ...base('r1', 4.9 * MINUTE),
    type: 'reasoning',
    text: '**Looking at the failing tests**\n\nThe name says beam, so I start with beam.ts.',
    done: true,
  },
  {
    ...base('c1', 4.8 * MINUTE),
    type: 'command',
    command: 'npm test -- --run test/beam.test.ts',
    cwd: '/home/anna/lighthouse',
    status: 'failed',
    output:
      '\u001b[31mFAIL\u001b[0m test/beam.test.ts\n  expected { angle: 95 }, got null\n\nTests  1 failed, 7 passed\n',
    cut: 0,
    exitCode: 1,
    durationMs: 4210,
  },
  {
    ...base('c2', 4.5 * MINUTE),
    type: 'command',
    command: "rg -n 'angle' src",
    cwd: '/home/anna/lighthouse',
    status: 'done',
    output: 'src/beam.ts:14:  if (angle > 90) return null;\nsrc/lamp.ts:3:export const angles = [0, 120];\n',
    cut: 0,
    exitCode: 0,
    durationMs: 31,
  },
  { ...base('s1', 4.4 * MINUTE), type: 'search', query: 'lighthouse lamp maximum angle', done: true },
  {
    ...base('t1', 4.3 * MINUTE),
    type: 'tool',
    name: 'docs · read_page',
    input: '{"page":"lamps"}',
    output: 'Lamps turn 120 degrees.',
    status: 'done',
  },
  { ...base('a1', 4.2 * MINUTE), type: 'agent', text: ANSWER, final: false, done: true },
  {
    ...base('p1', 4 * MINUTE),
    type: 'plan',
    steps: [
      { text: 'Find why the test for 95° fails', status: 'done' },
      { text: 'Let the beam open as far as the lamp turns', status: 'running' },
      { text: 'Run all tests', status: 'pending' },
    ],
  },
  {
    ...base('x1', 3 * MINUTE),
    type: 'change',
    status: 'done',
    changes: [
      { path: 'src/beam.ts', kind: 'update', movedTo: null, diff: DIFF },
      {
        path: 'src/limits.ts',
        kind: 'add',
        movedTo: null,
        diff: '@@ -0,0 +1,2 @@\n+/** Degrees. */\n+export const MAX_ANGLE = 120;\n',
      },
    ],
  },
  {
    ...base('n1', 2 * MINUTE),
    type: 'notice',
    level: 'warning',
    text: 'The model was busy; the agent waited 4 seconds.',
  },
  {
    ...base('u2', 1.5 * MINUTE),
    type: 'user',
    text: 'Keep the old lamp working too.',
    request: null,
    images: 1,
  },
  {
    ...base('c3', 0.3 * MINUTE),
    type: 'command',
    command: 'npm test',
    cwd: '/home/anna/lighthouse',
    status: 'running',
    output: '✓ test/lamp.test.ts (12)\n✓ test/shutter.test.ts (4)\n',
    cut: 0,
    exitCode: null,
    durationMs: null,
  },
];

export function busyHost(): ScriptedHost {
  const host = new ScriptedHost();
  host.home.agents = [
    { id: 'codex', environment: 'local', name: 'Codex', state: 'ready', detail: '', demo: false },
    { id: 'demo', environment: 'local', name: 'Demo', state: 'ready', detail: '', demo: true },
  ];
  host.home.projects = [
    { id: 'p1', environment: 'local', name: 'lighthouse', path: '/home/anna/lighthouse' },
    { id: 'p2', environment: 'local', name: 'website', path: '/home/anna/website' },
  ];
  host.addThread(
    aThread('t1', {
      title: 'Fix the failing beam tests',
      status: 'working',
      updatedAt: now - 20_000,
      runningSince: now - 5 * MINUTE,
      doing: {
        kind: 'command',
        what: 'npm test -- --run test/beam.test.ts --reporter verbose',
        since: now - 20_000,
      },
      unseen: true,
    }),
    [...ITEMS],
  );
  host.log('t1', {
    type: 'turn',
    turn: { id: 'turn1', state: 'running', error: null, startedAt: now - 5 * MINUTE, endedAt: null },
  });
  host.addThread(
    aThread('t2', { title: 'Rename the shutter', status: 'waiting', updatedAt: now - 12 * MINUTE }),
    ITEMS.slice(0, 7),
  );
  host.addThread(
    aThread('t3', { title: 'Weekly report', status: 'waiting', project: 'p2', updatedAt: now - MINUTE }),
    ITEMS.slice(0, 2),
  );
  host.addThread(
    aThread('t4', {
      title: 'Explain how the lamp is cooled, with all of its sources',
      unseen: true,
      updatedAt: now - 3 * 60 * MINUTE,
    }),
    ITEMS.slice(0, 9),
  );
  host.log('t4', {
    type: 'turn',
    turn: {
      id: 'turn1',
      state: 'completed',
      error: null,
      startedAt: now - 180 * MINUTE,
      endedAt: now - 178 * MINUTE,
    },
  });
  host.addThread(
    aThread('t5', {
      title: 'Upgrade the build',
      status: 'failed',
      project: 'p2',
      updatedAt: now - 26 * 60 * MINUTE,
      unseen: true,
    }),
    ITEMS.slice(0, 4),
  );
  host.log('t5', {
    type: 'turn',
    turn: {
      id: 'turn1',
      state: 'failed',
      error:
        'The model could not be reached: the account has no credit left. Add some at the provider, then send the message again.',
      startedAt: now - 1600 * MINUTE,
      endedAt: now - 1599 * MINUTE,
    },
  });
  host.addThread(
    aThread('t6', {
      title: 'Try the demo',
      agent: 'demo',
      project: 'p1',
      updatedAt: now - 49 * 60 * MINUTE,
      unseen: false,
    }),
    ITEMS.slice(0, 7),
  );
  host.addThread(
    aThread('t7', {
      title: 'Translate the manual',
      project: 'p2',
      updatedAt: now - 5 * 24 * 60 * MINUTE,
      unseen: false,
      paused: true,
    }),
    ITEMS.slice(0, 7),
  );
  host.since.set('t4', {
    since: now - 200 * MINUTE,
    epoch: EPOCH,
    turns: { count: 3, first: { item: 'u1', index: 0 } },
    files: { count: 12, first: { item: 'a1', index: 6 } },
    failedCommands: { count: 1, first: { item: 'c1', index: 2 } },
    approvals: { count: 2, first: { item: 'c2', index: 3 } },
    tokens: 48_213,
  });
  host.archived = [
    aThread('old1', { title: 'Try another bulb', updatedAt: now - 9 * 24 * 60 * MINUTE }),
    aThread('old2', {
      title: 'Count the ships that passed in June',
      project: 'p2',
      updatedAt: now - 20 * 24 * 60 * MINUTE,
    }),
  ];
  return host;
}

export function connected(host: ScriptedHost): ScriptedHost {
  host.connect();
  return host;
}

/** Three SSH hosts beside the computer itself, each in another state, and work on two of them. */
export function hostWithDevboxes(): ScriptedHost {
  const host = busyHost();
  const environment = (id: string, fields: object) =>
    ({ id: `ssh:${id}`, name: id, state: 'up', detail: '', connectable: false, ...fields }) as const;
  host.home.environments = [
    ...host.home.environments,
    environment('devbox', {}),
    environment('gpu-2', { state: 'off', connectable: true }),
    environment('staging', {
      state: 'atDesk',
      detail: 'It has to be looked at, at the computer that runs Outpost.',
    }),
  ];
  host.home.agents = [
    ...host.home.agents,
    ...(['devbox', 'gpu-2'] as const).map((name) => ({
      id: `codex@ssh:${name}`,
      environment: `ssh:${name}`,
      name: 'Codex',
      state: name === 'devbox' ? ('ready' as const) : ('stopped' as const),
      detail: name === 'devbox' ? '' : 'Its SSH host is not connected.',
      demo: false,
    })),
  ];
  host.home.projects = [
    { id: 'p3', environment: 'ssh:gpu-2', name: 'models', path: '/srv/models' },
    { id: 'p4', environment: 'ssh:devbox', name: 'lighthouse', path: '/home/anna/lighthouse' },
    ...host.home.projects,
  ];
  host.addThread(
    aThread('far', {
      title: 'Train the small one again',
      environment: 'ssh:gpu-2',
      agent: 'codex@ssh:gpu-2',
      project: 'p3',
      status: 'away',
    }),
    ITEMS.slice(0, 5),
  );
  host.addThread(
    aThread('near', {
      title: 'Update the compiler',
      environment: 'ssh:devbox',
      agent: 'codex@ssh:devbox',
      project: 'p4',
      status: 'working',
      updatedAt: now - 40_000,
    }),
    ITEMS.slice(0, 5),
  );
  return host;
}
