/** What a host answers where the control panel shows what waits, and what happened. */
import type { ActivityEntry, ActivityPage, Closed } from '../../../main/contract/activity.ts';
import type { HostState } from '../../../main/contract/state.ts';
import type { Card } from '../../../protocol/session/card.ts';
import { NO_CONTEXT } from '../../../protocol/session/card-context.ts';
import { STATES } from './states.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const card = <Kind extends Card['ask']['kind']>(
  approval: string,
  ask: Extract<Card['ask'], { kind: Kind }>,
  fields: Partial<Omit<Card, 'ask'>> = {},
): Card & { ask: Extract<Card['ask'], { kind: Kind }> } => ({
  v: 2,
  approval,
  host: 'ada-mini',
  environment: 'local',
  agent: 'codex',
  thread: 't1',
  threadTitle: 'Fix the failing beam tests',
  project: { id: 'p1', name: 'outpost' },
  source: 'agent',
  meaning: 'outsideSandbox',
  reason: 'The tests need packages that are not installed yet.',
  ask,
  decisions: ['approve', 'decline', 'stop'],
  scopes: ['once', 'session'],
  at: 1000,
  tier: 'expand',
  reasons: [{ tier: 'expand', text: 'It brings packages from the network.' }],
  handling: 'hold',
  expiresAt: null,
  touches: null,
  ...NO_CONTEXT,
  ...fields,
});

export const CARDS = {
  command: card('a1', {
    kind: 'command',
    command: 'npm install --save-dev vitest',
    cwd: '/home/ada/src/outpost',
    network: null,
  }),
  change: card(
    'a2',
    {
      kind: 'change',
      changes: [
        {
          path: 'src/lamp.ts',
          kind: 'update',
          movedTo: null,
          diff: '@@ -1,4 +1,5 @@\n import { beam } from "./beam.ts";\n-const turns = 3;\n+const turns = 4;\n+const dark = false;\n \n export const lamp = () => beam(turns);\n',
        },
      ],
    },
    { reason: null, meaning: 'insideSandbox' },
  ),
  question: card(
    'a3',
    {
      kind: 'question',
      questions: [
        {
          id: 'q',
          header: 'Port',
          text: 'Which port shall the preview use?',
          options: [
            { label: '4817', description: 'As before' },
            { label: 'Any free one', description: '' },
          ],
          free: true,
          secret: false,
        },
      ],
    },
    { meaning: 'answer', decisions: ['answer', 'stop'], scopes: ['once'] },
  ),
  link: card(
    'a4',
    {
      kind: 'link',
      server: 'issues',
      message: 'Sign in to the tracker.',
      url: 'https://tracker.example/login?code=ABCD-1234',
    },
    { meaning: 'answer', scopes: ['once'] },
  ),
} satisfies Record<string, Card>;
export type CardName = keyof typeof CARDS;

/** The answer of `approval/read`. */
export const read = (name: CardName) => ({ ok: true, value: { card: JSON.stringify(CARDS[name]) } }) as const;

const TITLES: Record<CardName, { kind: string; title: string }> = {
  command: { kind: 'command', title: 'npm install --save-dev vitest' },
  change: { kind: 'change', title: 'src/lamp.ts' },
  question: { kind: 'question', title: 'Which port shall the preview use?' },
  link: { kind: 'link', title: 'https://tracker.example/login?code=ABCD-1234' },
};

/** These wait, the oldest first. */
export const waitingFor = (...names: CardName[]): HostState['waiting'] =>
  names.map((name, index) => ({
    id: CARDS[name].approval,
    thread: 't1',
    ...TITLES[name],
    at: Date.now() - (names.length - index) * 3 * MINUTE,
    desk: false,
  }));

export const waits = (...names: CardName[]): HostState => ({
  ...STATES.well(),
  waiting: waitingFor(...names),
});

export const closed = (fields: Partial<Closed> = {}): Closed => ({
  id: 'a1',
  title: 'npm install --save-dev vitest',
  state: 'approved',
  by: 'Ada’s iPhone',
  note: null,
  at: Date.now() - 2 * MINUTE,
  ...fields,
});

const ada = { kind: 'phone', id: 'ada', name: 'Ada’s iPhone' } as const;
const asked = (
  id: number,
  at: number,
  fields: Partial<Extract<ActivityEntry, { kind: 'approval' }>>,
): ActivityEntry => ({
  kind: 'approval',
  id,
  at,
  who: ada,
  approval: `a${id}`,
  ask: 'command',
  title: 'npm test',
  outcome: 'approved',
  scope: 'once',
  note: '',
  thread: 'Fix the failing beam tests',
  project: 'outpost',
  ...fields,
});
const phone = (
  id: number,
  at: number,
  fields: Partial<Extract<ActivityEntry, { kind: 'phone' }>>,
): ActivityEntry => ({
  kind: 'phone',
  id,
  at,
  who: { kind: 'desk' },
  device: 'ada',
  name: 'Ada’s iPhone',
  act: 'paired',
  detail: '',
  ...fields,
});

/** Part of the same page with what rules answered. */
export function withRules(): ActivityPage {
  const page = happened();
  const by = { kind: 'policy', rule: 'preset.team' } as const;
  const now = Date.now();
  const answered = ['npx vitest run beam', 'cat src/lamp.ts src/beam.ts', 'git diff --stat'].map((title, n) =>
    asked(899 - n, now - (3 + n) * MINUTE, { who: by, title }),
  );
  const [first, ...others] = page.entries;
  return {
    ...page,
    entries: [
      first!,
      ...answered,
      asked(810, now - 8 * MINUTE, {
        who: { ...by, rule: 'expired' },
        outcome: 'declined',
        title: 'git push',
      }),
      ...others,
    ],
    byRule: 0,
  };
}

/** The newest page of a log of three days. */
export function happened(): ActivityPage {
  const now = Date.now();
  return {
    entries: [
      asked(900, now - 2 * MINUTE, { title: 'npm install --save-dev vitest', scope: 'session' }),
      asked(800, now - 9 * MINUTE, { who: { kind: 'desk' }, ask: 'change', title: 'src/lamp.ts and 2 more' }),
      asked(700, now - 30 * MINUTE, {
        outcome: 'declined',
        title: 'rm -r build dist node_modules && git clean -xdf && rm -r ~/.cache/outpost',
        note: 'Only the build folder.',
      }),
      phone(600, now - DAY, { act: 'right', detail: 'answer', device: 'pixel', name: 'Kitchen tablet' }),
      asked(500, now - DAY - MINUTE, {
        ask: 'question',
        outcome: 'void',
        who: { kind: 'host' },
        title: 'Which port shall the preview use?',
        note: 'The turn was stopped.',
      }),
      phone(400, now - 3 * DAY, { act: 'renamed', who: ada, detail: 'Safari on iOS' }),
      phone(300, now - 3 * DAY - MINUTE, { who: ada }),
    ],
    before: 300,
    newest: 900,
    byRule: 312,
    damaged: 0,
    unreadable: [],
  };
}
export const listed = (page: ActivityPage) => ({ ok: true, value: page }) as const;
/** A page of an audit log in which nothing is yet. */
export const NO_ENTRIES: ActivityPage = {
  entries: [],
  before: null,
  newest: 1,
  byRule: 0,
  damaged: 0,
  unreadable: [],
};
