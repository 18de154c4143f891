/** A card of every kind that an agent asks besides commands, changes and questions, and the items beside them. */
import type { Card } from '../../../protocol/session/card.ts';
import type { Item } from '../../../protocol/session/items.ts';
import { aCard } from '../scripted-host.ts';

const cwd = '/home/anna/lighthouse';
const all: Partial<Card> = {
  threadTitle: 'Fix the failing beam tests',
  decisions: ['approve', 'decline', 'stop'],
  scopes: ['once', 'session'],
};
const field = { description: '', required: false, options: [], least: null, most: null };

export const ASKS: Record<string, Card> = {
  network: aCard('n1', {
    ...all,
    reason: 'Network access to registry.example.com requires approval',
    ask: { kind: 'command', command: '', cwd, network: { host: 'registry.example.com', protocol: 'https' } },
  }),
  permissions: aCard('n2', {
    ...all,
    meaning: 'insideSandbox',
    reason: 'The build writes its cache there and downloads the lamp tables.',
    ask: {
      kind: 'permissions',
      cwd,
      permissions: {
        network: true,
        places: [
          { access: 'write', form: 'path', path: '/home/anna/.cache/lighthouse' },
          { access: 'read', form: 'pattern', path: '/home/anna/keys/**/*.pem' },
          { access: 'deny', form: 'project', path: '.git' },
        ],
      },
    },
  }),
  'command-with': aCard('n3', {
    ...all,
    scopes: ['once'],
    meaning: 'insideSandbox',
    reason: 'Needs the registry.',
    ask: {
      kind: 'command',
      command: 'npm install lamp-tables',
      cwd,
      network: null,
      permissions: { network: true, places: [] },
    },
  }),
  stdin: aCard('n4', {
    ...all,
    scopes: ['once'],
    reason: 'Send input to an existing terminal. This terminal was launched outside the sandbox.',
    ask: { kind: 'stdin', text: 'yes\n\u0004', command: 'npm run release -- --interactive', cwd },
  }),
  tool: aCard('n5', {
    ...all,
    ask: {
      kind: 'tool',
      server: 'issues',
      tool: 'create_issue',
      description: 'Creates an issue in the tracker and tells everybody who watches it.',
      arguments: JSON.stringify(
        {
          title: 'Beam stops at 90°',
          labels: ['bug', 'lamp'],
          body: 'Since the new lamp, angles above 90° …',
        },
        null,
        '\t',
      ),
      hints: { readOnly: false, destructive: false, idempotent: false, openWorld: true },
    },
  }),
  form: aCard('n6', {
    ...all,
    meaning: 'answer',
    decisions: ['answer', 'decline', 'stop'],
    scopes: ['once'],
    ask: {
      kind: 'form',
      server: 'issues',
      message: 'Who should be told of the new issue?',
      fields: [
        { ...field, id: 'mail', label: 'Address', type: 'email', required: true },
        {
          ...field,
          id: 'days',
          label: 'Remind after',
          type: 'integer',
          description: 'In days',
          least: 1,
          most: 30,
        },
        {
          ...field,
          id: 'when',
          label: 'Urgency',
          type: 'choice',
          options: [
            { value: 'low', label: 'Low' },
            { value: 'high', label: 'High' },
          ],
        },
        { ...field, id: 'copy', label: 'A copy to me', type: 'yesNo', required: true },
      ],
    },
  }),
  link: aCard('n7', {
    ...all,
    meaning: 'answer',
    scopes: ['once'],
    ask: {
      kind: 'link',
      server: 'issues',
      message: 'Sign in to the tracker, then come back.',
      url: 'https://tracker.example.com/oauth/authorize?client=lighthouse&scope=write%3Aissues',
    },
  }),
};

/** What an agent shows besides. */
export const MORE_ITEMS = (
  base: (id: string, ago: number) => { id: string; turn: string; at: number },
): Item[] => [
  {
    ...base('m1', 240_000),
    type: 'subagents',
    action: 'Started a sub-agent',
    agents: [{ thread: '01a1fb89-9fb8-73b2', name: null, state: 'running', message: null }],
    prompt: 'Look at the tests of the shutter.',
    status: 'done',
  },
  {
    ...base('m2', 200_000),
    type: 'subagents',
    action: 'A sub-agent is done',
    agents: [
      { thread: '01a1fb89-9fb8-73b2', name: '/root/shutter', state: 'done', message: 'They all pass.' },
    ],
    prompt: '',
    status: 'done',
  },
  { ...base('m3', 180_000), type: 'image', path: 'docs/lamp.png', made: false },
  {
    ...base('m4', 150_000),
    type: 'proposal',
    text: '## Plan\n\n1. Let the beam open as far as the lamp turns\n2. Keep the old lamp working\n3. Run all tests',
    done: true,
  },
  {
    ...base('m5', 120_000),
    type: 'notice',
    level: 'warning',
    text: 'Codex’s usage limit is reached, so it does not work on. It resets at 22:25 by the clock of the computer.',
  },
  {
    ...base('m6', 90_000),
    type: 'agent',
    text: '',
    final: true,
    done: true,
    questions: [{ text: 'Which lamp should be the default?', options: ['The new one', 'The old one'] }],
  },
];
