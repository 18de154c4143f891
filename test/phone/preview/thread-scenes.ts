/** Threads of one kind each: long ones, and every kind of item as it is in the worst and the best case. */
import type { Item } from '../../../protocol/session/items.ts';
import { aThread, ScriptedHost } from '../scripted-host.ts';
import type { Scene } from './scene.ts';

const now = Date.now();
const base = (id: string, ago = 60_000) => ({ id, turn: 'turn1', at: now - ago });

/** A host with one thread, opened on it. `page`: items that it sends at once. */
function thread(title: string, items: Item[], page = 100): Scene {
  const host = new ScriptedHost();
  host.pageSize = page;
  host.home.agents = [
    { id: 'codex', environment: 'local', name: 'Codex', state: 'ready', detail: '', demo: false },
  ];
  host.home.projects = [
    { id: 'p1', environment: 'local', name: 'lighthouse', path: '/home/anna/lighthouse' },
  ];
  host.addThread(aThread('t1', { title, status: 'idle' }), items);
  host.connect();
  return {
    host,
    place: { tab: 'inbox', depth: 0, detail: { view: 'thread', thread: 't1', approval: null } },
  };
}

const WORDS = 'The lamp turns as far as its shutter lets it, and no further. ';

/** Messages of different lengths, each with its number in it, with commands between them. */
const numbered = (count: number): Item[] =>
  Array.from({ length: count }, (_, i): Item => {
    if (i % 5 === 3)
      return {
        ...base(`i${i}`),
        type: 'command',
        command: `echo ${i}`,
        cwd: '/home/anna/lighthouse',
        status: 'done',
        output: `${i}\n`,
        cut: 0,
        exitCode: 0,
        durationMs: 12,
      };
    if (i % 11 === 10)
      return { ...base(`i${i}`), type: 'user', text: `Go on with ${i}.`, request: null, images: 0 };
    return {
      ...base(`i${i}`),
      type: 'agent',
      text: `Message ${i}\n\n${WORDS.repeat((i * 7) % 13)}`,
      final: false,
      done: true,
    };
  });

const command = (
  id: string,
  fields: Partial<Extract<Item, { type: 'command' }>>,
): Extract<Item, { type: 'command' }> => ({
  ...base(id),
  type: 'command',
  command: 'npm test',
  cwd: '/home/anna/lighthouse',
  status: 'done',
  output: '',
  cut: 0,
  exitCode: 0,
  durationMs: 1234,
  ...fields,
});

const COLOURS = [
  '\u001b[1mbold\u001b[0m \u001b[2mdim\u001b[0m \u001b[3mitalic\u001b[0m \u001b[4munderlined\u001b[0m \u001b[9mstruck\u001b[0m',
  [31, 32, 33, 34, 35, 36, 90].map((n) => `\u001b[${n}mink ${n}\u001b[0m`).join(' '),
  [41, 42, 43, 44, 45, 46, 47, 7].map((n) => `\u001b[${n}m ${n} \u001b[0m`).join(' '),
  '\u001b[38;5;208mpalette\u001b[0m \u001b[38;2;120;20;240mtrue colour\u001b[0m',
  '<img src=x onerror=alert(1)> stays text',
  'turned \u202eround\u202c',
].join('\n');

/** Commands in every state, and outputs of every size. */
const OUTPUTS: Item[] = [
  command('o1', { command: 'npm run colours', output: COLOURS }),
  command('o2', {
    command: 'cat everything',
    output: Array.from({ length: 4000 }, (_, i) => `${i} ${WORDS}`).join('\n'),
    cut: 5_000_000,
  }),
  command('o3', { command: 'one endless line', output: 'x'.repeat(256 * 1024) }),
  command('o4', { command: 'git push', status: 'declined', exitCode: null, durationMs: null }),
  command('o5', { command: 'sleep 1000', status: 'stopped', exitCode: null, durationMs: 61_000 }),
  command('o6', {
    command: 'npm run build -- --mode production --out-dir /srv/lighthouse/releases/next && npm run check',
    status: 'failed',
    exitCode: 137,
    durationMs: 754_000,
    output: 'Killed\n',
  }),
];

const WIDE = `@@ -12,6 +12,7 @@ export function openBeam(lamp: Lamp) {
   const angle = lamp.angle();
-  if (angle > 90) return null; // closed
-  return { angle, colour: lamp.colour };
+  if (angle > MAX_ANGLE) return null; // closed
+  return { angle, colour: lamp.colour, at: 'now' };
+  /* never */
 }
 
 const hidden = 'a\u200bb';
@@ -40,3 +41,3 @@ class Shutter {
   open() {
-    this.state = "open";
+    this.state = "opened";
   }
`;
const TEXT = `Here is **what I did**, with \`code\`:

\`\`\`python
def turn(lamp, by=90):
    # never further than the shutter lets it
    return min(lamp.angle + by, 120)
\`\`\`

| lamp | most | since | remark that makes this table wider than the screen of a phone |
|---|---:|---|---|
| old | 90° | 1998 | it is kept for the museum |
| new | 120° | 2024 | [data sheet](https://example.com/lamps) |

\`\`\`
no language
\`\`\`

<script>alert(1)</script> and <b onclick=alert(1)>HTML</b> stay text.`;
const CHANGES: Item[] = [
  { ...base('h1'), type: 'agent', text: TEXT, final: true, done: true },
  {
    ...base('h2'),
    type: 'change',
    status: 'done',
    changes: [
      { path: 'src/beam.ts', kind: 'update', movedTo: null, diff: WIDE },
      { path: 'src/beam.py', kind: 'add', movedTo: null, diff: '@@ -0,0 +1,2 @@\n+import os\n+print(1)\n' },
    ],
  },
];
/** One change of a thousand files, and one of a file that is long. */
const MANY: Item[] = [
  {
    ...base('m1'),
    type: 'change',
    status: 'done',
    changes: [
      {
        path: 'src/generated.ts',
        kind: 'add',
        movedTo: null,
        diff: `@@ -0,0 +1,5000 @@\n${Array.from({ length: 5000 }, (_, i) => `+export const n${i} = ${i};\n`).join('')}`,
      },
      ...Array.from({ length: 999 }, (_, i) => ({
        path: `packages/lamp-${i}/package.json`,
        kind: 'update' as const,
        movedTo: null,
        diff: '@@ -1,1 +1,1 @@\n-"version": "1.0.0"\n+"version": "1.0.1"\n',
      })),
    ],
  },
];

/** Runs of tests, and what the agent plans and asks others to do. */
const WORK: Item[] = [
  command('w1', {
    command: 'pytest',
    status: 'failed',
    exitCode: 1,
    output: `${'.'.repeat(70)}\n\u001b[36m= short test summary info =\u001b[0m\n\u001b[31mFAILED\u001b[0m tests/test_beam.py::TestBeam::test_wide - AssertionError: assert None == {'angle': 95}\n\u001b[31mFAILED\u001b[0m tests/test_beam.py::test_angles[100] - TypeError\n\u001b[31m==== \u001b[1m2 failed\u001b[0m, \u001b[32m70 passed\u001b[0m\u001b[31m in 3.47s ====\u001b[0m\n`,
  }),
  command('w2', {
    command: 'npx vitest run',
    output: ' Test Files  1 passed (1)\n      Tests  12 passed (12)\n   Duration  1.05s\n',
  }),
  {
    ...base('w3'),
    type: 'plan',
    steps: [
      { text: 'Find why the test for 95° fails', status: 'done' },
      { text: 'Let the beam open as far as the lamp turns', status: 'running' },
      { text: 'Run all tests', status: 'pending' },
    ],
  },
];

/** A finished turn with two changes, in a thread and with an account that have used something; two others need the owner. */
function finished(): Scene {
  const scene = thread('A finished turn', [
    ...CHANGES,
    { ...(CHANGES[1] as Extract<Item, { type: 'change' }>), id: 'h3' },
  ]);
  const { host } = scene;
  host.log('t1', {
    type: 'turn',
    turn: { id: 'turn1', state: 'completed', error: null, startedAt: now - 125_000, endedAt: now },
  });
  host.home.threads = host.home.threads.map((it) => ({
    ...it,
    tokens: { total: 48_230, context: 87_000, window: 258_400 },
  }));
  host.home.agents = host.home.agents.map((it) => ({
    ...it,
    limits: [
      { used: 23, minutes: 300, resetsAt: now + 7_200_000 },
      { used: 61, minutes: 10_080, resetsAt: now + 200_000_000 },
    ],
  }));
  host.addThread(aThread('t2', { title: 'Another', status: 'failed', unseen: true }));
  host.addThread(aThread('t3', { title: 'A third', status: 'failed', unseen: true }));
  return scene;
}

/** A picture that is drawn here: a disc on a ground, with a line to see its corners. */
function picture(): string {
  const canvas = document.createElement('canvas');
  canvas.width = 1600;
  canvas.height = 1000;
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = '#0b6b66';
  pen.fillRect(0, 0, 1600, 1000);
  pen.fillStyle = '#f0b04f';
  pen.arc(800, 500, 300, 0, 7);
  pen.fill();
  pen.lineWidth = 20;
  pen.strokeRect(10, 10, 1580, 980);
  return canvas.toDataURL('image/png').split(',')[1]!;
}
function pictures(): Scene {
  const scene = thread('Pictures', [
    { ...base('p1'), type: 'image', path: 'docs/lamp.png', made: false },
    { ...base('p2'), type: 'image', path: 'docs/shutter.png', made: true },
    {
      ...base('p3'),
      type: 'user',
      text: 'Look at these pictures.',
      request: null,
      images: 3,
      pictures: ['/home/anna/.outpost/lamp.jpg', '/home/anna/.outpost/shutter.jpg'],
    },
  ]);
  scene.host.image = picture();
  return scene;
}

/** Text that wants to be more than text, or too much of it. */
const EVIL = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>';
const HOSTILE: Item[] = [
  { ...base('e1'), type: 'user', text: `${EVIL} \u202eturned\u202c z\u200bero`, request: null, images: 0 },
  {
    ...base('e2'),
    type: 'agent',
    text: `${EVIL}\n\n[link](javascript:window.ran=1)\n\n\`\`\`html\n${EVIL}\n\`\`\``,
    final: true,
    done: true,
  },
  { ...base('e3'), type: 'agent', text: 'x'.repeat(200_000), final: true, done: true },
  { ...base('e4'), type: 'agent', text: '> '.repeat(5000) + '*'.repeat(20_000), final: true, done: true },
  { ...base('e5'), type: 'agent', text: '[a]('.repeat(20_000), final: true, done: true },
  { ...base('e6'), type: 'agent', text: `\`\`\`ts\n${'('.repeat(60_000)}\n\`\`\``, final: true, done: true },
  command('e7', {
    command: `echo '${EVIL}'`,
    output: `\u001b]8;;javascript:window.ran=1\u0007${EVIL}\u001b[31m${EVIL}`,
  }),
  {
    ...base('e8'),
    type: 'plan',
    steps: Array.from({ length: 200 }, () => ({ text: EVIL, status: 'pending' as const })),
  },
  {
    ...base('e9'),
    type: 'change',
    status: 'done',
    changes: [{ path: `${EVIL}.html`, kind: 'add', movedTo: null, diff: `@@ -0,0 +1,1 @@\n+${EVIL}\n` }],
  },
  { ...base('e10'), type: 'notice', level: 'warning', text: 'y'.repeat(5000) },
];

export const THREAD_SCENES: Record<string, () => Scene> = {
  'thread-outputs': () => thread('Outputs', OUTPUTS),
  'thread-changes': () => thread('Code and changes', CHANGES),
  'thread-many-files': () => thread('A thousand files', MANY),
  'thread-tests': () => thread('Tests', WORK),
  'thread-finished': finished,
  'thread-pictures': pictures,
  'thread-hostile': () => thread(EVIL, HOSTILE),
  'thread-numbered': () => thread('A long one', numbered(200)),
  'thread-10000': () => thread('Ten thousand items', numbered(10_000), 10_000),
};
